import type { Locator, Page } from 'playwright-core';

import type { AppointmentDetail, AvailabilityFields, Slot } from '../functions/appointments/contract.ts';
import type { Practice } from '../functions/directory/contract.ts';
import type { Payment } from '../functions/payments/contract.ts';
import type { PaymentsView, WebhookView } from '../local/cloud.ts';
import { dayIn, type Local, type Person, personOf, until } from './cloud.ts';

/** The API lets one token ask a hundred times a minute. */
const BETWEEN_LOOKS = 700;

const MINUTE = 60_000;

const practice = {
  hospital: 'Banyan Clinic',
  address: '8 Canal Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  feePaise: 50_000,
  cancellation: { fullHours: 24, partialHours: 4, partialPercent: 50 },
  videoUrl: 'https://meet.arogya.example/banyan',
};

/** Every five minutes of the day and the night, until the last moment: whenever a journey runs, there is a time soon. */
export const roundTheClock = {
  weekly: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '00:00',
      to: '24:00',
      slotMinutes: 5,
      bufferMinutes: 0,
      modes: ['in-person', 'video', 'phone'],
    },
  ],
  exceptions: [],
  windowDays: 30,
  noticeMinutes: 0,
} satisfies AvailabilityFields;

export type DoctorAtWork = { person: Person; doctorId: string };

/** A doctor whom patients can book; of the demo's doctors the account, of others any name. */
export const openDoctor = async (
  local: Local,
  account: string,
  o: { practice?: Record<string, unknown>; hours?: Partial<AvailabilityFields> } = {},
): Promise<DoctorAtWork> => {
  const person = personOf(local.origin, await local.token(account, { role: 'doctor' }));
  const [{ accountId: doctorId }, place, hours] = await Promise.all([
    person.call<{ accountId: string }>('GET', '/me'),
    person.call<Partial<Practice> & { revision: number }>('GET', '/me/practice'),
    person.call<{ revision: number }>('GET', '/me/availability'),
  ]);
  await Promise.all([
    person.call('PUT', '/me/practice', { body: { ...practice, ...place, ...o.practice } }),
    person.call('PUT', '/me/availability', { body: { ...roundTheClock, ...o.hours, revision: hours.revision } }),
  ]);
  return { person, doctorId };
};

/** Somebody who may book: the doctor must know who comes. */
export const patientOf = async (local: Local, account: string, profile: Record<string, unknown> = {}): Promise<Person> => {
  const person = personOf(local.origin, await local.token(account));
  const me = await person.call<{ profile: { revision: number } }>('GET', '/me');
  const changes = { name: account, dateOfBirth: '1979-02-03', email: `${account}@arogya.example`, ...profile };
  await person.call('PATCH', '/me', { body: { revision: me.profile.revision, changes } });
  return person;
};

/** Free times of a doctor, between so many days from today. */
export const freeTimes = (person: Person, doctorId: string, fromDay = 0, toDay = fromDay): Promise<Slot[]> =>
  person.call<Slot[]>('GET', `/doctors/${doctorId}/slots?from=${dayIn(fromDay)}&to=${dayIn(toDay)}`);

/** The first free time that is at least so many minutes away. */
export const firstFree = async (person: Person, doctorId: string, minutesAway: number): Promise<string> => {
  const notBefore = Date.now() + minutesAway * MINUTE;
  const days = Math.floor(minutesAway / 1440);
  const slot = (await freeTimes(person, doctorId, days, days + 1)).find(({ startsAt }) => Date.parse(startsAt) >= notBefore);
  if (!slot) throw new Error(`Nothing is free ${minutesAway} minutes from now`);
  return slot.startsAt;
};

export const REASON = 'fever for 3 days, cough at night';

export const bookingOf = (doctorId: string, startsAt: string, more: Record<string, unknown> = {}) => ({
  doctorId,
  startsAt,
  mode: 'video',
  reason: REASON,
  consent: { wording: 'booking-1' },
  ...more,
});

export const hold = (patient: Person, doctorId: string, startsAt: string, more?: Record<string, unknown>): Promise<AppointmentDetail> =>
  patient.call<AppointmentDetail>('POST', '/appointments', { body: bookingOf(doctorId, startsAt, more) });

