import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { AppointmentDetail, Availability } from '../functions/appointments/contract.ts';
import { connect, keepScreens, seenIn, signIn, troubleOf, type Visitor, visit } from './browser.ts';
import { appointmentOf, bookAndPay, bookingOf, dayText, freeTimes, openDoctor, patientOf, timeText } from './clinic.ts';
import { dayIn, localOf, type Person, personOf, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const DAYS_AHEAD = 5;
const day = dayIn(DAYS_AHEAD);
const weekday = new Intl.DateTimeFormat('en-IN', { timeZone: 'UTC', weekday: 'long' }).format(Date.parse(`${day}T00:00:00Z`));
const at = (clock: string) => new Date(`${day}T${clock}:00+05:30`).toISOString().replace('.000', '');

let browser: Browser;
let rohan: Visitor;
let program: Person;
let doctorId: string;
let gopal: Person;
let booked: AppointmentDetail;

beforeAll(async () => {
  browser = await connect(endpoint);
  rohan = await visit(browser, webOrigin);
  gopal = await patientOf(local, 'gopal', { name: 'Gopal Nair' });
  const weekly: Availability['weekly'] = [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '08:30',
      to: '11:30',
      slotMinutes: 15,
      bufferMinutes: 0,
      modes: ['in-person'],
    },
  ];
  ({ person: program, doctorId } = await openDoctor(local, 'rohan', { hours: { weekly } }));
  booked = await bookAndPay(local, gopal, doctorId, at('08:30'), { mode: 'in-person' });
  await signIn(rohan.page, 'rohan@arogya.example');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [rohan]);
});
afterAll(() => browser.close());

const clockOf = (instant: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', hour: '2-digit', minute: '2-digit' }).format(Date.parse(instant));
/** What a patient is offered on that day. */
const offered = async (): Promise<string[]> => (await freeTimes(gopal, doctorId, DAYS_AHEAD)).map(({ startsAt }) => clockOf(startsAt));
const ask = (startsAt: string) => gopal.send('POST', '/appointments', { body: bookingOf(doctorId, startsAt, { mode: 'in-person' }) });
const hours = (page: Page) => page.getByRole('group', { name: new RegExp(`^${weekday}, from`) });
const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save hours' }).click();
  await page.getByText('Your hours are saved.').waitFor();
};
const expectStillBooked = async () =>
  expect(await appointmentOf(gopal, booked.appointmentId)).toMatchObject({
    status: 'CONFIRMED',
    paymentStatus: 'paid',
    startsAt: at('08:30'),
    endsAt: at('08:45'),
  });

test('before, a patient is offered every quarter of an hour but the one that is booked', async () => {
  expect(await offered()).toEqual(['08:45', '09:00', '09:15', '09:30', '09:45', '10:00', '10:15', '10:30', '10:45', '11:00', '11:15']);
});

test('Dr Rohan begins later: he is told who is booked before, and saves; the visit stays', async () => {
  const { page } = rohan;
  await page.getByRole('link', { name: 'Hours' }).first().click();
  await page.getByRole('heading', { name: 'When am I free?' }).waitFor();
  await page.getByRole('button', { name: `Change: ${weekday}` }).click();
  await hours(page).getByLabel('From', { exact: true }).fill('12:00');
  await page.getByRole('button', { name: 'Save hours' }).click();
  await page.getByText('The end must be later than the start.').first().waitFor();
  await hours(page).getByLabel('From', { exact: true }).fill('09:30');
  await page.getByText('1 booked visit is outside these hours. It stays booked.').waitFor();
  await page.getByRole('link', { name: `${dayText(booked.startsAt)}, ${timeText(booked.startsAt)}, Gopal Nair` }).waitFor();
  expect(await offered()).toContain('08:45');
  await save(page);
  await expectStillBooked();
  expect(await offered()).toEqual(['09:30', '09:45', '10:00', '10:15', '10:30', '10:45', '11:00', '11:15']);
  expect(await ask(at('08:45'))).toMatchObject({ status: 422, body: { error: { code: 'slot-not-offered' } } });
});

