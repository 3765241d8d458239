import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { Reminder } from '../functions/reminders/contract.ts';
import { connect, keepScreens, PHONE, seenIn, troubleOf, type Visitor, visit } from './browser.ts';
import { dayText, press, timeText } from './clinic.ts';
import { localOf, type Person } from './cloud.ts';
import {
  clockAt,
  dosesOf,
  inboxOf,
  instantAt,
  newcomer,
  nextMinute,
  remember,
  remind,
  sweepNow,
  untilTold,
  wasNotReloaded,
} from './medicines.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

/** A dose comes with the next minute, and is handed to her screen by then. */
const A_MINUTE = 90_000;

let browser: Browser;
let lakshmi: Visitor;
let program: Person;
let taper: Reminder;
let twice: Reminder;

beforeAll(async () => {
  browser = await connect(endpoint);
  lakshmi = await visit(browser, webOrigin, { viewport: PHONE });
  ({ program } = await newcomer(lakshmi.page, local, 'Lakshmi Pillai'));
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [lakshmi]);
});
afterAll(() => browser.close());

const inDays = (days: number) => dayText(instantAt(Date.now() + days * 86_400_000));
/** Numbers and units, days and times are kept together by hard spaces. */
const spaced = (text: string) => new RegExp(text.replaceAll(/[.?()]/g, '\\$&').replaceAll(/\s+/g, '\\s+'));
const said = (page: Page, text: string) => page.getByText(spaced(text)).first();
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const doseIn = (page: Page, name: string, medicine: string) => group(page, name).getByRole('listitem').filter({ hasText: medicine });
const doseOf = async ({ reminderId }: Reminder) =>
  (await dosesOf(program, reminderId)).toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1))[0];
const stockOf = async ({ reminderId }: Reminder) => (await program.call<Reminder>('GET', `/reminders/${reminderId}`)).stock?.left;

test('Lakshmi types a course in steps, and reads in words what was understood', async () => {
  const { page } = lakshmi;
  await page.goto('/medicines');
  await page.getByText('Add your first medicine').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Add a medicine' }).first().click();
  await page.getByLabel('Medicine', { exact: true }).fill('Prednisolone');
  await page.getByLabel('Strength').fill('5 mg');
  await page.getByText('The dose changes in steps').click();
  await page.getByRole('button', { name: 'Add a step' }).click();
  for (const [place, amount] of ['2', '1', '0.5'].entries())
    await page
      .getByRole('group', { name: `Step ${place + 1}` })
      .getByLabel('How much each time')
      .selectOption(amount);
  await press(page.getByRole('radio', { name: 'After food' }));
  await page.getByText('Stock, caregivers and more').click();
  await page.getByLabel(/^How many do you have\?/).fill('6');
  await page.getByLabel('Warn me when so many are left').fill('4');
  const at = nextMinute(10);
  await page.getByLabel('Time 1').fill(clockAt(at));
  const rule = `Each day at ${timeText(instantAt(at))}, after food: 2 tablets for 5 days, then 1 tablet for 5 days, then ½ tablet for 5 days, until ${inDays(14)}.`;
  expect(await seenIn(page.locator('[data-rule]'))).toMatch(spaced(rule));
  await page.getByRole('button', { name: 'Remind me' }).click();
  await page.getByText('We remind you of Prednisolone.').waitFor();
  expect(await seenIn(group(page, 'My medicines'))).toMatch(spaced(rule));
  const reminders = await program.call<Reminder[]>('GET', '/reminders');
  expect(reminders).toMatchObject([
    {
      medicine: 'Prednisolone',
      strength: '5 mg',
      instruction: 'after-food',
      schedule: {
        kind: 'clock',
        intakes: [{ at: clockAt(at) }],
        taper: [
          { days: 5, amount: 2 },
          { days: 5, amount: 1 },
          { days: 5, amount: 0.5 },
        ],
      },
      stock: { left: 6, warnAt: 4 },
      nextAt: instantAt(at),
    },
  ]);
  taper = reminders[0] as Reminder;
});

test(
  'its dose comes due on the open page, and in the inbox',
  async () => {
    const { page } = lakshmi;
    await remember(page);
    // Of two times that are a minute apart the first is missed when half of that minute is over: the next test sees it.
    const at = nextMinute();
    const intakes = [at, at + 60_000].map((time, place) => ({ intakeId: `t${place}`, at: clockAt(time), amount: 1 }));
    twice = await remind(program, { kind: 'clock', intakes }, { medicine: 'Telmisartan', strength: '40 mg' });
    await doseIn(page, 'Now', 'Prednisolone').getByRole('button', { name: 'I took it' }).waitFor({ timeout: A_MINUTE });
    const dose = await untilTold('the dose to be announced', async () => {
      const found = await doseOf(taper);
      return found?.status === 'due' && found;
    });
    expect(dose).toMatchObject({ dueAt: taper.nextAt, amount: 2 });
    expect(await seenIn(doseIn(page, 'Now', 'Prednisolone'))).toMatch(
      spaced(`${timeText(dose.dueAt)} Prednisolone 5 mg\n2 tablets after food\nDue`),
    );
    await untilTold('the notification', async () =>
      (await inboxOf(program)).some(({ body }) => body.startsWith('Prednisolone 5 mg, 2 tablets')),
    );
    // What comes next is planned in the same step.
    expect((await program.call<Reminder>('GET', `/reminders/${taper.reminderId}`)).nextAt).toBe(
      instantAt(Date.parse(dose.dueAt) + 86_400_000),
    );
  },
  A_MINUTE + 30_000,
);

