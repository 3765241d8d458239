import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';

import { startCloud } from '../local/testing.ts';
import { connect, signIn, signInAsAdmin, type Visitor, visit } from './browser.ts';
import { startBrowser } from './chromium.ts';
import { bookAndPay, freeTimes, hold, patientOf } from './clinic.ts';
import { dayIn, localOf, personOf, until } from './cloud.ts';
import { addFile, addValues, labReport, paperOf, readReport, scanOf, shareWith } from './health-record.ts';
import { inboxOf, remindIn, sweepNow, untilTold } from './medicines.ts';

/**
 * `node e2e/screenshots.ts` takes the pictures of the README, of a fresh cloud with the demo people. The machine needs a
 * font for Devanagari, such as Noto Sans Devanagari; the browser brings none.
 */
const folder = join(import.meta.dirname, '../docs/screenshots');
mkdirSync(folder, { recursive: true });

const DESK = { width: 1160, height: 680 };
const PHONE = { width: 390, height: 780 };
const SMALL_PHONE = { width: 360, height: 780 };
const WIDE = { width: 1280, height: 800 };

const ROUGH_NOTES = `F 42 T2DM, r/v
3/7 fever + dry cough, temp at home 101F. no SOB, no chest pain
DH metformin 500 bd, takes it regularly
Allergy: penicillin - rash 2019
o/e T 100.8F P 92 BP 132/84 SpO2 98% RA. Throat red, no exudate. Chest clear
HbA1c 7.2% (18/11), was 7.6 in Aug
Imp: viral URTI
Plan: paracetamol 650 mg tds prn 3/7
fluids, steam
r/v 3/7, sooner if SOB or fever >3/7`;