test('what he typed is there again after a reload, and can be dropped', async () => {
  const { page } = rohan;
  await page.getByRole('button', { name: `Change: ${weekday}` }).click();
  await hours(page).getByLabel('To', { exact: true }).fill('10:30');
  await page.reload();
  await page.getByRole('button', { name: 'Drop my changes' }).waitFor();
  await page.getByRole('button', { name: 'Drop my changes' }).click();
  await page.getByText('Your changes are dropped.').waitFor();
  expect((await offered()).at(-1)).toBe('11:15');
});

test('another rhythm cannot sell the booked time again', async () => {
  const { page } = rohan;
  await page.getByRole('button', { name: `Change: ${weekday}` }).click();
  await hours(page).getByLabel('From', { exact: true }).fill('08:20');
  await hours(page).getByLabel('One visit').selectOption('20');
  await save(page);
  await expectStillBooked();
  // 08:20 to 08:40 and 08:40 to 09:00 both touch 08:30 to 08:45.
  expect((await offered()).slice(0, 3)).toEqual(['09:00', '09:20', '09:40']);
  for (const clock of ['08:20', '08:40'])
    expect(
      await personOf(origin, await local.token('sunita')).send('POST', '/appointments', {
        body: bookingOf(doctorId, at(clock), { mode: 'in-person' }),
      }),
    ).toMatchObject({
      status: 409,
      body: { error: { code: 'slot-taken' } },
    });
});

test('leave on that day: he is told again, nobody can book it, and the visit stays until he moves or cancels it', async () => {
  const { page } = rohan;
  await page.getByRole('button', { name: 'Add leave' }).click();
  await page.getByLabel(/^First day/).fill(day);
  expect(await page.getByLabel(/^Last day/).inputValue()).toBe(day);
  await page.getByText('1 booked visit is outside these hours. It stays booked.').waitFor();
  expect(await seenIn(page.getByRole('row').filter({ hasText: 'Gopal Nair' }))).toMatch(/not free[\s\S]*8:30\sam Gopal Nair/);
  await save(page);
  await expectStillBooked();
  expect(await offered()).toEqual([]);
  expect(await ask(at('10:00'))).toMatchObject({ status: 422, body: { error: { code: 'slot-not-offered' } } });
});

test('saved meanwhile in another window: he sees it and chooses', async () => {
  const { page } = rohan;
  await page.getByRole('button', { name: `Change: ${weekday}` }).click();
  await hours(page).getByLabel('To', { exact: true }).fill('12:20');
  const saved = await program.call<Availability>('GET', '/me/availability');
  await program.call('PUT', '/me/availability', { body: { ...saved, noticeMinutes: 30 } });
  await page.getByRole('button', { name: 'Save hours' }).click();
  await page.getByText('Your hours were also changed elsewhere').waitFor();
  await page.getByRole('button', { name: 'Use what is saved' }).click();
  await page.getByText('You see what is saved.').waitFor();
  expect(await program.call<Availability>('GET', '/me/availability')).toMatchObject({ noticeMinutes: 30, revision: saved.revision + 1 });
});

test('he cancels it himself, and Gopal has all of his money back, however late it is', async () => {
  const { page } = rohan;
  await page.getByRole('link', { name: 'Schedule' }).first().click();
  await page.getByRole('heading', { name: 'Schedule' }).waitFor();
  await page.goto(`/desk/schedule?view=day&day=${day}`);
  await page.getByRole('link', { name: /8:30\sam[\s\S]*Gopal Nair/ }).click();
  await page.getByRole('button', { name: 'Cancel appointment' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel the visit of Gopal Nair?' });
  await dialog.getByText('Gopal Nair gets all the money back: ₹400.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel it' }).click();
  await page.getByText('Cancelled. Gopal Nair is told.').waitFor();
  await until('the money back', async () => (await appointmentOf(gopal, booked.appointmentId)).refundedPaise === 40_000, 20, 700);
  expect(await appointmentOf(gopal, booked.appointmentId)).toMatchObject({
    status: 'CANCELLED',
    cancelReason: 'by-doctor',
    paymentStatus: 'refunded',
  });
  await until('the letter', async () =>
    (await local.mailTo('gopal@arogya.example')).some(({ subject }) => subject.startsWith('Cancelled: Dr Rohan Kulkarni')),
  );
});

test('the browser saw no error but the refusal of the older hours', () => expect(troubleOf(rohan, [409, '/me/availability'])).toEqual([]));