/** What the provider knows: the sandbox’s own books, which our functions reach by its API only. */
export const bankOf = (local: Local) => {
  const books = () => local.api<PaymentsView>('GET', '/payments');
  return {
    books,
    /** Waits for the order of an appointment; it is made by an event. */
    orderOf: async (appointmentId: string): Promise<PaymentsView['orders'][number]> =>
      until('the payment order', async () => (await books()).orders.find(({ receipt }) => receipt === appointmentId), 60),
    pay: (orderId: string, outcome: 'paid' | 'failed' | 'late', seconds?: number) =>
      local.api<PaymentsView['payments'][number]>('POST', `/payments/orders/${orderId}/pay`, {
        outcome,
        ...(seconds === undefined ? {} : { seconds }),
      }),
    sendAgain: ({ number }: WebhookView) => local.api('POST', `/payments/webhooks/${number}/send`),
    /** All that happened at the provider for one appointment. */
    async dealingsOf(appointmentId: string) {
      const { orders, payments, refunds, webhooks } = await books();
      const mine = orders.filter(({ receipt }) => receipt === appointmentId);
      const isMine = ({ order_id: orderId }: { order_id: string }) => mine.some(({ id }) => id === orderId);
      const ofMine = payments.filter(isMine);
      return {
        orders: mine,
        payments: ofMine,
        captured: ofMine.filter(({ captured }) => captured),
        refunds: refunds.filter(({ payment_id: paymentId }) => ofMine.some(({ id }) => id === paymentId)),
        webhooks: webhooks.filter(({ orderId }) => mine.some(({ id }) => id === orderId)),
      };
    },
  };
};
export type Bank = ReturnType<typeof bankOf>;

export const appointmentOf = (person: Person, appointmentId: string): Promise<AppointmentDetail> =>
  person.call<AppointmentDetail>('GET', `/appointments/${appointmentId}`);

/** Waits until an appointment is as wanted. */
export const appointmentWhen = (
  person: Person,
  appointmentId: string,
  what: string,
  is: (appointment: AppointmentDetail) => boolean,
  seconds = 60,
): Promise<AppointmentDetail> =>
  until(
    what,
    async () => {
      const found = await appointmentOf(person, appointmentId);
      return is(found) && found;
    },
    seconds,
    BETWEEN_LOOKS,
  );

/** Booked and paid, as a program. */
export const bookAndPay = async (
  local: Local,
  patient: Person,
  doctorId: string,
  startsAt: string,
  more?: Record<string, unknown>,
): Promise<AppointmentDetail> => {
  const bank = bankOf(local);
  const { appointmentId } = await hold(patient, doctorId, startsAt, more);
  await bank.pay((await bank.orderOf(appointmentId)).id, 'paid');
  return appointmentWhen(patient, appointmentId, 'the paid appointment', ({ status }) => status === 'CONFIRMED');
};

export const paymentsOf = async (person: Person, appointmentId: string): Promise<Payment[]> =>
  (await person.call<Payment[]>('GET', '/payments?limit=100')).filter((payment) => payment.appointmentId === appointmentId);

const clock = new Intl.DateTimeFormat('en-IN', { timeZone: 'Asia/Kolkata', hour: 'numeric', minute: '2-digit', hour12: true });
/** As the screens say it in English: `9:20 am`. */
export const timeText = (instant: string): string => clock.format(Date.parse(instant));

const indianDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' });
const writtenDay = (instant: string, part: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-IN', { timeZone: 'Asia/Kolkata', ...part }).format(Date.parse(instant));
/** As the screens write it: `Mon 23 Nov 2026`. */
export const dayText = (instant: string): string =>
  [{ weekday: 'short' }, { day: 'numeric' }, { month: 'short' }, { year: 'numeric' }]
    .map((part) => writtenDay(instant, part as Intl.DateTimeFormatOptions))
    .join(' ')
    .replace('Sept', 'Sep');

/** The label around a radio is what people press. */
export const press = (radio: Locator): Promise<void> => radio.locator('xpath=..').click();

/** Chooses the day and the time of a slot, wherever the days are that are shown. */
export const pickTime = async (page: Page, startsAt: string): Promise<void> => {
  const day = page.locator(`input[type=radio][value="${indianDay.format(Date.parse(startsAt))}"]`);
  const time = page.getByRole('radio', { name: new RegExp(`^${timeText(startsAt).replace(' ', '\\s')}\\b`) });
  await page.getByRole('group', { name: 'Which day?' }).waitFor();
  for (let weeks = 0; weeks < 5 && (await day.count()) === 0; weeks += 1) await page.getByRole('button', { name: 'Later days' }).click();
  await press(day);
  await press(time);
  await until('the time to be chosen', () => time.isChecked());
};
