import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import type { MedicalFile } from '../functions/documents/contract.ts';
import { connect, keepScreens, PHONE, seenIn, signIn, signUp, troubleOf, type Visitor, visit } from './browser.ts';
import { press } from './clinic.ts';
import { localOf, type Person, personOf, until } from './cloud.ts';
import { addFile, addValues, paperOf, scanOf } from './health-record.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const report = paperOf('Thyroid report.pdf');
const scan = scanOf('Neck ultrasound.png');
const secret = paperOf('Counselling letter.pdf');
const HAEMOGLOBIN = '718-7';

let browser: Browser;
let devika: Visitor;
let meera: Visitor;
/** Both with their own tokens, as programs. */
let patient: Person;
let doctor: Person;
let files: MedicalFile[];

beforeAll(async () => {
  browser = await connect(endpoint);
  [devika, meera] = await Promise.all([visit(browser, webOrigin, { viewport: PHONE }), visit(browser, webOrigin)]);
  const answered = devika.page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
  const [reply] = await Promise.all([
    answered,
    signUp(devika.page, local, { name: 'Devika Menon', email: 'devika@arogya.example', password: 'a long password' }),
    signIn(meera.page, 'meera@arogya.example'),
  ]);
  patient = personOf(origin, ((await reply.json()) as { access_token: string }).access_token);
  doctor = personOf(origin, await local.token('meera'));
  files = await Promise.all([report, scan, secret].map((paper) => addFile(patient, paper)));
  await addValues(patient, [{ code: HAEMOGLOBIN, value: '11.2', unit: 'g/dL', at: '2026-11-02' }]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [devika, meera]);
  await local.clearFaults();
});
afterAll(() => browser.close());

const idOf = ({ name }: { name: string }) => files.find((file) => file.name === name)?.documentId ?? '';
const linkTo = (paper: { name: string }) => doctor.send('GET', `/documents/${idOf(paper)}/download`);
const sharedList = () => meera.page.getByRole('list', { name: 'Files of Devika Menon, newest first' });

