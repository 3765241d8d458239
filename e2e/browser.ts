import { join } from 'node:path';

import AxeModule from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

import { type Local, until } from './cloud.ts';

export const DEMO_PASSWORD = 'arogya-demo';
export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** Longest wait for anything on a page. */
const PATIENCE = 40_000;

export const connect = (endpoint: string): Promise<Browser> => chromium.connect(endpoint);

/** A browser of its own for one person: what goes wrong in it is kept, for the test to look at. */
export type Visitor = {
  context: BrowserContext;
  page: Page;
  /** Errors that reached the console, exceptions that nobody caught and what the CSP refused. */
  trouble: string[];
};

const watch = (page: Page, trouble: string[]): void => {
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
};

export const visit = async (
  browser: Browser,
  webOrigin: string,
  o: BrowserContextOptions & { language?: 'en' | 'hi' } = {},
): Promise<Visitor> => {
  const { language, ...options } = o;
  const context = await browser.newContext({
    baseURL: webOrigin,
    viewport: DESK,
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const trouble: string[] = [];
  context.on('page', (page) => watch(page, trouble));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`CSP refused ${blockedURI} by ${violatedDirective}`),
    );
  });
  if (language !== undefined) await context.addInitScript((code) => localStorage.setItem('arogya.language', code), language);
  return { context, page: await context.newPage(), trouble };
};

/** The trouble that nobody foresaw; `refusals` are answers like `422 …/amendments`, which the browser reports by itself. */
export const troubleOf = ({ trouble }: Visitor, ...refusals: [status: number, path: string][]): string[] =>
  trouble.filter((line) => !refusals.some(([status, path]) => line.includes(`status of ${status} `) && line.includes(path)));

/** What everybody's screen shows at the end of a test that failed, in `.build/e2e/`. */
export const keepScreens = async (name: string, visitors: readonly (Visitor | undefined)[]): Promise<void> => {
  const pages = visitors.flatMap((visitor) => visitor?.context.pages() ?? []);
  for (const [index, page] of pages.entries()) {
    const path = join(import.meta.dirname, '../.build/e2e', `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}-${index + 1}.png`);
    await page.screenshot({ path, timeout: 5_000 }).catch(() => undefined);
  }
};

/** Through the landing page and the sign-in pages, to the first page of the account. */
export const signIn = async (page: Page, login: string, password = DEMO_PASSWORD): Promise<void> => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in or sign up' }).click();
  await fillSignIn(page, login, password);
  await page.waitForURL((url) => /^\/(home|desk)/.test(url.pathname));
};

/** On the provider's own page. */
export const fillSignIn = async (page: Page, login: string, password: string): Promise<void> => {
  await page.getByLabel('E-mail or phone number').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** From the landing page, with the code from the inbox, to the first page of the new account. */
export const signUp = async (page: Page, local: Local, person: { name: string; email: string; password: string }): Promise<void> => {
  await page.goto('/start');
  await page.getByRole('button', { name: 'Sign in or sign up' }).click();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail or phone number').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByLabel('Code').waitFor();
  await page.getByLabel('Code').fill(await codeFor(local, person.email));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL('**/home');
};

/** The newest code that was sent to an address. */
export const codeFor = async (local: Local, address: string): Promise<string> =>
  /\b\d{6}\b/.exec((await local.mailTo(address))[0]?.text ?? '')?.[0] ?? '';

/** With the admin's second step; `/local` shows a code that was not used yet. */
export const signInAsAdmin = async (page: Page, local: Local): Promise<void> => {
  await page.goto('/');
  await page.getByRole('button', { name: 'I am an admin' }).click();
  await fillSignIn(page, 'admin@arogya.example', DEMO_PASSWORD);
  await page.getByLabel('Code').waitFor();
  await page.getByLabel('Code').fill((await local.totp())?.code ?? '');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL('**/admin/doctors');
};

/** The words that somebody sees, without those that are hidden. */
// biome-ignore lint/performance/useDomNodeTextContent: hidden words are what this leaves out
export const seenIn = (element: Locator): Promise<string> => element.innerText();

/** Text of an element that grows, once for each length that was seen. */
export const watchGrowth = async (element: Locator, done: () => Promise<boolean>): Promise<string[]> => {
  const seen: string[] = [];
  await until('the text to be complete', async () => {
    const text = await seenIn(element);
    if (text !== seen.at(-1)) seen.push(text);
    return done();
  });
  return seen;
};

export const isFocused = (element: Locator): Promise<boolean> => element.evaluate((node) => node === document.activeElement);

/** With the keyboard alone, from wherever the focus is. */
export const tabTo = async (page: Page, element: Locator): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(element)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not get there');
};

/** What axe finds wrong, in words; by some of its rules if they are named. */
export const violationsOn = async (page: Page, rules?: string[]): Promise<string[]> => {
  // Evaluated by the debugger and not added to the page: its CSP allows no foreign script.
  await page.evaluate(`globalThis.axe ?? ((module, exports) => { ${AxeModule.source} })(undefined, undefined)`);
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`),
    );
  }, rules);
};

/** How far the page reaches beyond the window, in CSS pixels; one is rounding. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
