import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import { connect, keepScreens, PHONE, seenIn, signIn, troubleOf, type Visitor, visit } from './browser.ts';
import { patientOf } from './clinic.ts';
import { localOf, type Person, personOf, until } from './cloud.ts';
import { inboxOf, newcomer, remember, untilTold, wasNotReloaded } from './medicines.ts';
import { standInForNotifications } from './notification-centre.ts';

/** Her doses were begun in setup.ts: when other journeys come first, five minutes are over for one of them each half minute. */
const { origin, webOrigin, browser: endpoint } = inject('arogya');
const { unanswered } = inject('begun');
const local = localOf(origin);
const MINUTES = 400;

let browser: Browser;
let saraswati: Visitor;
let suresh: Visitor;
let patient: Person;
let caregiver: Person;
/** Another caregiver of hers, by whom one sees that there was something to tell. */
let daughter: Person;
let centre: Awaited<ReturnType<typeof standInForNotifications>>;

beforeAll(async () => {
  browser = await connect(endpoint);
  [saraswati, suresh] = await Promise.all([visit(browser, webOrigin, { viewport: PHONE }), visit(browser, webOrigin, { viewport: PHONE })]);
  centre = await standInForNotifications(suresh.context);
  patient = personOf(origin, await local.token(unanswered.account));
  [daughter] = await Promise.all([
    patientOf(local, 'daughter', { name: 'Latha Nair' }),
    signIn(saraswati.page, unanswered.email, unanswered.password),
    newcomer(suresh.page, local, 'Suresh Nair').then(({ program }) => {
      caregiver = program;
    }),
  ]);
  const { code } = await patient.call<{ code: string }>('POST', '/caregivers', { body: { name: 'Latha' } });
  await daughter.call('POST', '/caregivers/accept', { body: { code } });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [saraswati, suresh]);
});
afterAll(() => browser.close());

const alertsOf = async (person: Person) => (await inboxOf(person)).filter(({ kind }) => kind === 'caregiver-alert');
/** What left for his browser about doses, by notification: a push that is sent twice is there twice. */
const pushesToHim = async (): Promise<string[]> => {
  const kept = await suresh.page.evaluate(() => localStorage.getItem('arogya.push'));
  const mails = await local.mailTo((JSON.parse(kept ?? '{}') as { endpoint?: string }).endpoint ?? 'nobody');
  return mails.map(({ text }) => (JSON.parse(text) as { tag: string }).tag).filter((tag) => tag.startsWith('caregiver.'));
};

test('Saraswati invites Suresh, who accepts on his own phone; hers shows it without a reload', async () => {
  const hers = saraswati.page;
  await hers.goto('/medicines/caregivers');
  await hers.getByLabel('Their name').fill('Suresh');
  await hers.getByRole('button', { name: 'Make a code' }).click();
  const shown = hers.getByRole('region', { name: 'Show or read out this code to Suresh' });
  await shown.waitFor();
  const code = /[A-Z2-9]{5}.?[A-Z2-9]{5}/.exec(await seenIn(shown))?.[0] ?? '';
  await remember(hers);

  const his = suresh.page;
  await his.goto('/me/notifications');
  await his.getByRole('button', { name: 'Turn on' }).click();
  await his.getByRole('button', { name: 'Turn off' }).waitFor();
  await his.goto('/medicines/caregivers');
  await his.getByLabel('Code').fill(code);
  await his.getByRole('button', { name: 'Become caregiver' }).click();
  await his.getByText('You are told if Saraswati Amma misses a dose.').waitFor();
  expect(await alertsOf(caregiver)).toEqual([]);

  await hers
    .getByRole('listitem')
    .filter({ hasText: 'Suresh Nair' })
    .getByText(/^Since /)
    .waitFor();
  expect(await wasNotReloaded(hers)).toBe(true);
  await untilTold('her notification', async () =>
    (await inboxOf(patient)).some(({ kind, body }) => kind === 'caregiver-accepted' && body.startsWith('Suresh Nair')),
  );
});

test(
  'a dose that she does not answer is told to him once: on his open page without a reload, and by push; never which medicine',
  async () => {
    const { page } = suresh;
    await page.goto('/inbox');
    await page.getByText('Nothing here yet').waitFor();
    await remember(page);
    await page
      .getByText('A medicine was not answered')
      .first()
      .waitFor({ timeout: MINUTES * 1000 });
    expect(await wasNotReloaded(page)).toBe(true);
    expect(await seenIn(page.getByRole('main'))).toMatch(
      /Saraswati Amma has not answered the \d+:\d\d [ap]m medicine\. Please call and ask\./,
    );
    expect(await seenIn(page.getByRole('main'))).not.toContain('Warfarin');

    const told = await until('the push to be shown', async () => (await centre.shown()).find(({ tag }) => tag.startsWith('caregiver.')));
    expect(told).toMatchObject({ title: 'Somebody may need you', requireInteraction: true, data: { path: '/medicines/caregivers' } });
    expect(JSON.stringify(told)).not.toMatch(/Saraswati|Warfarin/);
    const alert = await untilTold('the receipt', async () =>
      (await alertsOf(caregiver)).find(
        ({ notificationId, deliveries }) =>
          notificationId === told.tag && deliveries.some(({ channel, state }) => channel === 'push' && state === 'delivered'),
      ),
    );
    expect(alert.deliveries).toHaveLength(1);
    expect((await pushesToHim()).filter((tag) => tag === told.tag)).toHaveLength(1);
  },
  (MINUTES + 60) * 1000,
);

test('she ends it with one tap: he is told that, and of no dose from then on', async () => {
  await saraswati.page.getByRole('button', { name: 'End Suresh Nair as caregiver' }).click();
  await saraswati.page.getByText('Suresh Nair is told nothing more.').waitFor();
  await suresh.page.getByText('Care has ended').waitFor();
  expect(await wasNotReloaded(suresh.page)).toBe(true);

  const [toHim, pushes, toHer] = [await alertsOf(caregiver), await pushesToHim(), await alertsOf(daughter)];
  // The next dose is told to both in one step, or to one of them.
  await untilTold('another caregiver to be told of the next dose', async () => (await alertsOf(daughter)).length > toHer.length);
  await local.quiet();
  expect(await alertsOf(caregiver)).toEqual(toHim);
  expect(await pushesToHim()).toEqual(pushes);
  expect(new Set(pushes).size).toBe(pushes.length);
  expect([...troubleOf(saraswati), ...troubleOf(suresh)]).toEqual([]);
});
