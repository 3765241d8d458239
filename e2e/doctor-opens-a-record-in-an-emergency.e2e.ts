import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import {
  connect,
  keepScreens,
  overflowOf,
  PHONE,
  seenIn,
  signIn,
  signUp,
  troubleOf,
  type Visitor,
  violationsOn,
  visit,
} from './browser.ts';
import { localOf, type Person, personOf } from './cloud.ts';
import { addFile, addValues, paperOf, shareWith } from './health-record.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const HAEMOGLOBIN = '718-7';
const report = paperOf('Allergy test.pdf');
const secret = paperOf('Old operation.pdf');

let browser: Browser;
let farida: Visitor;
let meera: Visitor;
let patient: Person;
let doctor: Person;
let patientId: string;

beforeAll(async () => {
  browser = await connect(endpoint);
  [farida, meera] = await Promise.all([visit(browser, webOrigin, { viewport: PHONE }), visit(browser, webOrigin)]);
  const [reply] = await Promise.all([
    farida.page.waitForResponse((response) => response.url().endsWith('/oauth2/token')),
    signUp(farida.page, local, { name: 'Farida Khan', email: 'farida@arogya.example', password: 'a long password' }),
    signIn(meera.page, 'meera@arogya.example'),
  ]);
  patient = personOf(origin, ((await reply.json()) as { access_token: string }).access_token);
  doctor = personOf(origin, await local.token('meera'));
  patientId = (await patient.call<{ accountId: string }>('GET', '/me')).accountId;
  const { code } = await patient.call<{ code: string }>('POST', '/me/patient-codes');
  await doctor.call('POST', '/patients', { body: { code } });
  const [{ documentId }] = await Promise.all([addFile(patient, report), addFile(patient, secret)]);
  await addValues(patient, [{ code: HAEMOGLOBIN, value: '11.2', unit: 'g/dL', at: '2026-11-02' }]);
  const { accountId: doctorId } = await doctor.call<{ accountId: string }>('GET', '/me');
  await shareWith(patient, doctorId, { kind: 'documents', documentIds: [documentId] });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [farida, meera]);
});
afterAll(() => browser.close());

test('Dr Meera, who was given one file, is told that it is this file, and asks for nothing else', async () => {
  const { page } = meera;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`/desk/patients/${encodeURIComponent(patientId)}`);
  await page.getByText(/^1 file is shared with you until /).waitFor();
  await page.getByText('Results and other files are not shared with you.').waitFor();
  await page.getByRole('button', { name: `Open ${report.name}` }).waitFor();
  expect(await page.getByText(/not shared with you, or not any more|has not shared/).count()).toBe(0);
  expect(asked.filter((url) => url.includes('/dashboard'))).toEqual([]);
  expect(troubleOf(meera)).toEqual([]);
});

test('in an emergency she opens all of it, and sees until when', async () => {
  const { page } = meera;
  await page.getByRole('button', { name: 'Emergency access' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open this record without consent?' });
  await dialog.getByLabel('Why now?').fill('Unconscious after an accident');
  await dialog.getByRole('button', { name: 'Open for 4 hours' }).click();
  await page.getByText(/^Emergency access until /).waitFor();
  await page.getByText('11.2').first().waitFor();
  await page.getByRole('button', { name: `Open ${secret.name}` }).waitFor();
  await page.getByText(/^1 file is shared with you until /).waitFor();
  expect(await page.getByText('Results and other files are not shared with you.').count()).toBe(0);
  await page.getByRole('button', { name: `Open ${secret.name}` }).click();
  await page.getByRole('dialog', { name: secret.name }).waitFor();
  expect(troubleOf(meera)).toEqual([]);
});

test('Farida sees which looks were made in the emergency and which she had allowed, in both languages', async () => {
  const { page } = farida;
  await local.quiet();
  await page.goto('/me/seen-by');
  const lines = page.getByRole('listitem');
  const emergency = lines.filter({ hasText: 'Emergency look' });
  await emergency.filter({ hasText: 'looked at your results' }).first().waitFor();
  const opened = emergency.filter({ hasText: secret.name }).first();
  expect(await seenIn(opened)).toMatch(/Dr Meera Iyer[\s\S]*You had not shared this\. It was opened in an emergency\./);
  const lists = lines.filter({ hasText: 'looked at the list of your files' });
  await lists.filter({ hasText: 'Emergency look' }).first().waitFor();
  await lists.filter({ hasNotText: 'Emergency look' }).first().waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await page.evaluate(() => localStorage.setItem('arogya.language', 'hi'));
  await page.reload();
  await lines.filter({ hasText: 'आपातकाल में देखा' }).filter({ hasText: 'आपने यह नहीं दिखाया था।' }).first().waitFor();
  expect(troubleOf(farida)).toEqual([]);
});
