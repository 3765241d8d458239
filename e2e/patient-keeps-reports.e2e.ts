import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import type { MedicalFile } from '../functions/documents/contract.ts';
import { eicar, pdfOf } from '../functions/documents/testing/files.ts';
import { connect, keepScreens, seenIn, signUp, troubleOf, type Visitor, visit } from './browser.ts';
import { localOf, type Person, personOf, until } from './cloud.ts';
import { fileIn, type Paper, paperOf, scanOf, slowDown, uploadOf } from './health-record.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const KILOBYTE = 1_000;
const report = paperOf('Blood report March.pdf', 600 * KILOBYTE);
const prescription = paperOf('Prescription.pdf');
const scan = scanOf('X-ray knee.png', 400, 300);

let browser: Browser;
let gauri: Visitor;
/** Gauri with her own token, as a program. */
let program: Person;

beforeAll(async () => {
  browser = await connect(endpoint);
  gauri = await visit(browser, webOrigin);
  const answered = gauri.page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
  await signUp(gauri.page, local, { name: 'Gauri Pillai', email: 'gauri@arogya.example', password: 'a long password' });
  program = personOf(origin, ((await (await answered).json()) as { access_token: string }).access_token);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [gauri]);
  await local.clearFaults();
});
afterAll(() => browser.close());

const choose = (...papers: Paper[]) => gauri.page.getByTestId('file').setInputFiles(papers);
const kept = (show = 'kept') => program.call<MedicalFile[]>('GET', `/documents?show=${show}`);
const named = async ({ name }: Paper) => (await kept()).find((file) => file.name === name);
/** What the browser says by itself of a connection that is cut is no trouble of ours. */
const trouble = () => troubleOf(gauri).filter((line) => !/net::ERR_(CONNECTION_RESET|EMPTY_RESPONSE|FAILED)/.test(line));

