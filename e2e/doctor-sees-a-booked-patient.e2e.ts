import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { AppointmentDetail } from '../functions/appointments/contract.ts';
import { connect, keepScreens, PHONE, seenIn, signIn, troubleOf, type Visitor, visit, watchGrowth } from './browser.ts';
import { appointmentOf, bookAndPay, firstFree, openDoctor, timeText } from './clinic.ts';
import { dayIn, localOf, type Person, personOf, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const REASON = 'left ear hurts since I swam in the canal';
const ROUGH_NOTES = `c/o L ear pain 3/7, no fever
o/e L ear canal red, drum intact
Imp: otitis externa
Plan: keep ear dry, paracetamol 650 mg tds prn 3/7
r/v 1/52, sooner if fever`;

let browser: Browser;
let vikram: Visitor;
let sunita: Visitor;
let doctor: Person;
let patient: Person;
let now: AppointmentDetail;
let tonight: AppointmentDetail;

beforeAll(async () => {
  browser = await connect(endpoint);
  const open = await openDoctor(local, 'vikram', { hours: { windowDays: 60 } });
  doctor = open.person;
  [patient, vikram, sunita] = await Promise.all([
    local.token('sunita').then((token) => personOf(origin, token)),
    visit(browser, webOrigin),
    visit(browser, webOrigin, { viewport: PHONE }),
  ]);
  // Hours round the clock: one visit begins in a few minutes, and one an hour later. Only in the last minutes of India’s day
  // is the first one tomorrow’s.
  now = await bookAndPay(local, patient, open.doctorId, await firstFree(patient, open.doctorId, 3), { reason: REASON });
  tonight = await bookAndPay(local, patient, open.doctorId, await firstFree(patient, open.doctorId, 70), { reason: 'the other ear' });
  await Promise.all([signIn(vikram.page, 'vikram@arogya.example'), signIn(sunita.page, 'sunita@arogya.example')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [vikram, sunita]);
  await local.clearFaults();
});
afterAll(() => browser.close());

const record = () => doctor.send('GET', `/patients/${now.patient.patientId}`);

test('Dr Vikram’s day begins with who comes next, and he starts the visit', async () => {
  const { page } = vikram;
  expect((await record()).status).toBe(404);
  await page.goto('/desk');
  const next = page.getByRole('region', { name: 'Sunita Devi' });
  await next.getByText(timeText(now.startsAt)).first().waitFor();
  expect(await seenIn(next)).toMatch(/Next[\s\S]*in \d minutes?[\s\S]*Video[\s\S]*First visit · Paid/);
  await next.getByRole('link', { name: 'See appointment' }).click();
  await page.getByText(REASON).waitFor();
  expect(await seenIn(page.locator('main'))).toMatch(/Sunita Devi[\s\S]*42 years[\s\S]*agreed to the visit by booking it/);
  await page.getByRole('button', { name: 'Start visit' }).click();
  await page.getByText('The visit with Sunita Devi has begun.').waitFor();
  expect(await appointmentOf(doctor, now.appointmentId)).toMatchObject({ status: 'IN_PROGRESS' });
  // From now on she is in his care, and he sees what he must not prescribe.
  await page.getByText(/Allergy: Penicillin/).waitFor();
  expect((await record()).status).toBe(200);
});

test('too early, and too late to change: what does not go is not done', async () => {
  const { page } = vikram;
  const early = await doctor.send('POST', `/appointments/${tonight.appointmentId}/start`);
  expect(early).toMatchObject({ status: 409, body: { error: { code: 'too-early' } } });
  expect(await doctor.send('POST', `/appointments/${tonight.appointmentId}/no-show`)).toMatchObject({
    status: 409,
    body: { error: { code: 'too-early' } },
  });
  const late = await patient.send('POST', `/appointments/${now.appointmentId}/cancel`);
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'illegal-transition' } } });
  expect(late.body.error.message).toMatch(/IN_PROGRESS[\s\S]*CANCELLED/);
  await page.goto(`/desk/appointments/${tonight.appointmentId}`);
  await page
    .getByText(/^You can start from /)
    .first()
    .waitFor();
  await page.goBack();
});

