import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import { codeFor, connect, fillSignIn, keepScreens, PHONE, seenIn, signIn, signUp, troubleOf, type Visitor, visit } from './browser.ts';
import { localOf, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const NAME = `Lata ${randomUUID().slice(0, 6)}`;
const EMAIL = `lata-${randomUUID().slice(0, 8)}@arogya.example`;
const PASSWORD = 'a long password';

let browser: Browser;
let lata: Visitor;
let elsewhere: Visitor;
let meera: Visitor;

beforeAll(async () => {
  browser = await connect(endpoint);
  [lata, elsewhere, meera] = await Promise.all([
    visit(browser, webOrigin, { viewport: PHONE, hasTouch: true }),
    visit(browser, webOrigin),
    visit(browser, webOrigin),
  ]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [lata, elsewhere, meera]);
});
afterAll(() => browser.close());

test('a password that is too short or a wrong code is refused, in words', async () => {
  const { page } = elsewhere;
  const email = `first-${EMAIL}`;
  await page.goto('/start');
  await page.getByRole('button', { name: 'Sign in or sign up' }).click();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Your name').fill(NAME);
  await page.getByLabel('E-mail or phone number').fill(email);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByText('Choose a password with at least 8 characters.').waitFor();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByLabel('Code').waitFor();
  const code = await codeFor(local, email);
  await page.getByLabel('Code').fill(code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('This code is not right.').waitFor();
});

test('she signs up with her e-mail address and the code that is sent there', async () => {
  const { page } = lata;
  await signUp(page, local, { name: NAME, email: EMAIL, password: PASSWORD });
  await page.getByRole('heading', { name: new RegExp(NAME.split(' ')[0] ?? '') }).waitFor();
  await page.getByText('Your visits will be here').waitFor();
});

test('a code for a doctor is there at once, or what is missing for it is said', async () => {
  const { page } = lata;
  await page.getByRole('link', { name: 'Show my code to a doctor' }).first().click();
  const code = page.getByRole('region', { name: 'Code for your doctor' });
  await code.getByRole('button', { name: 'Show a code' }).click();
  await code
    .getByText('Read this to your doctor')
    .or(code.getByText(/your name/i))
    .first()
    .waitFor();
});

test('she fills in her profile piece by piece, allergies first', async () => {
  const { page } = lata;
  await page.goto('/home');
  await page.getByRole('link', { name: /Add your allergies/ }).click();
  const allergies = page.getByRole('region', { name: 'Allergies' });
  await allergies.getByRole('button', { name: 'Change' }).click();
  await allergies.getByRole('button', { name: 'Add an allergy' }).click();
  await allergies.getByLabel('Allergic to').fill('Sulfa');
  await allergies.getByLabel('What happens').fill('Rash');
  await allergies.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved: Allergies').waitFor();
  await allergies.getByText('Sulfa').waitFor();

  const about = page.getByRole('region', { name: 'About you' });
  await about.getByRole('button', { name: 'Change' }).click();
  await about.getByLabel('Full name').fill(NAME);
  await about.getByLabel('Day').fill('31');
  await about.getByLabel('Month').fill('2');
  await about.getByLabel('Year').fill('1960');
  await about.getByRole('button', { name: 'Save' }).click();
  await about
    .getByText(/This day does not exist/)
    .first()
    .waitFor();
  await about.getByLabel('Day').fill('3');
  await about.getByRole('radio', { name: 'Female' }).check();
  await about.getByRole('button', { name: 'Save' }).click();
  await about.getByText(/Born 3\sFeb\s1960/).waitFor();

  await page.reload();
  await page.getByRole('region', { name: 'Allergies' }).getByText('Sulfa').waitFor();
  await page.getByText(/Born 3\sFeb\s1960/).waitFor();
});

test('with her code, and with no other, a doctor takes her as a patient and sees the allergies', async () => {
  const code = lata.page.getByRole('region', { name: 'Code for your doctor' });
  await code.getByRole('button', { name: 'Show a code' }).click();
  await code.getByText('Read this to your doctor').waitFor();
  const shown = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(await seenIn(code))?.[0] ?? '';
  expect(shown).not.toBe('');

  const { page } = meera;
  await signIn(page, 'meera@arogya.example');
  await page.goto('/desk/patients');
  const field = page.getByLabel('Code from the patient');
  await field.fill('AAAA-AAAA');
  await page.getByRole('button', { name: 'Add patient' }).click();
  await page.getByText('This code is wrong or too old.').first().waitFor();
  await field.fill(shown.toLowerCase());
  await page.getByRole('button', { name: 'Add patient' }).click();
  await page.getByText(`${NAME} is now among your patients.`).waitFor();
  await page.getByText('Allergy: Sulfa').waitFor();
  expect(troubleOf(meera, [404, '/patients'])).toEqual([]);

  // Used once: not good for another doctor, and she sees who has it.
  await page.goto('/desk/patients');
  await field.fill(shown);
  await page.getByRole('button', { name: 'Add patient' }).click();
  await page.getByText('This code is wrong or too old.').first().waitFor();
  await lata.page.goto('/me/seen-by');
  await lata.page.getByRole('listitem').first().waitFor();
});

test('signing out everywhere ends the session on the other device', async () => {
  const other = elsewhere.page;
  await other.goto('/');
  await other.getByRole('button', { name: 'Sign in or sign up' }).click();
  await fillSignIn(other, EMAIL, PASSWORD);
  await other.waitForURL('**/home');

  const { page } = lata;
  await page.goto('/me');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('button', { name: 'Sign in or sign up' }).waitFor();
  await page.goto('/me');
  await page.getByText('Sign in to see this page').waitFor();

  // At once, or when what the API remembers is half a minute old.
  await until(
    'the other device to be signed out',
    async () => {
      await other.goto('/visits');
      await other.getByRole('main').getByRole('heading').first().waitFor();
      return (await other.getByText('Sign in again').or(other.getByText('Sign in to see this page')).count()) > 0;
    },
    60,
    2_000,
  );
  expect(troubleOf(lata)).toEqual([]);
}, 90_000);
