import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { connect, isFocused, keepScreens, PHONE, seenIn, signIn, tabTo, troubleOf, type Visitor, visit, watchGrowth } from './browser.ts';
import { localOf, personOf, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

const ROUGH_NOTES = `F 42, T2DM, r/v
c/o dry cough 3/7, no fever
DH metformin 500 bd
o/e chest clear, T 98.4F, BP 126/80
Imp: viral cough
Plan: paracetamol 650 mg tds prn 3/7
r/v 1/52, sooner if SOB`;

let browser: Browser;
let meera: Visitor;
let sunita: Visitor;

beforeAll(async () => {
  browser = await connect(endpoint);
  [meera, sunita] = await Promise.all([visit(browser, webOrigin), visit(browser, webOrigin, { viewport: PHONE })]);
  await Promise.all([signIn(meera.page, 'meera@arogya.example'), signIn(sunita.page, 'sunita@arogya.example')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [meera, sunita]);
  await local.clearFaults();
});
afterAll(() => browser.close());

const noteIdOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const noteOf = (page: Page) => page.locator('section.note');
const roughOf = (page: Page) => page.getByRole('textbox', { name: 'Your notes' });
const sentence = (page: Page, text: string | RegExp) => page.locator('li[data-sentence]').filter({ hasText: text }).first();
const lit = (page: Page) => page.locator('.rough-layer mark');

describe('Dr Meera writes a note for Sunita', () => {
  let noteId: string;

  test('from rough notes, and sees it grow', async () => {
    const { page } = meera;
    await page.getByRole('link', { name: 'New note' }).click();
    await page.getByRole('combobox', { name: 'Patient' }).fill('Sun');
    await page.getByRole('option', { name: /Sunita Devi/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Allergy: Penicillin').waitFor();

    await local.fault({ kind: 'model-slow', milliseconds: 15 });
    await roughOf(page).fill(ROUGH_NOTES);
    await page.evaluate(() => {
      const states: string[] = [];
      const look = () => {
        const skeleton = document.querySelector('.skeleton') ? ' and a skeleton' : '';
        const state = `busy: ${document.querySelector('section.note')?.getAttribute('aria-busy')}${skeleton}`;
        if (state !== states.at(-1)) states.push(state);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
      Object.assign(window, { states });
    });
    await roughOf(page).press('Control+Enter');
    await page.waitForURL((url) => /\/desk\/notes\/(?!new)/.test(url.pathname));
    noteId = noteIdOf(page);
    await page.getByText('The note is still being written').waitFor();
    const seen = await watchGrowth(noteOf(page), async () => (await page.getByText(/^The note is ready/).count()) > 0);
    // From the keys to the last word the screen is one and the same: it never blinks back to its loading state.
    const states = await page.evaluate(() => (window as unknown as { states: string[] }).states);
    expect(states.filter((state, index) => index > 0 || state !== 'busy: false')).toEqual(['busy: true', 'busy: false']);
    expect(seen.length).toBeGreaterThan(3);
    const lengths = seen.map(({ length }) => length);
    expect(lengths.filter((length, index) => length > (lengths[index - 1] ?? 0)).length).toBeGreaterThanOrEqual(3);
    for (const title of ['Summary of the visit', 'Next steps', 'Letter to the patient, in English'])
      expect(await page.getByRole('region', { name: title }).isVisible(), title).toBe(true);
  });

  test('hovering or focusing a sentence lights up the words that it rests on', async () => {
    const { page } = meera;
    await sentence(page, /viral cough/).hover();
    expect((await lit(page).allInnerTexts()).join(' ')).toContain('viral cough');
    await page.mouse.move(0, 0);
    await until('the light to go out', async () => (await lit(page).count()) === 0);

    await sentence(page, /metformin/i).focus();
    expect((await lit(page).allInnerTexts()).join(' ')).toContain('metformin 500 bd');
    await page.keyboard.press('ArrowDown');
    await until('the next sentence’s words', async () => !(await lit(page).allInnerTexts()).join(' ').includes('metformin 500 bd'));
  });

  test('an edit that says more than the notes is flagged, and locks the signature with the reason', async () => {
    const { page } = meera;
    await sentence(page, /metformin/i).focus();
    await page.keyboard.press('e');
    const editor = page.getByLabel('Text of the sentence');
    const text = await editor.inputValue();
    expect(text).toMatch(/metformin 500 twice a day/i);
    await editor.fill(text.replace('500', '500 mg'));
    await page.keyboard.press('Enter');
    const flagged = page.locator('li.is-flagged');
    await flagged.getByText(/^(Unit|Dose) not in your notes$/).waitFor();
    expect(await seenIn(flagged)).toMatch(/You wrote “.*metformin 500 bd/);
    expect(await seenIn(flagged.locator('.doubtful'))).toContain('mg');
    await page.getByText('Check 1 sentence before you sign').waitFor();
    const sign = page.getByRole('button', { name: 'Sign note' });
    expect(await sign.getAttribute('aria-disabled')).toBe('true');

    // The keys that sign lead to the doubt instead, also from elsewhere in the note.
    await sentence(page, /viral cough/).focus();
    await page.keyboard.press('Control+Enter');
    await until('the focus on the doubtful sentence', () => isFocused(page.locator('li.is-flagged')));
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await personOf(origin, await local.token('meera')).note(noteId)).toMatchObject({ status: 'draft' });
  });

  test('until it is signed, Sunita gets “not found”', async () => {
    const { page } = sunita;
    const answered = page.waitForResponse((response) => response.url().endsWith(`/consultation-notes/${noteId}`));
    await page.goto(`/visits/${noteId}`);
    expect((await answered).status()).toBe(404);
    await page.getByText('We could not find this.').waitFor();
    expect(await page.getByText('metformin').count()).toBe(0);
  });

  test('she keeps the doubtful words, and signs with the keyboard alone', async () => {
    const { page } = meera;
    await page.locator('li.is-flagged').focus();
    await page.keyboard.press('a');
    await page.getByText('All checked').waitFor();
    expect(await page.locator('li.is-flagged').count()).toBe(0);
    await until(
      'the change to be saved',
      async () => (await page.getByRole('button', { name: 'Sign note' }).getAttribute('aria-disabled')) === null,
    );
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this note?' });
    await dialog.waitFor();
    expect(await seenIn(dialog)).toMatch(/Dr Meera Iyer[\s\S]*KMC 48213/);
    await tabTo(page, dialog.getByRole('button', { name: 'Sign', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByText('Signed by Dr Meera Iyer', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
  });

  test('then Sunita reads it: the letter first, then the record, and who signed', async () => {
    const { page } = sunita;
    await page.reload();
    await page.getByRole('heading', { name: 'Letter to you' }).waitFor();
    const text = await seenIn(page.locator('main'));
    expect(text).toMatch(
      /Letter to you[\s\S]*cough[\s\S]*For your record[\s\S]*metformin 500 mg twice a day[\s\S]*Registration number KMC 48213/i,
    );
    expect(text).not.toContain('DH metformin');
    await page.goto('/visits');
    await page
      .getByRole('link', { name: /Dr Meera Iyer/ })
      .first()
      .waitFor();
  });

  test('a letter that is sent with a double click arrives once, whatever the queue does', async () => {
    const { page } = meera;
    const before = (await local.mailTo('sunita@arogya.example')).length;
    await local.fault({ kind: 'queue-redelivery', queueName: 'LetterRequestedConsumerQueue' });
    await page.getByRole('button', { name: 'Send letter' }).dblclick();
    await page.getByText('Letter sent').waitFor();
    const again = await personOf(origin, await local.token('meera')).send('POST', `/consultation-notes/${noteId}/send`);
    expect(again.status).toBe(202);
    await until('the redelivery', async () => (await local.faults()).every(({ times }) => times === 0));
    await local.quiet();
    const letters = await local.mailTo('sunita@arogya.example');
    expect(letters.length - before).toBe(1);
    expect(letters[0]?.text).toMatch(/Sunita[\s\S]*cough/);
    expect(letters[0]?.text).toContain(`/visits/${noteId}`);

    await page.goto(`${origin}/local`);
    await page
      .getByText(letters[0]?.subject ?? '')
      .first()
      .waitFor();
    await page.goBack();
  });

  test('an amendment is a new version with its reason, and Sunita sees what changed', async () => {
    const { page } = meera;
    await page.getByRole('button', { name: 'Amend', exact: true }).click();
    const target = sentence(page, /Impression/);
    await target.focus();
    await page.keyboard.press('e');
    const editor = page.getByLabel('Text of the sentence');
    const before = await editor.inputValue();
    await editor.fill(before.replace('viral cough', 'pneumonia'));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign a new version?' });
    await dialog.getByRole('button', { name: 'Sign new version' }).click();
    await dialog.getByText('Say why, in at least 3 characters.').waitFor();
    await dialog.getByLabel('Why is it amended?').fill('The swab was negative');
    await dialog.getByRole('button', { name: 'Sign new version' }).click();
    // The new words are checked like the old ones: this finding is the doctor's own.
    await dialog.getByText('Check 1 doubt first').waitFor();
    await dialog.getByLabel(/Finding not in your notes/).check();
    await dialog.getByRole('button', { name: 'Sign new version' }).click();
    await page.getByText('Version 2 is signed.').waitFor();

    const patient = sunita.page;
    await patient.goto(`/visits/${noteId}`);
    await patient.getByText('Your doctor changed this note once after signing').waitFor();
    await patient.getByText('Why: The swab was negative').waitFor();
    await patient.getByText('Show what changed').click();
    expect(await seenIn(patient.locator('del').first())).toContain('viral cough');
    expect(await seenIn(patient.locator('ins').first())).toContain('pneumonia');
  });

  test('on paper there is the note and nothing of the screen around it', async () => {
    const { page } = meera;
    await page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', 'yes');
    });
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await page.locator('html[data-printed]').waitFor();
    await page.emulateMedia({ media: 'print' });
    const sheet = page.locator('.sheet-page').last();
    expect(await seenIn(sheet)).toMatch(/Sunita Devi[\s\S]*Summary of the visit[\s\S]*Dr Meera Iyer[\s\S]*KMC 48213/);
    expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Amend' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: null });

    await sunita.page.emulateMedia({ media: 'print' });
    expect(await sunita.page.getByRole('heading', { name: 'Letter to you' }).isVisible()).toBe(true);
    expect(await sunita.page.getByRole('button', { name: 'Print or save' }).isVisible()).toBe(false);
    expect(await sunita.page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
    await sunita.page.emulateMedia({ media: null });
  });

  test('the browsers saw no error but the refusals that these stories are about', () => {
    expect(troubleOf(meera, [422, '/amendments'])).toEqual([]);
    expect(troubleOf(sunita, [404, noteId])).toEqual([]);
  });
});

describe('Dr Meera writes a note for somebody who walks in', () => {
  test('with a name, an age and a sex, without a mouse', async () => {
    const name = `Walter ${randomUUID().slice(0, 6)}`;
    const { page } = meera;
    await page.goto('/desk/notes/new');
    await page.getByRole('combobox', { name: 'Patient' }).focus();
    await page.keyboard.type(name);
    await page.getByRole('option', { name: `Walk-in: “${name}” as somebody new` }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await roughOf(page).focus();
    await page.keyboard.insertText(ROUGH_NOTES);

    // What is missing is said beside its field, which gets the focus.
    await page.keyboard.press('Control+Enter');
    await page.getByText('Type the age in whole years, 0 to 130.').waitFor();
    await until('the focus on the age', () => isFocused(page.getByLabel('Age in years')));
    await page.keyboard.type('58', { delay: 150 });
    await page.keyboard.press('Tab');
    await page.keyboard.type('Male', { delay: 100 });
    await roughOf(page).press('Control+Enter');
    await page.waitForURL((url) => /\/desk\/notes\/(?!new)/.test(url.pathname));
    await until('the note', async () => (await noteOf(page).getAttribute('aria-busy')) === 'false');
    expect(await seenIn(page.getByRole('heading', { level: 1 }))).toBe(name);

    await page.goto('/desk/patients');
    await page.getByLabel('Search by name').fill(name);
    await page.getByRole('link', { name: new RegExp(name) }).waitFor();
    expect(troubleOf(meera, [422, '/amendments'])).toEqual([]);
  });

  test('who has no e-mail address gets the letter on paper', async () => {
    const { page } = meera;
    await page.getByRole('link', { name: /Walter/ }).click();
    await page.getByText('On paper').waitFor();
  });
});