test(
  'a dose that nobody answers is missed, and shown so without a reload; why can still be said',
  async () => {
    const { page } = lakshmi;
    await sweepNow(local);
    const row = doseIn(page, 'Now', 'Telmisartan').filter({ hasText: spaced(timeText(twice.nextAt ?? '')) });
    await row.getByText('Missed').waitFor({ timeout: A_MINUTE });
    expect(await doseOf(twice)).toMatchObject({ status: 'missed', dueAt: twice.nextAt });
    await row.getByRole('button', { name: 'Did not take' }).click();
    await row.getByRole('button', { name: 'I forgot' }).click();
    await doseIn(page, 'Just answered', 'Telmisartan').getByText('Not taken: I forgot').waitFor();
    expect(await doseOf(twice)).toMatchObject({ status: 'skipped', skipReason: 'forgot', dueAt: twice.nextAt });
    expect(await wasNotReloaded(page)).toBe(true);
  },
  A_MINUTE + 30_000,
);

test('she puts a dose off: it keeps its time', async () => {
  const { page } = lakshmi;
  const pressedAt = Date.now();
  await doseIn(page, 'Now', 'Prednisolone').getByRole('button', { name: 'In 30 min' }).click();
  await said(page, 'We remind you of Prednisolone again at').waitFor();
  const dose = await doseOf(taper);
  expect(dose).toMatchObject({ status: 'snoozed', dueAt: taper.nextAt });
  expect(Math.abs(Date.parse(dose?.snoozedUntil ?? '') - pressedAt - 30 * 60_000)).toBeLessThan(20_000);
  await doseIn(page, 'Now', 'Prednisolone')
    .getByText(spaced(`Again at ${timeText(dose?.snoozedUntil ?? '')}`))
    .waitFor();
});

test('takes it, takes that back, and takes it: the stock goes with it, and runs low', async () => {
  const { page } = lakshmi;
  const low = said(page, 'Prednisolone 5 mg lasts');
  const takeIt = doseIn(page, 'Now', 'Prednisolone').getByRole('button', { name: 'I took it' });
  await takeIt.click();
  const answered = doseIn(page, 'Just answered', 'Prednisolone');
  await answered.getByText(/^Taken \d/).waitFor();
  await low.waitFor();
  expect(await doseOf(taper)).toMatchObject({ status: 'taken', dueAt: taper.nextAt });
  expect(await stockOf(taper)).toBe(4);

  await answered.getByRole('button', { name: 'Undo' }).click();
  await takeIt.waitFor();
  await low.waitFor({ state: 'hidden' });
  expect(await doseOf(taper)).toMatchObject({ status: 'due', dueAt: taper.nextAt });
  expect(await stockOf(taper)).toBe(6);

  await takeIt.click();
  await low.waitFor();
  expect(await stockOf(taper)).toBe(4);
  await local.quiet();
  expect((await inboxOf(program)).filter(({ kind }) => kind === 'refill-soon')).toMatchObject([
    { title: 'A medicine is running low', body: 'Prednisolone 5 mg: 4 tablets left. Get more in time, then enter the new stock.' },
  ]);
});

test('says that she has more, and the warning is gone', async () => {
  const { page } = lakshmi;
  await page.getByRole('button', { name: 'I have more now' }).click();
  await page.getByLabel('How many do you have now?').fill('30');
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Prednisolone 5 mg lasts').waitFor({ state: 'hidden' });
  expect(await stockOf(taper)).toBe(30);
  expect(await wasNotReloaded(page)).toBe(true);
});

test('finds all of it in her history, each dose once, and how regular she is', async () => {
  const { page } = lakshmi;
  await page.goto('/medicines/history');
  const rows = page.getByRole('main').getByRole('listitem');
  const taken = rows.filter({ hasText: 'Prednisolone' });
  await taken.getByText(/^Taken \d/).waitFor();
  const missed = rows.filter({ hasText: 'Telmisartan' }).filter({ hasText: spaced(timeText(twice.nextAt ?? '')) });
  await missed.getByText('Not taken: I forgot').waitFor();
  expect([await taken.count(), await missed.count()]).toEqual([1, 1]);
  await page.goto('/medicines/adherence');
  await page.getByText('Prednisolone').first().waitFor();
  expect(troubleOf(lakshmi)).toEqual([]);
});