describe('Gauri keeps her reports', () => {
  test('three at once over a slow network: one breaks off midway, she has it tried again, and all three arrive', async () => {
    const { page } = gauri;
    await page.getByRole('link', { name: 'Record', exact: true }).click();
    await page.goto('/record/files');
    await page.getByText('No files yet').waitFor();
    await slowDown(page, 300 * KILOBYTE);
    await local.fault({ kind: 's3-broken-upload', afterBytes: 200 * KILOBYTE, times: 1_000 });
    const brokenOff: string[] = [];
    page.on('requestfailed', (request) => {
      if (request.method() === 'POST') brokenOff.push(request.url());
    });
    await choose(report, scan, prescription);
    const [ofReport, ofScan, ofPrescription] = [report, scan, prescription].map(({ name }) => uploadOf(page, name));
    if (!ofReport || !ofScan || !ofPrescription) throw new Error('Three files are on their way');
    // Two at a time; those that are whole are checked while the one that broke off is waiting.
    await Promise.all([
      ofPrescription.row.getByText('Waits for its turn').waitFor(),
      ofReport.row.getByText(/^[1-9]\d?% sent$/).waitFor(),
      ofReport.row.getByText('The network broke off. We try again by ourselves.').waitFor(),
      ofScan.row.getByText('Checking that the file is safe').waitFor(),
    ]);
    await fileIn(page, scan.name).waitFor();
    await fileIn(page, prescription.name).waitFor();
    expect((await named(report))?.status).toBe('uploading');

    // By itself it waits longer and longer: after the fifth time for sixteen seconds, in which she is quicker.
    await until('the fifth time', () => brokenOff.length >= 5, 60);
    expect(new Set(brokenOff).size).toBe(1);
    await local.clearFaults();
    await ofReport.button('Try now').click();
    await ofReport.row.getByText(/^[1-9]\d?% sent$/).waitFor({ timeout: 10_000 });
    await ofReport.row.getByText('Checking that the file is safe').waitFor();
    await page.getByText(`${report.name} is in your record.`).waitFor();
    await fileIn(page, report.name).waitFor();
    await until('the list of what is on its way to go', async () => (await ofReport.row.count()) === 0);
    expect((await kept()).map(({ name, status }) => `${name}: ${status}`).toSorted()).toEqual([
      'Blood report March.pdf: available',
      'Prescription.pdf: available',
      'X-ray knee.png: available',
    ]);
    expect(trouble()).toEqual([]);
  });

  test('pauses one on its way, and it goes on when she wants', async () => {
    const { page } = gauri;
    const paper = paperOf('Discharge summary.pdf', 900 * KILOBYTE);
    await choose(paper);
    const upload = uploadOf(page, paper.name);
    await upload.row.getByText(/^[1-9]\d?% sent$/).waitFor();
    await upload.button('Pause').click();
    await upload.row.getByText('Paused').waitFor();
    // She looks at another page meanwhile.
    await page.getByRole('link', { name: 'Deleted files' }).click();
    await page.getByText('No deleted files').waitFor();
    await page.getByRole('link', { name: 'All files' }).click();
    await upload.row.getByText('Paused').waitFor();
    expect((await named(paper))?.status).toBe('uploading');
    await upload.button('Go on').click();
    await fileIn(page, paper.name).waitFor();
    expect((await named(paper))?.status).toBe('available');
    expect(trouble()).toEqual([]);
  });

  test('looks at a picture and at a PDF in the page', async () => {
    const { page, context } = gauri;
    await fileIn(page, scan.name).click();
    await page.getByText('Ready', { exact: true }).waitFor();
    const picture = page.getByRole('img', { name: `Picture of ${scan.name}` });
    await until('the picture', () => picture.evaluate((node: HTMLImageElement) => node.complete && node.naturalWidth === 400));
    await page
      .getByText('Its structure was checked. No virus scanner is installed here.')
      .or(page.getByText(/by ClamAV$/))
      .waitFor();

    // The browser of the tests has no viewer for PDFs, like many phones: it is told of another app.
    await page.getByRole('link', { name: 'All files' }).click();
    await fileIn(page, report.name).click();
    const link = await page.getByRole('link', { name: 'Open the PDF' }).getAttribute('href');
    const reply = await fetch(link ?? '');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(reply.headers.get('content-disposition')).toMatch(/^inline; filename="Blood report March\.pdf"/);
    expect(Buffer.from(await reply.arrayBuffer()).equals(report.buffer)).toBe(true);

    // With a viewer it is shown in the page, and the page's own policy lets it.
    const viewing = await context.newPage();
    await viewing.addInitScript(() => Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => true }));
    const shown = viewing.waitForResponse((response) => response.headers()['content-type'] === 'application/pdf');
    await viewing.goto(page.url());
    expect([(await shown).status(), (await shown).frame().parentFrame()?.url()]).toEqual([200, page.url()]);
    await viewing.getByTitle(report.name).waitFor();
    await viewing.close();
    expect(trouble()).toEqual([]);
  });

  test('says what it is, and finds it by that', async () => {
    const { page } = gauri;
    await page.getByRole('button', { name: 'Change details' }).click();
    const sheet = page.getByRole('dialog', { name: 'About this file' });
    await sheet.getByLabel('What is it?').selectOption('Lab report');
    await sheet.getByLabel('Laboratory, hospital or doctor').fill('Sahyadri Path Labs');
    await sheet.getByLabel('Tags').fill('sugar, yearly');
    await sheet.getByLabel('Note').fill('Before breakfast');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Before breakfast').waitFor();
    await page.getByRole('link', { name: 'All files' }).click();
    for (const words of ['sahyadri', 'yearly', 'breakfast', 'march']) {
      const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === words);
      await page.getByRole('searchbox', { name: 'Search' }).fill(words);
      const { data } = (await (await answered).json()) as { data: MedicalFile[] };
      expect(
        data.map(({ name }) => name),
        words,
      ).toEqual([report.name]);
      await until(
        `the one file with ${words}`,
        async () => (await fileIn(page, '').count()) === 1 && fileIn(page, report.name).isVisible(),
      );
    }
    await page.getByLabel('Kind of file').selectOption('Insurance');
    await page.getByRole('button', { name: 'Show all files' }).click();
    await until('all four files', async () => (await fileIn(page, '').count()) === 4);
  });

  test('deletes a file and brings it back: at once, and later', async () => {
    const { page } = gauri;
    await page.goto('/record/files');
    const toDelete = async () => {
      await fileIn(page, prescription.name).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText(`${prescription.name} is deleted.`).waitFor();
      await until('the file to leave the list', async () => (await fileIn(page, prescription.name).count()) === 0);
    };
    await toDelete();
    expect(await named(prescription)).toBeUndefined();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`${prescription.name} is back.`).waitFor();
    await fileIn(page, prescription.name).waitFor();

    await toDelete();
    await page.getByRole('link', { name: 'Deleted files' }).click();
    const row = page.getByRole('list', { name: 'Deleted files' }).getByRole('listitem').filter({ hasText: prescription.name });
    await row.getByText(/^Can be brought back until /).waitFor();
    expect((await kept('deleted')).map(({ name }) => name)).toEqual([prescription.name]);
    await row.getByRole('button', { name: `Bring back ${prescription.name}` }).click();
    await page.getByText('No deleted files').waitFor();
    await page.getByRole('link', { name: 'All files' }).click();
    await fileIn(page, prescription.name).click();
    await page.getByText('Ready', { exact: true }).waitFor();
    expect((await named(prescription))?.status).toBe('available');
    expect(trouble()).toEqual([]);
  });

  test('is told why a file is refused, and it is not kept', async () => {
    const { page } = gauri;
    await page.goto('/record/files');
    await choose({ name: 'Holiday.heic', mimeType: 'image/heic', buffer: Buffer.from('ftypheic') });
    await page.getByText('Holiday.heic is a HEIC photo. Save it as JPEG, or use “Take photo”.').waitFor();

    // One that only calls itself a PDF, and a true PDF that carries it.
    const bare = { name: 'Letter.pdf', mimeType: 'application/pdf', buffer: eicar };
    const inside = { name: 'Report with a guest.pdf', mimeType: 'application/pdf', buffer: pdfOf([{ data: eicar }]) };
    await choose(bare, inside);
    const [ofBare, ofInside] = [uploadOf(page, bare.name), uploadOf(page, inside.name)];
    // Whichever of the two checks was first has the word.
    const noPdf = 'Inside, it is another kind of file than its name says. Save it as PDF or JPEG, then add it again.';
    const virus = 'It holds a virus. It is deleted here. Ask the sender for a clean copy.';
    await ofBare.row.getByText('We could not keep this file.').waitFor();
    const said = await seenIn(ofBare.row);
    expect([noPdf, virus].some((words) => said.includes(words))).toBe(true);
    await ofInside.row.getByText(`We could not keep this file. ${virus}`).waitFor();
    const refused = (await kept()).filter(({ status }) => status === 'rejected');
    expect(refused.map(({ name }) => name).toSorted()).toEqual([bare.name, inside.name]);
    expect(refused.find(({ name }) => name === inside.name)?.rejectReason).toBe('malware');
    for (const { documentId, availableAt } of refused) {
      expect(availableAt).toBeUndefined();
      expect(await program.send('GET', `/documents/${documentId}/download`)).toMatchObject({
        status: 409,
        body: { error: { code: 'file-not-available' } },
      });
    }

    // Taken off the list it is gone; the other one says the same where the file would be.
    await ofBare.button('Remove').click();
    await until('the one that was removed to be gone', async () => (await named(bare)) === undefined);
    await page.reload();
    await fileIn(page, inside.name).getByText('Could not be kept').waitFor();
    await fileIn(page, inside.name).click();
    await page.getByText(virus).waitFor();
    expect(
      await page
        .getByRole('link', { name: 'Open the PDF' })
        .or(page.getByRole('button', { name: 'Download' }))
        .count(),
    ).toBe(0);
    expect(trouble()).toEqual([]);
  });
});
