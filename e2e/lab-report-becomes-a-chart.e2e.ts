import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import type { MedicalFile } from '../functions/documents/contract.ts';
import type { Observation, ObservationImport } from '../functions/observations/contract.ts';
import type { TrueValue } from '../functions/observations/lab-report/testing/truth.ts';
import { connect, DESK, keepScreens, seenIn, signUp, troubleOf, type Visitor, visit } from './browser.ts';
import { press } from './clinic.ts';
import { localOf, type Person, personOf, until } from './cloud.ts';
import { fileIn, labReport, type Paper, scanOf } from './health-record.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const HAEMOGLOBIN = '718-7';
const NEUTROPHILS = '751-8';
const OLDER_DAY = '2025-11-02';
/** Its absolute neutrophil count is larger than all white cells together. */
const SEED = 1;

let browser: Browser;
let harish: Visitor;
/** Harish with his own token, as a program. */
let program: Person;
let printed: { paper: Paper; values: readonly TrueValue[] };

beforeAll(async () => {
  [browser, printed] = await Promise.all([connect(endpoint), labReport('Report of July.pdf', SEED)]);
  harish = await visit(browser, webOrigin);
  // The browser of the tests has no viewer for PDFs; with one the report stands in the page.
  await harish.context.addInitScript(() => Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => true }));
  const answered = harish.page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
  await signUp(harish.page, local, { name: 'Harish Nambiar', email: 'harish@arogya.example', password: 'a long password' });
  program = personOf(origin, ((await (await answered).json()) as { access_token: string }).access_token);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [harish]);
  await local.clearFaults();
});
afterAll(() => browser.close());

const allValues = async () => (await program.call<{ observations: Observation[] }>('GET', '/me/export?format=json&limit=100')).observations;
const fileOf = async ({ name }: Paper) => {
  const file = (await program.call<MedicalFile[]>('GET', '/documents')).find((one) => one.name === name);
  if (!file) throw new Error(`${name} is not in the record`);
  return file;
};
const importIn = (page: Page): string => /\/results\/imports\/([^/?]+)/.exec(page.url())?.[1] ?? '';
const ticked = (page: Page) => page.getByRole('checkbox', { name: /^Save this value: /, checked: true });
const tick = (page: Page, name: string) => page.getByRole('checkbox', { name: new RegExp(`^Save this value: ${name}`) });

/** From the list of files to the screen on which what was read is checked. */
const readValuesOf = async (page: Page, paper: Paper) => {
  await page.goto('/record/files');
  await fileIn(page, paper.name).click();
  await page.getByRole('link', { name: 'Read the values' }).click();
  await page.getByRole('heading', { level: 1, name: 'Check the values' }).waitFor();
};

