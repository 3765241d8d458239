import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { connect, DESK, overflowOf, PHONE, signIn, signInAsAdmin, troubleOf, type Visitor, violationsOn, visit } from './browser.ts';
import { dayIn, localOf, newNote, type Person, personOf, until } from './cloud.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

let browser: Browser;
let doctor: Person;
let patientId: string;
let draftId: string;
let signedId: string;

beforeAll(async () => {
  browser = await connect(endpoint);
  doctor = personOf(origin, await local.token('meera'));
  const [sunita] = await doctor.call<{ patientId: string }[]>('GET', '/patients?q=Sunita');
  patientId = sunita?.patientId ?? '';
  const about = { patient: { patientId } };
  const [draft, signed] = await Promise.all([doctor.write({ body: newNote(about) }), doctor.write({ body: newNote(about) })]);
  draftId = draft.noteId;
  signedId = signed.noteId;
  // A doubt to see in the draft, a second version to see of the signed one.
  const { revision, sentences } = await doctor.note(draftId);
  const changes = [{ op: 'edit', sentenceId: sentences[0]?.sentenceId, text: 'Fever for 9 days.' }];
  await doctor.call('PATCH', `/consultation-notes/${draftId}`, { body: { revision, changes } });
  const note = await doctor.sign(signedId);
  const amended = [{ op: 'remove', sentenceId: note.sentences[0]?.sentenceId }];
  await doctor.call('POST', `/consultation-notes/${signedId}/amendments`, {
    body: { revision: note.revision, reason: 'Said twice', changes: amended },
  });
});
afterEach(() => local.clearFaults());
afterAll(() => browser.close());

/** Colours that fade into others are at their end. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.all(document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished.catch(() => {})] : []))).then(
      () => {},
    ),
  );

/** What is wrong with the page as it stands: on a phone and at a desk, in light and in dark. */
const wrongWith = async (page: Page, name: string, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']): Promise<string[]> => {
  const found: string[] = [];
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const where = `${name}, ${viewport.width} px, ${colorScheme}`;
      // Of axe's rules only contrast looks at colours.
      const violations = await violationsOn(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      found.push(...violations.map((violation) => `${where}: ${violation}`));
    }
    const overflow = await overflowOf(page);
    if (overflow > 0) found.push(`${name}, ${viewport.width} px: ${overflow} px wider than the window`);
  }
  return found;
};

/** The page has come: its heading is there and nothing is a skeleton any more. */
const isThere = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await until('the page without skeletons', async () => (await page.locator('.skeleton').count()) === 0);
};

type Stop = { path: string; name?: string; prepare?: (page: Page) => Promise<unknown> };

/** Every stop in both languages. The language of the screens is what the person chose, so it is put where the choice is kept. */
const wrongOn = async ({ page }: Visitor, stops: readonly Stop[]): Promise<string[]> => {
  const found: string[] = [];
  for (const language of ['en', 'hi']) {
    await page.evaluate((code) => localStorage.setItem('arogya.language', code), language);
    for (const { path, name = path, prepare } of stops) {
      await page.setViewportSize(DESK);
      await page.goto(path);
      await isThere(page);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      await prepare?.(page);
      // Dark colours are the same in every language.
      found.push(...(await wrongWith(page, `${name} in ${language}`, language === 'en' ? ['light', 'dark'] : ['light'])));
    }
  }
  return found;
};

