import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { Note } from '../functions/consultation-notes/contract.ts';
import { connect, keepScreens, seenIn, signIn, troubleOf, type Visitor, visit } from './browser.ts';
import { countingTo, eventsIn, localOf, numbersOf, type Person, personOf, ROUGH, until } from './cloud.ts';
import { type Network, startNetwork } from './network.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

let browser: Browser;
let meera: Visitor;
let network: Network;
let program: Person;

beforeAll(async () => {
  browser = await connect(endpoint);
  network = await startNetwork(origin);
  meera = await visit(browser, webOrigin, { bypassCSP: true });
  await network.serves(meera.context);
  await signIn(meera.page, 'meera@arogya.example');
  program = personOf(origin, await local.token('meera'));
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [meera]);
  await local.clearFaults();
  await network.mend(meera.context);
  for (const page of meera.context.pages().slice(1)) await page.close();
});
afterAll(async () => {
  await browser.close();
  network.stop();
});

const roughOf = (page: Page) => page.getByRole('textbox', { name: 'Your notes' });
const writing = (page: Page) => page.locator('section.note[aria-busy="true"]');
const written = (page: Page) => page.locator('section.note[aria-busy="false"]');
const shownSentences = (page: Page) =>
  page.locator('li[data-sentence]').evaluateAll((items) => items.map((item) => item.querySelector('[lang]')?.textContent ?? ''));
const noteText = (page: Page) => seenIn(page.locator('section.note'));
const textsOf = ({ sentences }: Note) => sentences.map(({ text }) => text);

/** A new note for Ravi, with the rough notes typed in. */
const openNew = async (page: Page, text: string): Promise<void> => {
  await page.goto('/desk/notes/new');
  await page.getByRole('combobox', { name: 'Patient' }).fill('Ravi');
  await page.getByRole('option', { name: /Ravi Kumar/ }).click();
  await roughOf(page).fill(text);
};
/** Has it written slowly; answers with its id once some sentences are there. */
const beginWriting = async (page: Page): Promise<string> => {
  await local.fault({ kind: 'model-slow', milliseconds: 12 });
  await openNew(page, ROUGH);
  await roughOf(page).press('Control+Enter');
  await writing(page).waitFor();
  await until('three sentences', async () => (await page.locator('li[data-sentence]').count()) >= 3);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
};
const draftOf = (noteId: string) =>
  until(
    'the note to be complete',
    async () => {
      const note = await program.note(noteId);
      return note.status === 'draft' && note;
    },
    20,
    300,
  );

test('what is typed is there again after a reload, and in another tab after the first was closed at once', async () => {
  const { page, context } = meera;
  const words = `BP diary avg 138/86 ${randomUUID()}`;
  await openNew(page, words);
  await page.getByText(/^Saved \d/).waitFor();
  await page.reload();
  await until('the words', async () => (await roughOf(page).inputValue()) === words);
  expect(await page.getByText('Ravi Kumar').first().isVisible()).toBe(true);

  // Another tab, closed in the middle of a word as soon as it says that it is kept: before anything could be sent.
  const second = await context.newPage();
  await second.goto(page.url());
  await until('the words in the second tab', async () => (await roughOf(second).inputValue()) === words);
  await roughOf(second).focus();
  await second.keyboard.press('Control+End');
  await second.keyboard.insertText(', headaches sett');
  await second.getByText('Kept on this device').waitFor();
  await second.close();
  const third = await context.newPage();
  await third.goto('/desk');
  await third.getByRole('link', { name: new RegExp(words.slice(-36)) }).click();
  await until('the last words', async () => (await roughOf(third).inputValue()) === `${words}, headaches sett`);
  await third.getByText(/^Saved \d/).waitFor();
  const drafts = await program.call<{ text: string }[]>('GET', '/rough-drafts');
  expect(drafts.filter(({ text }) => text.startsWith(words)).map(({ text }) => text)).toEqual([`${words}, headaches sett`]);
});

test('without a network typing goes on, says where it is kept, and is sent when the network is back', async () => {
  const { page, context } = meera;
  const words = `no network ${randomUUID()}`;
  await openNew(page, 'first');
  await page.getByText(/^Saved \d/).waitFor();
  await network.lose(context);
  await roughOf(page).fill(words);
  await page.getByText('Kept on this device').waitFor();
  await network.mend(context);
  await page.getByText(/^Saved \d/).waitFor();
  const drafts = await program.call<{ text: string }[]>('GET', '/rough-drafts');
  expect(drafts.some(({ text }) => text === words)).toBe(true);
});

test('a network that is lost while the note is written: it is said, and the note goes on without a gap', async () => {
  const { page, context } = meera;
  const noteId = await beginWriting(page);
  await network.lose(context);
  await page.getByText('No internet. The note is still being written.').waitFor();
  const before = await shownSentences(page);
  await network.mend(context);
  await written(page).waitFor();
  const note = await draftOf(noteId);
  expect(await shownSentences(page)).toEqual(textsOf(note));
  expect(before.length).toBeLessThan(note.sentences.length);
  expect(note.writing).toMatchObject({ writtenBy: 'model', end: 'complete' });
  const kept = numbersOf(eventsIn((await program.send('GET', `/consultation-notes/${noteId}/stream`)).text));
  expect(kept).toEqual(countingTo(kept.length));
});

test('connections that break again and again while the note is written leave no gap either', async () => {
  const { page, context } = meera;
  const noteId = await beginWriting(page);
  for (let times = 0; times < 3; times += 1) {
    const before = (await noteText(page)).length;
    network.cut();
    await page.getByText('Still being written; reconnecting').first().waitFor();
    await network.mend(context);
    await until('more text', async () => (await noteText(page)).length > before);
  }
  await written(page).waitFor();
  expect(await shownSentences(page)).toEqual(textsOf(await draftOf(noteId)));
});

test('a reload while the note is written goes on with the same note', async () => {
  const { page } = meera;
  const noteId = await beginWriting(page);
  await page.reload();
  await writing(page).waitFor();
  await written(page).waitFor();
  expect(page.url()).toContain(noteId);
  expect(await shownSentences(page)).toEqual(textsOf(await draftOf(noteId)));
});

test('a tab that is closed while the note is written leaves a complete draft', async () => {
  const { context } = meera;
  const page = await context.newPage();
  const noteId = await beginWriting(page);
  const before = (await shownSentences(page)).length;
  await page.close();
  const note = await draftOf(noteId);
  expect(note.sentences.length).toBeGreaterThan(before);
  const again = await context.newPage();
  await again.goto(`/desk/notes/${noteId}`);
  await until('every sentence', async () => (await shownSentences(again)).length === note.sentences.length);
  expect(await shownSentences(again)).toEqual(textsOf(note));
});

test('the browser saw no error but those of the lost network', () => {
  const lost = /ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_NETWORK|ERR_CONNECTION|ERR_SOCKET_NOT_CONNECTED/;
  expect(troubleOf(meera).filter((line) => !lost.test(line))).toEqual([]);
});
