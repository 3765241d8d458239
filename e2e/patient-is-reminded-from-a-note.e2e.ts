import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { Reminder } from '../functions/reminders/contract.ts';
import { connect, keepScreens, overflowOf, PHONE, signIn, troubleOf, type Visitor, violationsOn, visit } from './browser.ts';
import { dayIn, localOf, newNote, type Person, personOf } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const PLAN =
  'On aspirin 75 mg od\nAllergy: penicillin\nPlan: T. Metformin 500 mg 1-0-1 pc x 30 d\nSyp Ambroxol 5 ml sos\nstop aspirin\nno antibiotics';

let browser: Browser;
let sunita: Visitor;
let program: Person;
let noteId: string;

beforeAll(async () => {
  browser = await connect(endpoint);
  program = personOf(origin, await local.token('sunita'));
  const doctor = personOf(origin, await local.token('meera'));
  const [patient] = await doctor.call<{ patientId: string }[]>('GET', '/patients?q=Sunita');
  ({ noteId } = await doctor.write({ body: newNote({ patient: { patientId: patient?.patientId }, roughNotes: PLAN }) }));
  await doctor.sign(noteId);
  sunita = await visit(browser, webOrigin, { viewport: PHONE });
  await signIn(sunita.page, 'sunita@arogya.example');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [sunita]);
});
afterAll(() => browser.close());

const inLanguage = (language: 'en' | 'hi') =>
  sunita.page.evaluate((code) => localStorage.setItem('arogya.language', code), language).then(() => sunita.page.goto(`/visits/${noteId}`));

test.each([
  ['hi', 'इस नोट में लिखी दवाएँ', 'याद दिलाएँ: Metformin'],
  ['en', 'Medicines in this note', 'Remind me of Metformin'],
] as const)('under her note Sunita finds its medicines in the doctor’s words, in %s', async (language, title, remind) => {
  const { page } = sunita;
  await inLanguage(language);
  const medicines = page.getByRole('list', { name: title });
  await medicines.waitFor();
  expect(await medicines.getByRole('listitem').count(), 'what is stopped, and what she is allergic to, is not offered').toBe(2);
  const metformin = medicines.getByRole('listitem').filter({ hasText: 'Metformin' });
  expect(await metformin.locator('q').textContent()).toMatch(/Metformin 500 mg 1-0-1/);
  expect(await metformin.getByRole('link', { name: remind }).isVisible()).toBe(true);
  expect(await violationsOn(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
});

test('one tap fills the form with what the doctor wrote, and another one saves it', async () => {
  const { page } = sunita;
  await page.getByRole('link', { name: 'Remind me of Metformin' }).click();
  await page.getByText('Check this against your prescription').waitFor();
  expect(await page.getByLabel('Medicine', { exact: true }).inputValue()).toBe('Metformin');
  expect(await page.getByLabel('Strength').inputValue()).toBe('500 mg');
  expect(await page.getByRole('radio', { name: 'After food' }).isChecked()).toBe(true);
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remind me' }).click();
  await page.waitForURL((url) => url.pathname === '/medicines');
  const reminders = await program.call<Reminder[]>('GET', '/reminders');
  const { reminderId, schedule, ...saved } = reminders.find((reminder) => reminder.noteId === noteId) as Reminder;
  expect(saved).toMatchObject({ medicine: 'Metformin', strength: '500 mg', form: 'tablet', instruction: 'after-food', endsOn: dayIn(29) });
  expect(schedule).toMatchObject({
    kind: 'clock',
    intakes: [
      { at: '08:00', amount: 1 },
      { at: '20:00', amount: 1 },
    ],
  });
  await program.call('DELETE', `/reminders/${reminderId}`);
});

test('what the note does not say she is asked for', async () => {
  const { page } = sunita;
  await inLanguage('en');
  await page.getByRole('link', { name: 'Remind me of Ambroxol' }).click();
  expect(await page.getByRole('radio', { name: 'Only when needed' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Write how often at most, 1 to 48.').first().waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(troubleOf(sunita)).toEqual([]);
});
