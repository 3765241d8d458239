import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { connect, keepScreens, PHONE, signIn, troubleOf, type Visitor, visit } from './browser.ts';
import { appointmentOf, appointmentWhen, bankOf, bookingOf, patientOf, REASON, timeText } from './clinic.ts';
import { localOf, personOf, until } from './cloud.ts';

/** It was begun in setup.ts: when the other journeys come first, most of these minutes are over. */
const { origin, browser: endpoint } = inject('arogya');
const { doctorId, unpaid, paysLate, paysTooLate, reminded, left } = inject('begun');
const local = localOf(origin);
const bank = bankOf(local);
const FEE = 50_000;
const MINUTES = 400_000;

const as = async (account: string) => personOf(origin, await local.token(account));
const payNow = async ({ appointmentId }: { appointmentId: string }) => bank.pay((await bank.orderOf(appointmentId)).id, 'paid');

describe('when five minutes are over and nothing is paid', () => {
  let browser: Browser;
  let ravi: Visitor;
  beforeAll(async () => {
    browser = await connect(endpoint);
    ravi = await visit(browser, origin, { viewport: PHONE });
    await signIn(ravi.page, 'ravi@arogya.example');
    for (const { account, appointmentId } of [unpaid, paysLate, paysTooLate]) {
      const patient = await as(account);
      await until('the end of the five minutes', async () => !(await appointmentOf(patient, appointmentId)).holdSecondsLeft, 330, 2_000);
    }
  }, MINUTES);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepScreens(task.name, [ravi]);
  });
  afterAll(() => browser.close());

  test('the time is anybody’s: Ravi’s screen says so, and who comes first has it', async () => {
    const { page } = ravi;
    await page.goto(`/visits/booked/${unpaid.appointmentId}`);
    await page.getByText('This time is free again').waitFor();
    await page.getByRole('button', { name: 'Hold again' }).click();
    const reason = page.getByLabel('Why do you want to see the doctor?');
    await until('what he wrote', async () => (await reason.inputValue()) === REASON);

    const quick = await patientOf(local, 'quick-patient');
    expect(await quick.send('POST', '/appointments', { body: bookingOf(doctorId, unpaid.startsAt) })).toMatchObject({ status: 201 });
    await page.getByRole('checkbox', { name: /I want to talk to/ }).check();
    await page.getByRole('button', { name: 'Keep this time and pay ₹500' }).click();
    await page.getByText(new RegExp(`^Someone just took ${timeText(unpaid.startsAt).replace(' ', '\\s')}`)).waitFor();
    expect(await reason.inputValue()).toBe(REASON);
    expect(troubleOf(ravi, [409, '/appointments'])).toEqual([]);
  });

  test(
    'his appointment ends by itself, with nothing owed',
    async () => {
      const program = await as('ravi');
      const ended = await appointmentWhen(
        program,
        unpaid.appointmentId,
        'the end of the appointment',
        ({ status }) => status === 'CANCELLED',
        120,
      );
      expect(ended).toMatchObject({ cancelReason: 'hold-expired', paymentStatus: 'void', refundDuePaise: 0 });
      expect(await program.send('POST', `/appointments/${unpaid.appointmentId}/payment-orders`)).toMatchObject({
        status: 409,
        body: { error: { code: 'payment-not-waiting' } },
      });
    },
    MINUTES,
  );

  test('a payment that comes then has the time after all, if it is still free', async () => {
    const patient = await as(paysLate.account);
    await payNow(paysLate);
    await appointmentWhen(patient, paysLate.appointmentId, 'the booked visit', ({ status }) => status === 'CONFIRMED');
    const other = await as('quick-patient');
    expect(await other.send('POST', '/appointments', { body: bookingOf(doctorId, paysLate.startsAt) })).toMatchObject({
      status: 409,
      body: { error: { code: 'slot-taken' } },
    });
    expect(await appointmentOf(patient, paysLate.appointmentId)).toMatchObject({ paymentStatus: 'paid', refundDuePaise: 0 });
  });

  test('and goes back if somebody else has it', async () => {
    const patient = await as(paysTooLate.account);
    const other = await as('quick-patient');
    const { appointmentId } = await other.call<{ appointmentId: string }>('POST', '/appointments', {
      body: bookingOf(doctorId, paysTooLate.startsAt),
    });
    await payNow(paysTooLate);
    const gone = await appointmentWhen(
      patient,
      paysTooLate.appointmentId,
      'the money back',
      ({ paymentStatus }) => paymentStatus === 'refunded',
    );
    expect(gone).toMatchObject({ status: 'CANCELLED', cancelReason: 'slot-gone', refundedPaise: FEE, refundDuePaise: 0 });
    expect(await appointmentOf(other, appointmentId)).toMatchObject({ status: 'REQUESTED', startsAt: paysTooLate.startsAt });
    const letter = await until('the letter', async () =>
      (await local.mailTo(`${paysTooLate.account}@arogya.example`)).find(({ subject }) => subject.startsWith('Cancelled: ')),
    );
    expect(letter.text).toMatch(/Your payment came late/);
  });
});

describe('a quarter of an hour before the visit', () => {
  const remindersFor = async (account: string) =>
    (await local.mailTo(`${account}@arogya.example`)).filter(({ subject }) => subject.startsWith('Reminder: '));

  test('the patient is reminded once, and not of why they come; who has cancelled is not', async () => {
    // By then other journeys may have had the mail service refuse for longer than a message is tried.
    const redrive = async () => {
      for (const { name, deadLettersOf, visible } of await local.queues())
        if (visible > 0 && deadLettersOf.some((queue) => queue.includes('ReminderDue'))) await local.api('POST', `/queues/${name}/redrive`);
    };
    const [letter] = await until(
      'the reminder',
      async () => {
        await redrive();
        const found = await remindersFor(reminded.account);
        return found.length > 0 && found;
      },
      400,
      1_000,
    );
    expect(letter?.text).toContain(reminded.appointmentId);
    expect(letter?.text).not.toContain(REASON);
    expect(Date.parse(letter?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(reminded.startsAt) - 15 * 60_000);

    // The sweep once more, by hand: what it has handed over is gone, and what was taken back never comes.
    const [sweep] = (await local.api<{ name: string; targets: string[] }[]>('GET', '/schedules')).filter(({ name, targets }) =>
      /sweep/i.test(`${name} ${targets}`),
    );
    await local.api('POST', `/schedules/${sweep?.name}/fire`);
    await local.quiet();
    expect(await remindersFor(reminded.account)).toHaveLength(1);
    expect(await remindersFor(left.account)).toEqual([]);
  }, 500_000);
});