describe('Harish has a lab report', () => {
  /** Of the first reading. */
  let importId: string;
  let stored: Observation[];

  test('that he adds, and has it read: each line stands beside the page it came from', async () => {
    const { page } = harish;
    await page.goto('/record/files');
    await page.getByTestId('file').setInputFiles(printed.paper);
    await fileIn(page, printed.paper.name).click();
    await page.getByRole('button', { name: 'Change details' }).click();
    const sheet = page.getByRole('dialog', { name: 'About this file' });
    await sheet.getByLabel('What is it?').selectOption('Lab report');
    await sheet.getByLabel('Laboratory, hospital or doctor').fill('Nidaan Diagnostics');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await readValuesOf(page, printed.paper);
    await page.getByText('Compare each value with the page. Only what is ticked is saved.').waitFor();
    importId = importIn(page);
    const lines = page.getByRole('listitem').filter({ has: page.getByRole('checkbox') });
    expect(await ticked(page).count()).toBe(printed.values.length);
    expect(await lines.count()).toBeGreaterThan(printed.values.length);
    const haemoglobin = lines.filter({ has: tick(page, 'Haemoglobin 13') });
    expect(await seenIn(haemoglobin)).toMatch(/Haemoglobin[\s\S]*13\.5\sg\/dL[\s\S]*12\sJul\s2026[\s\S]*Page 1\. Printed: .*13\.5/);
    // What is not understood is there, and nobody ticked it for him.
    const unknown = lines.filter({ hasText: 'We do not know this test.' });
    expect(await unknown.getByRole('checkbox', { checked: true }).count()).toBe(0);
    expect(await unknown.count()).toBeGreaterThan(0);

    await page.getByRole('button', { name: 'Show the report' }).click();
    const paper = await page.getByTitle(printed.paper.name).boundingBox();
    const line = await haemoglobin.boundingBox();
    expect((paper?.x ?? 0) + (paper?.width ?? 0)).toBeLessThanOrEqual(line?.x ?? 0);
    expect(paper?.width).toBeGreaterThan(DESK.width / 4);
    // Reading is not keeping.
    expect(await allValues()).toEqual([]);
  });

  test('of which he is asked about two numbers that do not fit, before anything is saved', async () => {
    const { page } = harish;
    await page.getByRole('button', { name: `Save ${printed.values.length} values` }).click();
    const doubt = page.getByRole('alert').filter({ hasText: 'Please look once more' });
    await doubt.getByText('These two numbers do not fit together. Were they swapped?').waitFor();
    await doubt.getByText('Nothing is saved yet.').waitFor();
    expect(await allValues()).toEqual([]);
    await doubt.getByRole('button', { name: 'Change it' }).click();
    await doubt.waitFor({ state: 'hidden' });
  });

  test('and only what he leaves ticked is saved, as the report says it', async () => {
    const { page } = harish;
    await tick(page, 'Neutrophil count').uncheck();
    await tick(page, 'Basophils').uncheck();
    const chosen = printed.values.length - 2;
    expect(await ticked(page).count()).toBe(chosen);
    await page.getByRole('button', { name: `Save ${chosen} values` }).click();
    await page.getByText(`${chosen} values are saved.`).waitFor();
    stored = await allValues();
    const { documentId } = await fileOf(printed.paper);
    const inShort = (values: readonly Pick<TrueValue, 'code' | 'value' | 'unit' | 'date' | 'page'>[]) =>
      values.map(({ code, value, unit, date, page: on }) => `${code} ${value} ${unit ?? ''} ${date} page ${on}`).toSorted();
    expect(stored.every(({ provenance }) => provenance.kind === 'lab-report' && provenance.documentId === documentId)).toBe(true);
    expect(
      inShort(
        stored.map(({ code, value, unit, at, provenance }) => ({
          ...{ code, value, date: at },
          ...(unit === undefined ? {} : { unit }),
          ...(provenance.kind === 'lab-report' ? { page: provenance.page } : {}),
        })),
      ),
    ).toEqual(inShort(printed.values.filter(({ code }) => code !== NEUTROPHILS && code !== '706-2')));
    expect(troubleOf(harish, [409, `/observation-imports/${importId}/confirm`])).toEqual([]);
  });

  test('and on the page of its test the value stands with its chart, the lab’s range and its source', async () => {
    const { page } = harish;
    await page.goto('/record');
    await page.getByRole('searchbox', { name: 'Search' }).fill('haemoglobin');
    await page
      .getByRole('link', { name: /^Haemoglobin\s13\.5/ })
      .last()
      .click();
    await page.getByRole('heading', { level: 1, name: 'Haemoglobin' }).waitFor();
    await page.getByText(/^One value: 13\.5\sg\/dL, 12\sJul\s2026\./).waitFor();
    const row = page.getByRole('row').filter({ hasText: /12\sJul\s2026/ });
    expect(await seenIn(row)).toMatch(/13\.5\sg\/dL[\s\S]*In the range[\s\S]*Nidaan Diagnostics[\s\S]*13\.0 to 17\.0 \(lab\)/);
    await row.getByRole('link', { name: /page 1$/ }).click();
    await page.getByRole('heading', { level: 1, name: printed.paper.name }).waitFor();
    expect(troubleOf(harish, [409, `/observation-imports/${importId}/confirm`])).toEqual([]);
  });

  test('and confirming it again, or having it read again, changes nothing', async () => {
    const { page } = harish;
    await page.goto(`/record/results/imports/${importId}`);
    await page.getByText('These values are saved').waitFor();
    const done = await program.call<ObservationImport>('GET', `/observation-imports/${importId}`);
    const again = done.proposals.filter(({ confirmed }) => confirmed).map(({ index, fields }) => ({ index, fields }));
    const repeated = await program.send('POST', `/observation-imports/${importId}/confirm`, {
      body: { revision: done.revision, values: again.slice(0, 3) },
    });
    expect(repeated).toMatchObject({ status: 409, body: { error: { code: 'changed-elsewhere' } } });

    await readValuesOf(page, printed.paper);
    await page.getByText('Compare each value with the page. Only what is ticked is saved.').waitFor();
    expect(importIn(page)).not.toBe(importId);
    await tick(page, 'Neutrophil count').uncheck();
    await tick(page, 'Basophils').uncheck();
    await page.getByRole('button', { name: `Save ${stored.length} values` }).click();
    await page.getByText(`${stored.length} values are saved.`).waitFor();
    expect(await allValues()).toEqual(stored);
    expect(await program.call('GET', '/dashboard')).toMatchObject({ values: stored.length });
  });
});

test('Harish types in a value from the photo of an older report, beside the photo, and the chart shows both', async () => {
  const { page } = harish;
  const photo = scanOf('Old report.png', 60, 80);
  await page.goto('/record/files');
  await page.getByTestId('file').setInputFiles(photo);
  await fileIn(page, photo.name).waitFor();
  const { documentId } = await fileOf(photo);
  await page.goto(`/record/results/from-file/${documentId}`);
  await page.getByText('Only the reader in the cloud can read pictures. You can type the values in beside the page.').waitFor();
  await page.getByRole('link', { name: 'Type the values in' }).click();
  const picture = page.getByRole('img', { name: `Picture of ${photo.name}` });
  await until('the picture', () => picture.evaluate((node: HTMLImageElement) => node.complete && node.naturalWidth > 0));
  await page.getByRole('searchbox', { name: 'Which test?' }).fill('haemoglobin');
  await page
    .getByRole('list', { name: 'Choose the test' })
    .getByRole('button', { name: 'Haemoglobin', exact: true })
    .or(page.getByRole('button', { name: /^Haemoglobin \(Hb\)/ }))
    .first()
    .click();
  await page.getByLabel('Value', { exact: true }).fill('12.1');
  await page.getByLabel('Unit').selectOption('g/dL');
  await press(page.getByRole('radio', { name: 'Another day' }));
  await page.getByLabel('Which day').fill(OLDER_DAY);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 value is saved.').waitFor();

  await page.goto(`/record/results/${HAEMOGLOBIN}`);
  await page.getByText(/^2 values from 2\sNov\s2025 to 12\sJul\s2026\. Lowest 12\.1, highest 13\.5\sg\/dL\./).waitFor();
  const row = page.getByRole('row').filter({ hasText: /2\sNov\s2025/ });
  expect(await seenIn(row)).toMatch(/12\.1\sg\/dL/);
  expect(await row.locator(`a[href="/record/files/${documentId}"]`).count()).toBe(1);
  expect(troubleOf(harish, [409, '/confirm'])).toEqual([]);
});