const cloud = await startCloud({ webPort: 0, fresh: true, data: '.build/screenshots-data' });
const server = await startBrowser();
try {
  const browser = await connect(server.wsEndpoint());
  const local = localOf(cloud.origin);
  const webOrigin = cloud.webOrigin ?? '';
  const open = (options: BrowserContextOptions): Promise<Visitor> => visit(browser, webOrigin, { reducedMotion: 'reduce', ...options });
  const speak = (page: Page, language: 'en' | 'hi') => page.evaluate((code) => localStorage.setItem('arogya.language', code), language);
  const take = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await until('the page without skeletons', async () => (await page.locator('.skeleton').count()) === 0);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' });
    console.log(`docs/screenshots/${name}.png`);
  };

  const stranger = await open({ viewport: PHONE });
  await stranger.page.goto('/');
  await speak(stranger.page, 'hi');
  await stranger.page.reload();
  await take(stranger.page, 'landing-hindi');

  const doctor = await open({ viewport: DESK });
  const { page } = doctor;
  await signIn(page, 'meera@arogya.example');
  await page.reload();
  await take(page, 'desk-today');

  await page.goto('/desk/notes/new');
  await page.getByRole('combobox', { name: 'Patient' }).fill('Sunita');
  await page.getByRole('option', { name: /Sunita Devi/ }).click();
  await page.getByLabel('Letter in').selectOption('hi');
  await page.getByRole('textbox', { name: 'Your notes' }).fill(ROUGH_NOTES);
  await local.fault({ kind: 'model-slow', milliseconds: 60 });
  await page.getByRole('textbox', { name: 'Your notes' }).press('Control+Enter');
  await until('the note half written', async () => (await page.locator('li[data-sentence]').count()) >= 5);
  await take(page, 'desk-note-writing');
  await page.locator('section.note[aria-busy="false"]').waitFor({ timeout: 60_000 });

  const noteId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const sentence = page.locator('li[data-sentence]').filter({ hasText: 'etformin' }).first();
  await sentence.focus();
  await page.keyboard.press('e');
  const editor = page.getByLabel('Text of the sentence');
  await editor.fill((await editor.inputValue()).replace('500', '500 mg'));
  await page.keyboard.press('Enter');
  await page.locator('li.is-flagged').waitFor();
  await sentence.focus();
  await take(page, 'desk-note');

  const dark = await open({ viewport: PHONE, colorScheme: 'dark' });
  await signIn(dark.page, 'meera@arogya.example');
  await dark.page.goto(`/desk/notes/${noteId}`);
  await dark.page.locator('li.is-flagged').click();
  await take(dark.page, 'desk-note-phone');

  const program = personOf(cloud.origin, await local.token('meera'));
  await program.sign(noteId);
  await program.call('POST', `/consultation-notes/${noteId}/send`);
  const patient = await open({ viewport: PHONE });
  await signIn(patient.page, 'sunita@arogya.example');
  await speak(patient.page, 'hi');
  await patient.page.goto('/home');
  await take(patient.page, 'patient-home');
  await patient.page.goto(`/visits/${noteId}`);
  await take(patient.page, 'patient-visit');

  // A day with some visits, as far as the day still has time for them.
  const { accountId: meera } = await program.call<{ accountId: string }>('GET', '/me');
  const today = await freeTimes(program, meera);
  const people = [
    { account: 'joseph', name: 'Joseph Mathew', mode: 'video', reason: 'Cough that does not go away' },
    { account: 'farida', name: 'Farida Sheikh', mode: 'video', reason: 'Blood sugar 240 in the morning' },
    { account: 'gopal', name: 'Gopal Nair', mode: 'video', reason: 'Dizzy since the new tablets' },
  ];
  for (const [index, { account, name, ...visitOf }] of people.entries()) {
    const slot = today[index];
    if (slot) await bookAndPay(local, await patientOf(local, account, { name }), meera, slot.startsAt, visitOf);
  }
  const office = await open({ viewport: WIDE });
  await signIn(office.page, 'meera@arogya.example');
  await office.page.goto('/desk');
  await take(office.page, 'desk-day');
  await office.page.goto('/desk/schedule');
  await take(office.page, 'desk-schedule');
  await office.page.goto('/desk/hours');
  await take(office.page, 'desk-hours');

  const sunita = personOf(cloud.origin, await local.token('sunita'));
  const small = await open({ viewport: SMALL_PHONE });
  await signIn(small.page, 'sunita@arogya.example');
  await small.page.goto('/doctors');
  await take(small.page, 'patient-doctors');
  const [kavita] = await sunita.call<{ doctorId: string }[]>('GET', '/doctors?q=Kavita');
  const [, , slot] = await freeTimes(sunita, kavita?.doctorId ?? '', 1, 4);
  const time = { at: slot?.startsAt ?? '', mode: slot?.modes[0] ?? '' };
  await small.page.goto(`/doctors/${kavita?.doctorId}?${new URLSearchParams(time)}`);
  await small.page.getByRole('group', { name: 'Which day?' }).evaluate((node) => node.scrollIntoView());
  await take(small.page, 'patient-times');
  await small.page.goto('/visits');
  await take(small.page, 'patient-visits');
  const { appointmentId } = await hold(sunita, kavita?.doctorId ?? '', time.at, { mode: time.mode, reason: 'कमर में दर्द, रात को ज़्यादा' });
  await speak(small.page, 'hi');
  await small.page.goto(`/visits/booked/${appointmentId}`);
  await take(small.page, 'patient-time-kept');

  // A record of some years: papers, values, one report to look through, a doctor who may read it.
  const papers = [
    { paper: scanOf('Chest X-ray.png', 300, 240), about: { category: 'imaging', provider: 'Patna Scan Centre', date: dayIn(-410) } },
    { paper: paperOf('Prescription Dr Kavita.pdf'), about: { category: 'prescription', date: dayIn(-60), tags: ['back'] } },
    { paper: paperOf('Vaccine card.pdf'), about: { category: 'vaccination', date: dayIn(-700) } },
    {
      paper: (await labReport('Blood report November.pdf', 1)).paper,
      about: { category: 'lab-report', provider: 'Nidaan Diagnostics', date: dayIn(-3), tags: ['yearly'], note: 'Before breakfast' },
    },
  ];
  const kept: { documentId: string }[] = [];
  for (const { paper, about } of papers) kept.push(await addFile(sunita, paper, about));
  const [, prescription, , report] = kept;
  const sugar = ['8.1', '7.9', '7.6', '7.4', '7.2'].map((value, index) => ({
    ...{ code: '4548-4', value, unit: '%', at: dayIn(-3 - 120 * (4 - index)) },
    ...{ labRange: { high: '6.4', text: '4.0 - 6.4' }, source: 'Nidaan Diagnostics' },
  }));
  await addValues(sunita, [
    ...sugar,
    { code: '718-7', value: '11.6', unit: 'g/dL', at: dayIn(-123), labRange: { low: '12', high: '15' }, source: 'Nidaan Diagnostics' },
    { code: '718-7', value: '12.4', unit: 'g/dL', at: dayIn(-3), labRange: { low: '12', high: '15' }, source: 'Nidaan Diagnostics' },
    { code: '2093-3', value: '188', unit: 'mg/dL', at: dayIn(-3), labRange: { high: '200' }, source: 'Nidaan Diagnostics' },
    { code: '2160-0', value: '0.8', unit: 'mg/dL', at: dayIn(-3), labRange: { low: '0.5', high: '1.1' }, source: 'Nidaan Diagnostics' },
  ]);
  await shareWith(sunita, kavita?.doctorId ?? '', {
    kind: 'documents',
    documentIds: [prescription?.documentId ?? '', report?.documentId ?? ''],
  });
  await shareWith(sunita, meera, { kind: 'record' });
  await speak(small.page, 'en');
  await small.page.goto('/record/files');
  await take(small.page, 'patient-files');
  await small.page.goto('/record/sharing');
  await take(small.page, 'patient-sharing');
  await small.page.goto('/record/results/4548-4');
  await take(small.page, 'patient-result');
  await speak(small.page, 'hi');
  await small.page.goto('/record');
  await take(small.page, 'patient-record-hindi');
  const { importId } = await readReport(sunita, report?.documentId ?? '');
  await speak(small.page, 'en');
  await small.page.goto(`/record/results/imports/${importId}`);
  await take(small.page, 'patient-report-read');
  const { accountId: sunitaId } = await sunita.call<{ accountId: string }>('GET', '/me');
  await office.page.goto(`/desk/shared/${sunitaId}`);
  await office.page.getByRole('list', { name: /^Files of Sunita Devi/ }).waitFor();
  await take(office.page, 'desk-shared-record');
  // A dose that is due now, one that waits, and what was told about them.
  await remindIn(sunita, 2, { medicine: 'Amlodipine', strength: '5 mg', instruction: 'after-food', stock: { left: 6, warnAt: 7 } });
  await sweepNow(local);
  await untilTold('the notification', async () => (await inboxOf(sunita)).some(({ body }) => body.startsWith('Amlodipine')));
  const medicines = await open({ viewport: PHONE });
  await signIn(medicines.page, 'sunita@arogya.example');
  await speak(medicines.page, 'en');
  await medicines.page.goto('/medicines');
  await take(medicines.page, 'patient-medicines');
  await medicines.page.goto('/inbox');
  await take(medicines.page, 'patient-inbox');
  await medicines.page.goto('/medicines/add?medicine=Prednisolone&strength=5+mg');
  await medicines.page.getByText('The dose changes in steps').click();
  await medicines.page.locator('[data-rule]').evaluate((node) => node.scrollIntoView({ block: 'end' }));
  await take(medicines.page, 'patient-medicine-add');

  const admin = await open({ viewport: DESK });
  await signInAsAdmin(admin.page, local);
  await admin.page.reload();
  await take(admin.page, 'admin-doctors');

  const developer = await open({ viewport: DESK });
  await developer.page.goto(`${cloud.origin}/local`);
  await developer.page.locator('main h2').first().waitFor();
  await take(developer.page, 'local');
} finally {
  await server.close();
  await cloud.stop();
}