describe('Devika shares a report with Dr Meera', () => {
  let patientId: string;
  /** A link that the doctor has kept from when she was allowed. */
  let keptLink: string;

  test('who sees nothing of it before', async () => {
    patientId = (await patient.call<{ accountId: string }>('GET', '/me')).accountId;
    for (const path of [
      ...files.flatMap(({ documentId }) => [`/documents/${documentId}`, `/documents/${documentId}/download`]),
      ...[`/documents?patientId=${patientId}`, `/dashboard?patientId=${patientId}`],
    ])
      expect((await doctor.send('GET', path)).status, path).toBe(404);
    const { page } = meera;
    await page.goto('/desk/shared');
    await page.getByRole('heading', { name: 'Shared with me' }).waitFor();
    expect(await page.getByText('Devika Menon').count()).toBe(0);
  });

  test('by choosing whom, which files, what for and until when; nothing is chosen for her', async () => {
    const { page } = devika;
    await page.goto('/record/sharing');
    await page.getByText('Nobody but you').waitFor();
    await page.getByRole('link', { name: 'Share with a doctor' }).click();
    await page.getByRole('button', { name: 'Share' }).click();
    for (const missing of ['Choose with whom.', 'Choose what they may read.', 'Choose what it is for.', 'Choose until when.'])
      await page.getByRole('link', { name: missing }).waitFor();
    await press(page.getByRole('radio', { name: 'A doctor' }));
    await page.getByRole('searchbox', { name: 'Name of the doctor or hospital' }).fill('Meera');
    await press(page.getByRole('radio', { name: /^Dr Meera Iyer/ }));
    await page.getByRole('heading', { name: 'Share with Dr Meera Iyer?' }).waitFor();
    await press(page.getByRole('radio', { name: 'Chosen files' }));
    for (const { name } of files) expect(await page.getByRole('checkbox', { name }).isChecked()).toBe(false);
    await page.getByRole('checkbox', { name: report.name }).check();
    await page.getByRole('checkbox', { name: scan.name }).check();
    await press(page.getByRole('radio', { name: 'For a second opinion' }));
    await press(page.getByRole('radio', { name: '30 days' }));
    await page.getByText(/^Dr Meera Iyer can read 2 files until /).waitFor();
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText(/^Shared with Dr Meera Iyer until /).waitFor();
    const row = page.getByRole('listitem').filter({ hasText: 'Dr Meera Iyer' });
    await row.getByText(/^2 files: /).waitFor();
    expect(await seenIn(row)).toMatch(/Reg\. no\. [\s\S]*Thyroid report\.pdf[\s\S]*Until /);
    expect(troubleOf(devika)).toEqual([]);
  });

  test('who opens it at her desk: what was chosen, and nothing else', async () => {
    const { page } = meera;
    await page.goto('/desk/shared');
    await page
      .getByRole('list', { name: 'People who share with you' })
      .getByRole('link', { name: /Devika Menon[\s\S]*2 files/ })
      .click();
    await sharedList().waitFor();
    expect(await sharedList().getByRole('listitem').count()).toBe(2);
    await page.getByText('Devika Menon sees who opened what and when.').waitFor();
    await sharedList()
      .getByRole('button', { name: `Open ${scan.name}` })
      .click();
    const dialog = page.getByRole('dialog', { name: scan.name });
    const picture = dialog.getByRole('img', { name: `Picture of ${scan.name}` });
    await until('the picture', () => picture.evaluate((node: HTMLImageElement) => node.complete && node.naturalWidth > 0));
    keptLink = (await picture.getAttribute('src')) ?? '';
    expect((await fetch(keptLink)).status).toBe(200);
    // Whatever becomes of the consent, the link ends with its minute.
    expect(new URL(keptLink).searchParams.get('X-Amz-Expires')).toBe('60');
    expect((await linkTo(report)).status).toBe(200);
    expect((await linkTo(secret)).status).toBe(404);
    expect((await doctor.send('GET', `/dashboard?patientId=${patientId}`)).status).toBe(404);
    expect(troubleOf(meera, [404, '/dashboard?patientId='])).toEqual([]);
  });

  test('and Devika sees who looked, at what and when', async () => {
    const { page } = devika;
    await local.quiet();
    await page.getByRole('link', { name: 'Who looked at my record' }).click();
    const looks = page.getByRole('listitem').filter({ hasText: 'Dr Meera Iyer' });
    await looks.filter({ hasText: 'looked at the list of your files' }).first().waitFor();
    await looks.filter({ hasText: 'opened a file' }).first().waitFor();
    expect(await seenIn(looks.filter({ hasText: 'opened a file' }).first())).toMatch(/\d:\d\d/);
    await looks.filter({ hasText: 'opened a file' }).getByRole('link', { name: scan.name }).first().click();
    await page.getByRole('heading', { level: 1, name: scan.name }).waitFor();
    expect(troubleOf(devika)).toEqual([]);
  });

  test('she stops it with one tap, and the doctor’s open tab loses the files without a reload', async () => {
    const { page } = devika;
    await page.goto('/record/sharing');
    await page.getByRole('button', { name: 'Stop sharing with Dr Meera Iyer' }).click();
    await page.getByText('Stopped. Dr Meera Iyer cannot see it any more.').waitFor();
    await page.getByText('Nobody but you').waitFor();

    // At once, for whoever asks anew: also for another link to what was open.
    for (const path of [
      `/documents/${idOf(scan)}/download`,
      `/documents/${idOf(scan)}`,
      `/documents?patientId=${patientId}`,
      `/documents/${idOf(report)}/download`,
    ])
      expect((await doctor.send('GET', path)).status, path).toBe(404);
    expect(await doctor.call<unknown[]>('GET', '/consents?as=reader')).not.toContainEqual(expect.objectContaining({ patientId }));

    // The picture is still open at the desk, where nobody has pressed anything.
    await meera.page.getByText('The patient has stopped sharing').waitFor();
    expect(await sharedList().count()).toBe(0);
    expect(await meera.page.getByRole('img', { name: `Picture of ${scan.name}` }).count()).toBe(0);
    expect(await meera.page.content()).not.toContain(scan.name);
    await meera.page.getByRole('button', { name: 'Look again' }).click();
    await meera.page.getByText('The patient has not shared files with you').waitFor();
    expect(troubleOf(meera, [404, `patientId=${patientId}`])).toEqual([]);
    expect(troubleOf(devika)).toEqual([]);
  });

  test('changes her mind with Undo, then lets a relative read the whole record by a code, which works once', async () => {
    const { page } = devika;
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Dr Meera Iyer can see it again.').waitFor();
    expect((await linkTo(scan)).status).toBe(200);
    expect((await linkTo(secret)).status).toBe(404);
    await page.getByRole('button', { name: 'Stop sharing with Dr Meera Iyer' }).click();
    await page.getByText('Nobody but you').waitFor();

    await page.getByRole('link', { name: 'Make a code' }).click();
    await press(page.getByRole('radio', { name: 'My whole record' }));
    await press(page.getByRole('radio', { name: 'For my family' }));
    await press(page.getByRole('radio', { name: 'Today only' }));
    await page.getByRole('button', { name: 'Show the code' }).click();
    await page.getByRole('heading', { name: 'Show or read out this code' }).waitFor();
    const code = /\b[A-HJ-NP-Z2-9]{5}[\s-]?[A-HJ-NP-Z2-9]{5}\b/.exec(await seenIn(page.locator('main')))?.[0] ?? '';

    const anil = await visit(browser, webOrigin, { viewport: PHONE });
    await signUp(anil.page, local, { name: 'Anil Menon', email: 'anil@arogya.example', password: 'a long password' });
    await anil.page.goto('/record/shared-with-me');
    await anil.page.getByLabel('Code').fill(code.toLowerCase());
    await anil.page.getByRole('button', { name: 'Open' }).click();
    await anil.page.getByRole('heading', { name: 'Record of Devika Menon' }).waitFor();
    for (const { name } of files) await anil.page.getByRole('button', { name: `Open ${name}` }).waitFor();
    await anil.page.getByText('11.2').first().waitFor();
    expect((await doctor.send('POST', '/consent-codes/redeem', { body: { code } })).status).toBeGreaterThanOrEqual(400);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Anil Menon' }).getByText('The whole record').waitFor();
    await page.getByRole('button', { name: 'Stop sharing with Anil Menon' }).click();
    await anil.page.getByText('The patient has stopped sharing').waitFor();
    expect(await anil.page.getByText('11.2').count()).toBe(0);
    for (const { name } of files) expect(await anil.page.content()).not.toContain(name);
    await anil.context.close();
  });
});
