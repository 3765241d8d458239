import { setTimeout as pause } from 'node:timers/promises';

import { type ApiCaller, ApiRefusal } from './api-caller.ts';
import type { CloudView } from './cloud.ts';

/** Order and payment come by event: table stream, bus, queue, consumer, each started cold at worst. */
const EVENT_WAIT_SECONDS = 30;
const DAY = 86_400_000;

type Slot = { startsAt: string; modes: string[] };
type Appointment = { appointmentId: string; status: string; holdSecondsLeft?: number };
type PaymentOrder = { state: 'preparing' | 'ready'; checkout?: { fields: Record<string, string> } };
type Visit = { doctorId: string; mode: string; reason: string; notBefore: string };

const waitFor = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  for (const until = Date.now() + EVENT_WAIT_SECONDS * 1000; ; await pause(50)) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`${what} was not there after ${EVENT_WAIT_SECONDS} s: see the queues on /local`);
  }
};

const indianDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' });
/** The date in India, so many days from today. */
export const indianDate = (days: number) => indianDay.format(Date.now() + days * DAY);
/** Midnight in India, so many days from today. */
export const indianMidnight = (days: number) => new Date(`${indianDate(days)}T00:00:00+05:30`).toISOString();

/** The first free time that suits; nothing is booked if the patient has an appointment ahead. */
const ensureBooked = async (patient: ApiCaller, { doctorId, mode, reason, notBefore }: Visit): Promise<Appointment> => {
  const ahead = await patient.call<Appointment[]>('GET', `/appointments?as=patient&from=${indianDate(0)}`);
  const there = ahead.find(({ status, holdSecondsLeft = 0 }) => status === 'CONFIRMED' || (status === 'REQUESTED' && holdSecondsLeft > 0));
  if (there) return there;
  const slots = await patient.call<Slot[]>('GET', `/doctors/${doctorId}/slots?from=${indianDate(0)}&to=${indianDate(7)}`);
  const consent = { wording: 'booking-1' };
  for (const { startsAt } of slots.filter((slot) => slot.startsAt >= notBefore && slot.modes.includes(mode))) {
    try {
      return await patient.call<Appointment>('POST', '/appointments', { doctorId, startsAt, mode, reason, consent });
    } catch (error) {
      // In the evening both want the first time of tomorrow.
      if (!(error instanceof ApiRefusal) || error.code !== 'slot-taken') throw error;
    }
  }
  throw new Error('the demo’s doctor has no free time within a week');
};

/** As a patient does it: asks for what opens the payment page, and pays there. Back when the appointment is confirmed. */
const ensurePaid = async (patient: ApiCaller, payments: CloudView['payments'], { appointmentId, status }: Appointment): Promise<void> => {
  if (status === 'CONFIRMED') return;
  const orderId = await waitFor('the payment order', async () => {
    const order = await patient.call<PaymentOrder>('POST', `/appointments/${appointmentId}/payment-orders`);
    return order.checkout?.fields.order_id;
  });
  payments.pay(orderId, 'paid');
  await waitFor('the confirmed appointment', async () => {
    const now = await patient.call<Appointment>('GET', `/appointments/${appointmentId}`);
    return now.status === 'CONFIRMED' || undefined;
  });
};

/** A confirmed and paid appointment ahead. A hold that ended while seeding was cut off is booked anew. */
export const ensureVisit = async (patient: ApiCaller, payments: CloudView['payments'], visit: Visit): Promise<void> =>
  ensurePaid(patient, payments, await ensureBooked(patient, visit));
