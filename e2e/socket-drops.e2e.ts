import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { LiveHere, LiveMessage } from '../functions/live/contract.ts';
import type { Reminder } from '../functions/reminders/contract.ts';
import { connect, keepScreens, troubleOf, type Visitor, visit } from './browser.ts';
import { appointmentOf, type DoctorAtWork, firstFree, hold, openDoctor, patientOf } from './clinic.ts';
import { countingTo, localOf, type Person, until } from './cloud.ts';
import { dosesOf, inboxOf, newcomer, remember, remindIn, sweepNow, untilTold, wasNotReloaded } from './medicines.ts';
import { type Network, startNetwork } from './network.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

/** What one page's sockets said, in order. */
type Heard = { here: LiveHere[]; lines: number[]; sockets: number };

let browser: Browser;
let farida: Visitor;
let network: Network;
let program: Person;
let doctor: DoctorAtWork;
let pages: { inbox: Page; medicines: Page; visits: Page };
const heard = new Map<Page, Heard>();

const listenTo = (page: Page): void => {
  const all: Heard = { here: [], lines: [], sockets: 0 };
  heard.set(page, all);
  page.on('websocket', (socket) => {
    all.sockets += 1;
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload)) as LiveHere | LiveMessage;
      if (frame.kind === 'here') all.here.push(frame);
      all.lines.push(...(frame.kind === 'here' ? frame.missed : [frame]).map(({ cursor }) => cursor));
    });
  });
};
const heardBy = (page: Page): Heard => heard.get(page) ?? { here: [], lines: [], sockets: 0 };

beforeAll(async () => {
  browser = await connect(endpoint);
  network = await startNetwork(origin);
  farida = await visit(browser, webOrigin, { bypassCSP: true });
  const { context, page } = farida;
  await network.serves(context);
  await network.carriesLive(context);
  const { account } = await newcomer(page, local, 'Farida Sheikh');
  [program, doctor] = await Promise.all([
    patientOf(local, account, { name: 'Farida Sheikh' }),
    openDoctor(local, 'socket-doctor', { practice: { feePaise: 0 } }),
  ]);
  pages = { inbox: await context.newPage(), medicines: await context.newPage(), visits: await context.newPage() };
  for (const [name, each] of Object.entries(pages)) {
    listenTo(each);
    await each.goto(`/${name}`);
    await each.getByRole('heading', { level: 1 }).waitFor();
    await until('the live connection', () => heardBy(each).here.length > 0);
    await remember(each);
  }
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [farida]);
  await network.mend(farida.context);
});
afterAll(async () => {
  await browser.close();
  network.stop();
});

const rows = (page: Page) => page.getByRole('main').getByRole('listitem');
const doseRow = (medicine: string) =>
  rows(pages.medicines)
    .filter({ has: pages.medicines.getByText(/^(I took it|Undo)/) })
    .filter({ hasText: medicine });

/** A medicine that is due, announced and not answered. */
const dueMedicine = async (medicine: string): Promise<string> => {
  const { reminderId } = await remindIn(program, 3, { medicine });
  await sweepNow(local);
  const dose = await untilTold('the dose to come due', async () =>
    (await dosesOf(program, reminderId)).find(({ status }) => status === 'due'),
  );
  await untilTold('its notification', async () =>
    (await inboxOf(program)).some(({ notificationId }) => notificationId.includes(reminderId)),
  );
  return dose.doseId;
};
const book = async (): Promise<string> => {
  const { appointmentId } = await hold(program, doctor.doctorId, await firstFree(program, doctor.doctorId, 3 * 24 * 60));
  await untilTold('the booked visit', async () => (await appointmentOf(program, appointmentId)).status === 'CONFIRMED');
  return appointmentId;
};

