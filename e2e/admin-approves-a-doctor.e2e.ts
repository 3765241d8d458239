import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import {
  connect,
  DEMO_PASSWORD,
  fillSignIn,
  keepScreens,
  seenIn,
  signIn,
  signInAsAdmin,
  troubleOf,
  type Visitor,
  visit,
} from './browser.ts';
import { localOf, personOf, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

let browser: Browser;
let anita: Visitor;
let arjun: Visitor;
beforeAll(async () => {
  browser = await connect(endpoint);
  [anita, arjun] = await Promise.all([visit(browser, webOrigin), visit(browser, webOrigin)]);
  await Promise.all([signInAsAdmin(anita.page, local), signIn(arjun.page, 'arjun@arogya.example')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [anita, arjun]);
});
afterAll(() => browser.close());

test('Dr Arjun waits, and has no desk yet', async () => {
  const { page } = arjun;
  expect(new URL(page.url()).pathname).toBe('/home');
  await page.goto('/desk');
  await page.getByText('This page is not for your account').first().waitFor();
  await page.goto('/doctor-application');
  await page.getByText('Your application is with an admin').waitFor();
});

test('the admin, signed in with two steps, compares his number and approves him', async () => {
  const { page } = anita;
  const card = page.getByRole('listitem').filter({ hasText: 'Dr Arjun Rao' });
  expect(await seenIn(card)).toMatch(/MMC 2014\/07\/2291[\s\S]*Maharashtra Medical Council/);
  await card.getByRole('button', { name: 'Approve: Dr Arjun Rao' }).click();
  const dialog = page.getByRole('dialog', { name: 'Approve Dr Arjun Rao?' });
  expect(await seenIn(dialog)).toContain('MMC 2014/07/2291');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Approved: Dr Arjun Rao').waitFor();
  await until('the card to go', async () => (await card.count()) === 0);

  const letters = await until('the e-mail', async () => {
    const found = await local.mailTo('arjun@arogya.example');
    return found.length > 0 && found;
  });
  await local.quiet();
  expect(letters.map(({ subject }) => subject)).toEqual(['Arogya: your application is approved']);
});

test('he signs in again and is at his desk', async () => {
  const { page } = arjun;
  // The page hears of the decision and shows it by itself.
  await page.getByText('You are a doctor on Arogya').waitFor();
  await page.goto('/me');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: 'Sign in or sign up' }).waitFor();
  await signIn(page, 'arjun@arogya.example');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/desk');
  await page.getByRole('link', { name: 'New note' }).waitFor();
});

test('she closes his account, with a reason for the record', async () => {
  const { page } = anita;
  await page.getByRole('radio', { name: 'Approved' }).check();
  await page.getByRole('button', { name: 'Close account: Dr Arjun Rao' }).click();
  const dialog = page.getByRole('dialog', { name: 'Close the account of Dr Arjun Rao?' });
  await dialog.getByLabel('Reason, for the record').fill('The council has withdrawn the registration');
  await dialog.getByRole('button', { name: 'Close account' }).click();
  await page.getByText('Account closed: Dr Arjun Rao').waitFor();
});

test('another applicant is refused, with the reason that he is told', async () => {
  const name = `Dr Quick ${randomUUID().slice(0, 6)}`;
  const account = `quick-${randomUUID().slice(0, 8)}`;
  const applicant = personOf(origin, await local.token(account));
  await applicant.call('POST', '/doctor-applications', {
    body: {
      name,
      email: `${account}@arogya.example`,
      registrationNumber: 'ZZ 1',
      council: 'Council of Nowhere',
      qualification: 'none',
      specialty: 'Everything',
      languages: ['en'],
    },
  });
  const { page } = anita;
  await page.reload();
  const card = page.getByRole('listitem').filter({ hasText: name });
  // By the keys that the buttons show.
  await card.getByRole('button', { name: `Approve: ${name}` }).focus();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: `Refuse ${name}?` });
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  await dialog.getByText('Write a reason').waitFor();
  await dialog.getByLabel('Reason').fill('This number is not in the register.');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  await page.getByText(`Refused: ${name}`).waitFor();

  const [letter] = await until('the e-mail', async () => {
    const found = await local.mailTo(`${account}@arogya.example`);
    return found.length > 0 && found;
  });
  expect(letter?.text).toContain('This number is not in the register.');
  const me = await applicant.call<{ roles: string[]; doctorApplication: { status: string } }>('GET', '/me');
  expect(me).toMatchObject({ roles: ['patient'], doctorApplication: { status: 'refused' } });
});

test('he cannot sign in any more', async () => {
  await local.quiet();
  const again = await visit(browser, webOrigin);
  await again.page.goto('/');
  await again.page.getByRole('button', { name: 'Sign in or sign up' }).click();
  await fillSignIn(again.page, 'arjun@arogya.example', DEMO_PASSWORD);
  await again.page.getByText('This account is switched off.').waitFor();
  await again.context.close();
});

test('she opens it again, and he is back', async () => {
  const { page } = anita;
  await page.getByRole('radio', { name: 'Approved' }).check();
  await page.getByRole('button', { name: 'Open account again: Dr Arjun Rao' }).click();
  await page.getByText('Account open again: Dr Arjun Rao').waitFor();
  const back = await visit(browser, webOrigin);
  await until('the sign-in', async () => {
    await back.page.goto('/');
    await back.page.getByRole('button', { name: 'Sign in or sign up' }).click();
    await fillSignIn(back.page, 'arjun@arogya.example', DEMO_PASSWORD);
    return back.page
      .waitForURL((url) => url.origin === webOrigin, { timeout: 1_000 })
      .then(() => true)
      .catch(() => false);
  });
  await back.context.close();
});

test('the admin’s browser saw no error', () => {
  expect(troubleOf(anita)).toEqual([]);
});