test('he writes the note from it, and sees it grow beside why she came', async () => {
  const { page } = vikram;
  await page.getByRole('link', { name: 'Write the note' }).click();
  await page.getByText(REASON).waitFor();
  await page.getByText('Allergy: Penicillin').first().waitFor();
  await local.fault({ kind: 'model-slow', milliseconds: 15 });
  const rough = page.getByRole('textbox', { name: 'Your notes' });
  await rough.fill(ROUGH_NOTES);
  await rough.press('Control+Enter');
  await page.waitForURL((url) => /\/desk\/notes\/(?!new)/.test(url.pathname));
  const seen = await watchGrowth(
    page.locator('section.note'),
    async () => (await page.locator('section.note[aria-busy="false"]').count()) > 0,
  );
  expect(seen.length).toBeGreaterThan(3);
  const noteId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect(await appointmentOf(doctor, now.appointmentId)).toMatchObject({ noteId });
  // Sunita has no note to see before it is signed.
  expect((await appointmentOf(patient, now.appointmentId)).noteId).toBeUndefined();
  expect(await doctor.send('GET', `/consultation-notes/${noteId}`)).toMatchObject({
    body: { data: { patient: { patientId: now.patient.patientId }, visitDate: dayIn() } },
  });
});

test('he completes the visit and signs the note', async () => {
  const { page } = vikram;
  for (;;) {
    const flagged = page.locator('li.is-flagged').first();
    if ((await flagged.count()) === 0) break;
    await flagged.focus();
    const doubts = await page.locator('li.is-flagged').count();
    await page.keyboard.press('a');
    await until('one doubt less', async () => (await page.locator('li.is-flagged').count()) < doubts);
  }
  const sign = page.getByRole('button', { name: 'Sign note' });
  await until('the note to be saved', async () => (await sign.getAttribute('aria-disabled')) === null);
  await sign.click();
  await page.getByRole('dialog', { name: 'Sign this note?' }).getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByText('Signed by Dr Vikram Chauhan', { exact: true }).first().waitFor();

  await page.goto('/desk');
  const current = page.getByRole('region', { name: 'Sunita Devi' });
  await current.getByRole('link', { name: 'Open the note' }).waitFor();
  await current.getByRole('button', { name: 'Complete visit' }).click();
  await page.getByText('The visit with Sunita Devi is done.').waitFor();
  expect(await appointmentOf(doctor, now.appointmentId)).toMatchObject({ status: 'COMPLETED', actions: [] });
  await page.getByText(timeText(tonight.startsAt)).first().waitFor();
});

test('then Sunita sees visit, letter and receipt on one page', async () => {
  const { page } = sunita;
  await page.goto('/visits');
  await page
    .getByRole('link', { name: new RegExp(`Dr Vikram Chauhan[\\s\\S]*${timeText(now.startsAt).replace(' ', '\\s')}[\\s\\S]*Letter`) })
    .click();
  await page.getByRole('heading', { name: 'Letter to you' }).waitFor();
  const seen = await seenIn(page.locator('main'));
  for (const part of ['Dr Vikram Chauhan', 'Done', '₹550 paid', REASON, 'Registration number DEMO DL 2011-0733', 'otitis externa'])
    expect(seen).toContain(part);
  await page.getByRole('link', { name: 'Receipt' }).click();
  await page.getByRole('rowheader', { name: /Consultation fee paid/ }).waitFor();
});

test('his earnings of the month have the fee, once', async () => {
  const { page } = vikram;
  await page.goto(`/desk/earnings?month=${dayIn().slice(0, 7)}`);
  await page.getByRole('heading', { name: 'Earnings' }).waitFor();
  await page.getByText('Paid by patients').waitFor();
  const earnings = await doctor.call<{ paidPaise: number }>('GET', `/me/earnings?month=${dayIn().slice(0, 7)}`);
  expect(await seenIn(page.locator('main'))).toContain(`₹${(earnings.paidPaise / 100).toLocaleString('en-IN')}`);
  expect(earnings.paidPaise).toBeGreaterThanOrEqual(55_000);
});

test('her next visit with him is a follow-up at his follow-up fee', async () => {
  const { page } = sunita;
  const startsAt = await firstFree(patient, now.doctor.doctorId, 26 * 60);
  await page.goto(`/book/${now.doctor.doctorId}?at=${encodeURIComponent(startsAt)}&mode=video`);
  await page.getByText(/^Follow-up fee/).waitFor();
  await page.getByRole('button', { name: 'Keep this time and pay ₹300' }).waitFor();
});

test('the browsers saw no error', () => {
  expect(troubleOf(vikram)).toEqual([]);
  expect(troubleOf(sunita)).toEqual([]);
});