/** Each screen shows what the API says, and each of it once. */
const expectAllShown = async (): Promise<void> => {
  // What follows from what was done is told a little later.
  await local.quiet();
  const [inbox, doses, appointments, reminders] = await Promise.all([
    inboxOf(program),
    dosesOf(program),
    program.call<{ status: string; appointmentId: string }[]>('GET', '/appointments?limit=100'),
    program.call<Reminder[]>('GET', '/reminders'),
  ]);
  await until('every notification', async () => (await rows(pages.inbox).count()) === (await inboxOf(program)).length);
  for (const { title, body } of inbox) {
    const same = inbox.filter((one) => one.title === title && one.body.includes(body)).length;
    expect(await rows(pages.inbox).filter({ hasText: title }).filter({ hasText: body }).count(), `${title}: ${body}`).toBe(same);
  }
  for (const { medicine, status } of doses)
    await until(`${medicine} to be ${status}`, async () => {
      const row = doseRow(medicine);
      return (await row.count()) === 1 && (await row.getByText(status === 'taken' ? /^Taken/ : /^Due/).count()) === 1;
    });
  for (const { medicine } of reminders)
    expect(await pages.medicines.getByRole('region', { name: 'My medicines' }).getByText(medicine, { exact: true }).count(), medicine).toBe(
      1,
    );
  for (const { appointmentId, status } of appointments)
    await until(`the visit to be ${status}`, async () => {
      const row = rows(pages.visits).filter({ has: pages.visits.locator(`a[href="/visits/booked/${appointmentId}"]`) });
      return (await row.count()) === 1 && (await row.getByText(status === 'CANCELLED' ? 'Cancelled' : 'Booked').count()) === 1;
    });
  for (const page of Object.values(pages)) {
    expect(await wasNotReloaded(page)).toBe(true);
    // Whatever was said twice on the way: no line of the log is missing.
    const lines = [...new Set(heardBy(page).lines)].toSorted((one, other) => one - other);
    expect(lines).toEqual(countingTo(lines.length).map((number) => number + (lines[0] ?? 1) - 1));
  }
};

/** Much happens while nobody can be told; `away` and `back` are how the connection goes. */
const whileAway = async (names: [taken: string, due: string], away: () => Promise<void>, back: () => Promise<void>): Promise<void> => {
  const [taken, due] = names;
  const doseId = await dueMedicine(taken);
  const cancelled = await book();
  await expectAllShown();
  const before = Object.values(pages).map((page) => ({ page, ...heardBy(page), answers: heardBy(page).here.length }));

  await away();
  await program.call('POST', `/doses/${encodeURIComponent(doseId)}/take`);
  await program.call('POST', `/appointments/${cancelled}/cancel`);
  await Promise.all([dueMedicine(due), book()]);
  expect(await doseRow(due).count()).toBe(0);
  await back();

  await expectAllShown();
  for (const { page, sockets, answers } of before) {
    const { here, sockets: now } = heardBy(page);
    expect(now).toBeGreaterThan(sockets);
    // What was missed came by its cursor, in order, with the first answer of the next connection.
    const missed = here[answers]?.missed.map(({ cursor }) => cursor) ?? [];
    expect(missed.length).toBeGreaterThan(2);
    expect(missed).toEqual(missed.toSorted((one, other) => one - other));
  }
};

test(
  'connections that are cut while the device believes in its network: inbox, medicines and visits catch up by themselves',
  () =>
    whileAway(
      ['Losartan', 'Enalapril'],
      async () => network.cut(),
      () => network.mend(farida.context),
    ),
  110_000,
);

test(
  'a network that is lost and comes back: nothing is lost with it, and nothing doubled',
  () =>
    whileAway(
      ['Bisoprolol', 'Furosemide'],
      () => network.lose(farida.context),
      () => network.mend(farida.context),
    ),
  110_000,
);

test('the browser saw no error but those of the lost network', () => {
  const lost = /net::ERR_|WebSocket connection to/;
  expect(troubleOf(farida).filter((line) => !lost.test(line))).toEqual([]);
});
