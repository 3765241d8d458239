import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import { connect, keepScreens, PHONE, seenIn, troubleOf, type Visitor, visit } from './browser.ts';
import { localOf, type Person, until } from './cloud.ts';
import { dosesOf, inboxOf, newcomer, remindIn, sweepNow, untilTold } from './medicines.ts';
import { type ShownNotification, standInForNotifications } from './notification-centre.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

let browser: Browser;
let kamala: Visitor;
let program: Person;
let centre: Awaited<ReturnType<typeof standInForNotifications>>;

beforeAll(async () => {
  browser = await connect(endpoint);
  kamala = await visit(browser, webOrigin, { viewport: PHONE });
  centre = await standInForNotifications(kamala.context);
  ({ program } = await newcomer(kamala.page, local, 'Kamala Nair'));
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [kamala]);
});
afterAll(() => browser.close());

const permissionOf = (page: Page) => page.evaluate(() => Notification.permission);

/** A dose that comes in seconds, and what the device shows of it. */
const pushOfDose = async (medicine: string): Promise<{ doseId: string; shown: ShownNotification }> => {
  const { reminderId } = await remindIn(program, 4, { medicine, strength: '500 mg' });
  await sweepNow(local);
  const dose = await untilTold('the dose to come due', async () =>
    (await dosesOf(program, reminderId)).find(({ status }) => status === 'due'),
  );
  const shown = await until('the notification', async () => (await centre.shown()).find(({ tag }) => tag.includes(reminderId)));
  return { doseId: dose.doseId, shown };
};
const doseWhen = (doseId: string, status: string) =>
  untilTold(`the dose to be ${status}`, async () =>
    (await dosesOf(program)).find((dose) => dose.doseId === doseId && dose.status === status),
  );
const deliveriesOf = async ({ tag }: ShownNotification) =>
  (await inboxOf(program)).find(({ notificationId }) => notificationId === tag)?.deliveries;
/** Everything that left for her by push, as it was encrypted for her browser. */
const pushesTo = async (): Promise<string[]> => {
  const endpointKept = await kamala.page.evaluate(
    () => (JSON.parse(localStorage.getItem('arogya.push') ?? '{}') as { endpoint?: string }).endpoint ?? '',
  );
  return (await local.mailTo(endpointKept)).map(({ text }) => text);
};

test('Kamala is asked whether her phone may remind her once she has something to be reminded of, and not before', async () => {
  const { page } = kamala;
  await page.goto('/medicines');
  await page.getByText('Add your first medicine').waitFor();
  expect(await page.getByText('Let this phone remind you?').count()).toBe(0);
  await page.getByRole('main').getByRole('link', { name: 'Add a medicine' }).first().click();
  await page.getByLabel('Medicine', { exact: true }).fill('Thyroxine');
  await page.getByRole('button', { name: 'Remind me' }).click();
  const ask = page.getByRole('region', { name: 'Let this phone remind you?' });
  await ask.waitFor();
  // The browser's own question, which cannot be asked twice, comes only after her yes.
  expect(await permissionOf(page)).toBe('default');
  await ask.getByRole('button', { name: 'Yes' }).click();
  await page.getByText('This phone reminds you now.').waitFor();
  expect(await permissionOf(page)).toBe('granted');
});

test('a dose is shown by the service worker without the medicine’s name, and the sender learns that it was', async () => {
  const { shown } = await pushOfDose('Metformin');
  expect(shown).toMatchObject({ title: 'It is time', lang: 'en', requireInteraction: true, data: { path: '/medicines' } });
  expect(shown.actions?.map(({ title }) => title)).toEqual(['I took it', 'In 10 minutes']);
  expect(JSON.stringify(shown)).not.toMatch(/metformin|500/i);
  for (const push of await pushesTo()) expect(push).not.toMatch(/metformin|500 mg/i);
  await untilTold('the receipt', async () =>
    (await deliveriesOf(shown))?.some(({ channel, state }) => channel === 'push' && state === 'delivered'),
  );
  expect(await deliveriesOf(shown)).toHaveLength(1);
  await kamala.page.goto('/inbox');
  await kamala.page.getByText('Sent: alert (arrived)').first().waitFor();
  expect((await centre.shown()).filter(({ tag }) => tag === shown.tag)).toHaveLength(1);

  // Her answer from where it is shown, by no page of the app.
  const { doseId } = (await dosesOf(program)).find(({ medicine }) => medicine === 'Metformin') ?? { doseId: '' };
  await centre.tap(shown.tag, 'take');
  expect(await doseWhen(doseId, 'taken')).toMatchObject({ medicine: 'Metformin', status: 'taken' });
  expect(await centre.shown()).toEqual([]);
}, 100_000);

test('with details switched on the medicine is named; the notification puts the dose off or opens its page', async () => {
  const { page } = kamala;
  await page.goto('/me/notifications');
  await page.getByLabel('Show the medicine and names on the lock screen').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).first().waitFor();

  const { doseId, shown } = await pushOfDose('Glimepiride');
  expect(shown.title).toMatch(/^Medicine at \d/);
  expect(shown.body).toBe('Glimepiride 500 mg, 1 tablet');
  await centre.tap(shown.tag);
  await page.waitForURL('**/medicines');
  const row = page.getByRole('region', { name: 'Now', exact: true }).getByRole('listitem').filter({ hasText: 'Glimepiride' });
  await row.getByRole('button', { name: 'I took it' }).waitFor();
  await untilTold(
    'the notification to count as read',
    async () => (await inboxOf(program)).find(({ notificationId }) => notificationId === shown.tag)?.readAt,
  );

  const again = await pushOfDose('Atenolol');
  await centre.tap(again.shown.tag, 'snooze');
  expect(await doseWhen(again.doseId, 'snoozed')).toMatchObject({ medicine: 'Atenolol' });
  expect((await doseWhen(doseId, 'due')).medicine).toBe('Glimepiride');
  await page.getByText(/^Again at \d/).waitFor();
  expect(await seenIn(page.getByRole('main'))).toContain('Atenolol');
}, 120_000);

test('once she has turned it off on this device, nothing is shown there', async () => {
  const { page } = kamala;
  await page.goto('/me/notifications');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  const before = (await centre.shown()).length;
  const { reminderId } = await remindIn(program, 3, { medicine: 'Ramipril' });
  await sweepNow(local);
  const found = await untilTold('the notification in the inbox', async () =>
    (await inboxOf(program)).find(({ notificationId }) => notificationId.includes(reminderId)),
  );
  expect(found.deliveries).toEqual([]);
  expect(await centre.shown()).toHaveLength(before);
  expect(troubleOf(kamala)).toEqual([]);
}, 100_000);
