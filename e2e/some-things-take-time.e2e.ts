import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { connect, signIn, signUp, visit } from './browser.ts';
import { localOf, newNote, personOf, ROUGH, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);
let browser: Browser;

beforeAll(async () => {
  browser = await connect(endpoint);
});
afterAll(async () => {
  await browser.close();
  await local.clearFaults();
});

/** Leases, retries and what the API remembers of an account have their time; these wait for it together. */
describe.concurrent('in less than a minute', () => {
  test('an account that is closed has lost its access, with the tokens and the screens that it had', async () => {
    const admin = personOf(origin, await local.token('admin'));
    const { context, page } = await visit(browser, webOrigin);
    const answered = page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
    await signUp(page, local, { name: 'Hari Om', email: `hari-${randomUUID()}@arogya.example`, password: 'a long password' });
    const hari = personOf(origin, ((await (await answered).json()) as { access_token: string }).access_token);
    const { accountId } = await hari.call<{ accountId: string }>('GET', '/me');
    await admin.call('POST', `/accounts/${accountId}/deactivate`, { body: { reason: 'He asked for it' } });
    const closedAt = Date.now();

    // Several at a time, so that every worker's memory is asked.
    let lastLetIn = closedAt;
    await until(
      'every request to be refused',
      async () => {
        const paths = ['/me', '/me', '/consultation-notes', '/consultation-notes', '/me/audit'];
        const replies = await Promise.all(paths.map((path) => hari.send('GET', path)));
        const refused = replies.filter(({ status }) => status !== 200);
        for (const reply of refused) expect(reply).toMatchObject({ status: 403, body: { error: { code: 'account-deactivated' } } });
        if (refused.length < replies.length) lastLetIn = Date.now();
        return refused.length === replies.length;
      },
      60,
      3_000,
    );
    expect(lastLetIn - closedAt).toBeLessThan(60_000);

    // His screen says so as soon as it asks for anything.
    const profile = page.getByRole('link', { name: 'Profile' });
    if (await profile.isVisible()) await profile.click();
    await page.getByText('Your account is closed for now').first().waitFor();
    await context.close();
  }, 90_000);

  test('a letter that the mail service refuses five times rests in the dead-letter queue, and arrives once when it is redriven', async () => {
    // A reminder of another journey may come while the mail service refuses.
    const deadLetters = async () =>
      (await local.queues()).filter(
        ({ deadLettersOf, visible }) => visible > 0 && deadLettersOf.some((name) => name.includes('LetterRequested')),
      );
    const doctor = personOf(origin, await local.token('mail-doctor', { role: 'doctor' }));
    const address = `${randomUUID()}@arogya.example`;
    const walkIn = { name: 'Kamala Nair', ageYears: 61, sex: 'female', email: address };
    const { noteId } = await doctor.write({ body: newNote({ patient: { walkIn } }) });
    await doctor.sign(noteId);
    const throttled = await local.fault({ kind: 'mail-throttled', times: 1_000 });
    await doctor.call('POST', `/consultation-notes/${noteId}/send`);

    const [resting, ...others] = await until(
      'a dead letter',
      async () => {
        const found = await deadLetters();
        return found.length > 0 && found;
      },
      60,
    );
    expect(others).toEqual([]);
    expect(resting).toMatchObject({ visible: 1, deadLettersOf: [expect.stringContaining('LetterRequested')] });
    const [message] = await local.messages(resting?.name ?? '');
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ 'detail-type': 'letter-requested', detail: { data: { noteId, version: 1 } } });
    expect(await local.mailTo(address)).toEqual([]);
    expect((await doctor.note(noteId)).letterSentAt).toBeUndefined();

    await local.forget(throttled);
    expect(await local.api('POST', `/queues/${resting?.name}/redrive`)).toEqual({ moved: 1 });
    await until('the letter', async () => (await local.mailTo(address)).length > 0);
    await local.quiet();
    expect(await local.mailTo(address)).toHaveLength(1);
    expect(await deadLetters()).toEqual([]);
    expect((await doctor.note(noteId)).letterSentAt).toBeDefined();
  }, 90_000);

  test('a note whose writer died is interrupted, says so at the desk, and Continue completes it', async () => {
    const { context, page } = await visit(browser, webOrigin);
    await signIn(page, 'meera@arogya.example');
    const program = personOf(origin, await local.token('meera'));
    const shownSentences = () =>
      page.locator('li[data-sentence]').evaluateAll((items) => items.map((item) => item.querySelector('[lang]')?.textContent ?? ''));
    await page.goto('/desk/notes/new');
    await page.getByRole('combobox', { name: 'Patient' }).fill('Sunita');
    await page.getByRole('option', { name: /Sunita Devi/ }).click();
    await page.getByRole('textbox', { name: 'Your notes' }).fill(ROUGH);
    // The doctor of the letter has had her note written by now: only this one is hit.
    await local.fault({ kind: 'function-crash', functionName: 'consultation-notes-stream', at: 'mid-stream', afterPieces: 60 });
    await local.fault({ kind: 'model-slow', milliseconds: 20 });
    await page.getByRole('textbox', { name: 'Your notes' }).press('Control+Enter');
    await until('three sentences', async () => (await page.locator('li[data-sentence]').count()) >= 3);
    const noteId = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    // The dead writer's lease is over after 15 s.
    await page.getByText('Writing was interrupted').waitFor({ timeout: 30_000 });
    await page.getByText('Press Continue first: the note is not complete').waitFor();
    const kept = await shownSentences();
    expect(await program.note(noteId)).toMatchObject({ status: 'interrupted' });
    await page.goto('/desk');
    await page.getByRole('heading', { name: 'Interrupted: press Continue' }).waitFor();
    await page.locator(`a[href="/desk/notes/${noteId}"]`).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(/^The note is ready/).waitFor();
    const note = await until('the draft', async () => {
      const found = await program.note(noteId);
      return found.status === 'draft' && found;
    });
    expect(await shownSentences()).toEqual(note.sentences.map(({ text }) => text));
    expect(note.sentences.slice(0, kept.length).map(({ text }) => text)).toEqual(kept);
    expect(note.sentences.length).toBeGreaterThan(kept.length);
    expect(new Set(note.sentences.map(({ section }) => section)).size).toBe(3);
    await context.close();
  }, 90_000);
});
