import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import { connect, keepScreens, PHONE, signIn, troubleOf, type Visitor, visit } from './browser.ts';
import {
  appointmentOf,
  bankOf,
  bookingOf,
  type DoctorAtWork,
  firstFree,
  freeTimes,
  openDoctor,
  patientOf,
  roundTheClock,
  timeText,
} from './clinic.ts';
import { localOf, type Person, personOf, until } from './cloud.ts';

const { origin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

/** Visits of a usual length, so that the next one is another time. */
const HOURS = {
  weekly: roundTheClock.weekly.map((line) => ({ ...line, from: '10:00', to: '13:00', slotMinutes: 20 })),
};

let browser: Browser;
let people: { visitor: Visitor; program: Person; reason: string }[];
let doctor: DoctorAtWork;

beforeAll(async () => {
  browser = await connect(endpoint);
  const come = async (account: string, reason: string) => {
    const visitor = await visit(browser, origin, { viewport: PHONE });
    await signIn(visitor.page, `${account}@arogya.example`);
    return { visitor, program: personOf(origin, await local.token(account)), reason };
  };
  [doctor, people] = await Promise.all([
    openDoctor(local, 'race-doctor', { hours: HOURS }),
    Promise.all([come('sunita', 'sugar is high since the wedding'), come('ravi', 'headache each morning')]),
  ]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    await keepScreens(
      task.name,
      people.map(({ visitor }) => visitor),
    );
});
afterAll(() => browser.close());

const keepButton = (page: Page) => page.getByRole('button', { name: 'Keep this time and pay ₹500' });
const reasonOf = (page: Page) => page.getByLabel('Why do you want to see the doctor?');

test('Sunita and Ravi press the button for one time: one has it, the other is told at once and takes the next', async () => {
  const startsAt = await firstFree(doctor.person, doctor.doctorId, 5 * 24 * 60);
  for (const { visitor, reason } of people) {
    const { page } = visitor;
    await page.goto(`/book/${doctor.doctorId}?at=${encodeURIComponent(startsAt)}&mode=video`);
    await reasonOf(page).fill(reason);
    await page.getByRole('checkbox', { name: /I want to talk to/ }).check();
  }
  await Promise.all(people.map(({ visitor }) => keepButton(visitor.page).click()));
  const kept = (page: Page) => page.getByText(/^Kept for you/);
  const told = (page: Page) => page.getByText(/^Someone just took /);
  await Promise.all(people.map(({ visitor: { page } }) => kept(page).or(told(page)).first().waitFor()));
  const has = await Promise.all(people.map(({ visitor: { page } }) => kept(page).isVisible()));
  expect(has.toSorted()).toEqual([false, true]);
  const [winner, loser] = has[0] ? people : [...people].reverse();
  if (!winner || !loser) throw new Error('two people race');

  // What was typed is there, the times beside it are offered, and one press takes one of them.
  const { page } = loser.visitor;
  expect(await reasonOf(page).inputValue()).toBe(loser.reason);
  const [next] = (await freeTimes(loser.program, doctor.doctorId, 4, 8)).filter((slot) => slot.startsAt > startsAt);
  await page.getByText(`Someone just took ${timeText(startsAt)}. ${timeText(next?.startsAt ?? '')} is free.`).waitFor();
  await page
    .getByRole('alert')
    .getByRole('button', { name: new RegExp(`^${timeText(next?.startsAt ?? '').replace(' ', '\\s')}`) })
    .click();
  await until('the next time on the form', () => decodeURIComponent(page.url()).includes(next?.startsAt ?? 'none'));
  expect(await reasonOf(page).inputValue()).toBe(loser.reason);
  await keepButton(page).click();
  await kept(page).waitFor();

  const idOf = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';
  const first = await appointmentOf(winner.program, idOf(winner.visitor.page.url()));
  const second = await appointmentOf(loser.program, idOf(page.url()));
  expect([first.startsAt, second.startsAt]).toEqual([startsAt, next?.startsAt]);
  expect([first.reason, second.reason]).toEqual([winner.reason, loser.reason]);
  const free = (await freeTimes(doctor.person, doctor.doctorId, 4, 8)).map((slot) => slot.startsAt);
  expect(free).not.toContain(first.startsAt);
  expect(free).not.toContain(second.startsAt);
  for (const { visitor } of people) expect(troubleOf(visitor, [409, '/appointments'])).toEqual([]);
  for (const { visitor } of [winner, loser]) await visitor.page.getByRole('button', { name: 'Let this time go' }).click();
  for (const { visitor } of [winner, loser]) await visitor.page.getByText(/^You let this time go/).waitFor();
});

test('forty people ask for one time at once: one gets it, the others are told that it is taken', async () => {
  const racers = await Promise.all(Array.from({ length: 40 }, (_, index) => patientOf(local, `racer-${index + 1}`)));
  const startsAt = await firstFree(doctor.person, doctor.doctorId, 6 * 24 * 60);
  const replies = await Promise.all(
    racers.map((racer) => racer.send('POST', '/appointments', { body: bookingOf(doctor.doctorId, startsAt) })),
  );
  const won = replies.filter(({ status }) => status === 201);
  expect(won).toHaveLength(1);
  for (const reply of replies.filter(({ status }) => status !== 201))
    expect(reply).toMatchObject({ status: 409, body: { error: { code: 'slot-taken' } } });
  const bank = bankOf(local);
  const { appointmentId } = won[0]?.body.data ?? {};
  await bank.orderOf(appointmentId);
  await local.quiet();
  expect((await bank.dealingsOf(appointmentId)).orders).toHaveLength(1);
  const listed = await doctor.person.call<{ startsAt: string; status: string }[]>('GET', '/appointments?as=doctor&limit=100');
  expect(listed.filter((one) => one.startsAt === startsAt)).toMatchObject([{ status: 'REQUESTED' }]);
});