describe.concurrent('nobody is kept out, in English or Hindi, on a phone or at a desk, in light or dark:', () => {
  test('before signing in', async () => {
    const visitor = await visit(browser, webOrigin);
    await visitor.page.goto('/');
    const found = await wrongOn(visitor, [
      { path: '/' },
      { path: '/start' },
      { path: '/nowhere', name: 'an address that is not there' },
      { path: '/visits', name: 'a page that needs a sign-in' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('on the sign-in pages', async () => {
    const found: string[] = [];
    for (const [locale, up, confirm] of [
      ['en-IN', 'Sign up', 'Enter the code'],
      ['hi-IN', 'नया खाता बनाएँ', 'कोड लिखें'],
    ] as const) {
      const visitor = await visit(browser, webOrigin, { locale });
      const { page } = visitor;
      await page.goto('/');
      await page.getByRole('main').getByRole('button').first().click();
      await page.getByRole('link', { name: up }).waitFor();
      found.push(...(await wrongWith(page, `sign in, ${locale}`)));
      await page.getByRole('link', { name: up }).click();
      await page.getByRole('button', { name: up }).click();
      await page.getByRole('heading', { name: up }).waitFor();
      await page.locator('.error').first().waitFor();
      found.push(...(await wrongWith(page, `sign up with problems, ${locale}`)));
      await page.locator('#name').fill('Asha');
      await page.locator('#login').fill(`asha-${locale}@arogya.example`.toLowerCase());
      await page.locator('#password').fill('a long password');
      await page.getByRole('button', { name: up }).click();
      await page.getByRole('heading', { name: confirm }).waitFor();
      found.push(...(await wrongWith(page, `confirm, ${locale}`)));
      expect(troubleOf(visitor, [400, '/sign-up'])).toEqual([]);
    }
    expect(found).toEqual([]);
  });

  test('a patient', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'sunita@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/home' },
      { path: '/visits' },
      {
        path: `/visits/${signedId}`,
        name: 'a visit',
        prepare: (page) =>
          page
            .locator('details')
            .first()
            .evaluate((node: HTMLDetailsElement) => (node.open = true)),
      },
      { path: '/me' },
      {
        path: '/me',
        name: '/me while it is changed',
        prepare: async (page) => {
          for (const id of ['allergies', 'about', 'address']) await page.locator(`#${id}`).getByRole('button').first().click();
        },
      },
      { path: '/me/seen-by' },
      { path: '/doctor-application' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('an admin', async () => {
    const visitor = await visit(browser, webOrigin);
    await signInAsAdmin(visitor.page, local);
    const found = await wrongOn(visitor, [
      { path: '/admin/doctors' },
      {
        path: '/admin/doctors',
        name: 'approved doctors, one about to be closed',
        prepare: async (page) => {
          await page.locator('input[value="approved"]').check();
          await page.locator('main li.card').first().getByRole('button').last().click();
          await page.getByRole('dialog').waitFor();
        },
      },
      { path: '/me' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('a doctor', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'meera@arogya.example');
    const rough = 'textarea#rough-notes';
    const found = await wrongOn(visitor, [
      { path: '/desk' },
      { path: '/desk', name: 'the desk with the dialog that finds', prepare: (page) => page.keyboard.press('Control+k') },
      { path: '/desk/notes' },
      { path: '/desk/patients' },
      { path: `/desk/patients/${patientId}`, name: 'a patient' },
      {
        path: '/desk/notes/new',
        name: 'a new note with everything missing',
        prepare: async (page) => {
          await page.locator(rough).press('Control+Enter');
          await page.locator('.problem').first().waitFor();
        },
      },
      {
        path: `/desk/notes/${draftId}`,
        name: 'a draft with a doubt',
        prepare: (page) => page.locator('li.is-flagged').first().click(),
      },
      { path: `/desk/notes/${signedId}`, name: 'a signed note', prepare: (page) => page.locator('.versions').waitFor() },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('a doctor while a note is written', async () => {
    const visitor = await visit(browser, webOrigin);
    const { page } = visitor;
    await signIn(page, 'meera@arogya.example');
    await local.fault({ kind: 'model-slow', milliseconds: 150 });
    const stream = await doctor.stream('POST', '/consultation-notes', { body: newNote({ patient: { patientId }, visitDate: dayIn(-1) }) });
    await until('the first sentence', () => stream.text.includes('event: sentence'));
    await page.goto(`/desk/notes/${/"noteId":"([^"]+)"/.exec(stream.text)?.[1]}`);
    await page.locator('.growing-text').first().waitFor();
    const found = await wrongWith(page, 'a note that grows');
    expect(await page.locator('section.note').getAttribute('aria-busy')).toBe('true');
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
    stream.abort();
  });

  test('a developer', async () => {
    const visitor = await visit(browser, webOrigin);
    const { page } = visitor;
    await page.goto('/docs');
    await page.getByText('Write a note from rough notes').waitFor();
    const found = await wrongWith(page, '/docs');
    await page.goto(`${origin}/local`);
    await page.locator('main h2').first().waitFor();
    found.push(...(await wrongWith(page, '/local')));
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });
});
