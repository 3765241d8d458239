import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { AppointmentBooked } from '../../events/appointments/appointment-booked.v1.ts';
import { AccountDeactivated } from '../../events/identity/account-deactivated.v1.ts';
import { SignedOutEverywhere } from '../../events/identity/signed-out-everywhere.v1.ts';
import { LiveEndDue } from '../../events/live/live-end-due.v1.ts';
import { LiveLogged } from '../../events/live/live-logged.v1.ts';
import { InboxChanged } from '../../events/notifications/inbox-changed.v1.ts';
import { remove } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { Life } from '../shared/testing/mortal.ts';
import { LINES_AT_ONCE, type LiveHere, type LiveMessage, type LiveOver } from './contract.ts';
import { liveEntry, liveHead } from './items.ts';
import { openScreens, type Screens } from './testing/screens.ts';

vi.stubEnv('LIVE_URL', 'wss://live.example/live');

const DAY = 86_400;

let screens: Screens;
let asha: Account;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.store.stop());
beforeEach(() => {
  // Past the time in which what the test before did is news.
  screens.pass(3_600);
  asha = screens.person();
});

const published = async ({ accountId }: Account) =>
  (await screens.published('live-logged')).filter(({ data }) => data.accountId === accountId);
const here = (answer: LiveHere | LiveOver): LiveHere => {
  if (answer.kind !== 'here') throw new Error('The connection is over');
  return answer;
};
const open = async (account: Account): Promise<string> => {
  const { status, connectionId } = await screens.connect(await screens.ticketOf(account));
  expect(status).toBe(200);
  return connectionId;
};
/** A screen that says hello once, as a browser does when it is opened. */
const watching = async (account: Account, since?: number) => {
  const connectionId = await open(account);
  return { connectionId, ...here(await screens.hello(connectionId, since)) };
};
const tellAll = async (account: Account) => {
  for (const event of await published(account)) await screens.tell(event);
};
const cursors = (lines: readonly { cursor: number }[] | undefined) => lines?.map(({ cursor }) => cursor);
const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

describe('a ticket', () => {
  test('opens one connection, for whoever asked for it', async () => {
    const { status, body } = await screens.call(asha).call('createTicket');
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ url: 'wss://live.example/live', goodUntil: expect.any(String) });
    expect((await screens.connect(body.data.ticket)).status).toBe(200);
    expect((await screens.connect(body.data.ticket)).status).toBe(401);
  });

  test('that two browsers use at once opens one of them', async () => {
    // So that the log has begun: its beginning would hold the others up too.
    await watching(asha);
    const ticket = await screens.ticketOf(asha);
    const opened = await Promise.all(Array.from({ length: 5 }, () => screens.connect(ticket)));
    expect(opened.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  test('is good for half a minute', async () => {
    const ticket = await screens.ticketOf(asha);
    screens.pass(29);
    expect((await screens.connect(ticket)).status).toBe(200);
    const other = await screens.ticketOf(asha);
    screens.pass(30);
    expect((await screens.connect(other)).status).toBe(401);
  });

  test('that nobody was given, or none, opens nothing', async () => {
    expect((await screens.connect('made-up')).status).toBe(401);
    expect((await screens.connect(undefined)).status).toBe(401);
  });

  test('is not kept as it is', async () => {
    const ticket = await screens.ticketOf(asha);
    expect(JSON.stringify(await screens.store.all())).not.toContain(ticket);
  });

  test('of somebody who was deactivated meanwhile, or signed out everywhere, opens nothing', async () => {
    const ticket = await screens.ticketOf(asha);
    await screens.setState(asha.accountId, { deactivatedAt: screens.now() });
    expect((await screens.connect(ticket)).status).toBe(401);
    const ravi = screens.person();
    const his = await screens.ticketOf(ravi);
    await screens.setState(ravi.accountId, { tokensNotBefore: screens.now() });
    expect((await screens.connect(his)).status).toBe(401);
  });
});

describe('the log', () => {
  test('has nothing of people whose screens are closed', async () => {
    await screens.log(screens.changed(asha));
    expect(await screens.logOf(asha)).toEqual([]);
  });

  test('says what changed and when, and nothing of what it is', async () => {
    const { cursor } = await watching(asha);
    await screens.log(screens.changed(asha, 'document#d-9', 'documents.create'));
    expect(await screens.logOf(asha)).toEqual([
      { cursor: cursor + 1, topics: ['files'], at: screens.now(), expiresAt: expect.any(Number) },
    ]);
  });

  test('hears of a doctor’s appointments, and of a person’s inbox', async () => {
    await watching(asha);
    const ids = { appointmentId: randomUUID(), patientId: randomUUID() };
    await screens.log(screens.named(AppointmentBooked.of({ ...ids, doctorId: asha.accountId, status: 'REQUESTED' })));
    await screens.log(screens.named(InboxChanged.of({ accountId: asha.accountId })));
    expect((await screens.logOf(asha)).map(({ topics }) => topics)).toEqual([['appointments'], ['inbox']]);
  });

  test('counts without a gap or a double when sixteen changes come at once, each twice', async () => {
    const { cursor } = await watching(asha);
    const changes = Array.from({ length: 16 }, () => screens.changed(asha));
    const deliverUntilDone = async (event: (typeof changes)[number]) => {
      while (await screens.log(event));
    };
    await Promise.all([...changes, ...changes].map(deliverUntilDone));
    expect(cursors(await screens.logOf(asha))).toEqual(from(cursor + 1, 16));
    expect(await published(asha)).toHaveLength(16);
  });

  test('has each change once, wherever whoever writes it is killed', async () => {
    const { cursor } = await watching(asha);
    const first = new Life();
    await screens.log(screens.changed(asha), first);
    expect(first.steps.length).toBeGreaterThanOrEqual(4);
    for (let step = 0; step < first.steps.length; step += 1) {
      const event = screens.changed(asha);
      expect(await screens.log(event, new Life((_, number) => number === step))).toBe(true);
      expect(await screens.log(event)).toBe(false);
    }
    expect(cursors(await screens.logOf(asha))).toEqual(from(cursor + 1, first.steps.length + 1));
  });

  test('begins anew, above what anybody has seen, when nobody was there for a week', async () => {
    const { cursor, connectionId } = await watching(asha);
    await screens.leave(connectionId);
    screens.pass(7 * DAY);
    await screens.log(screens.changed(asha));
    expect(await screens.logOf(asha)).toEqual([]);
    const again = await watching(asha, cursor);
    expect(again).toMatchObject({ lost: true, missed: [] });
    expect(again.cursor).toBeGreaterThan(cursor);
  });
});

describe('an open screen', () => {
  test('is told of each change, in order, once', async () => {
    const { connectionId, cursor } = await watching(asha);
    for (let count = 0; count < 3; count += 1) await screens.log(screens.changed(asha));
    await tellAll(asha);
    await tellAll(asha);
    expect(screens.sentOn(connectionId)).toEqual(
      from(cursor + 1, 3).map((each) => ({ kind: 'changed', cursor: each, topics: ['appointments'], at: screens.now() })),
    );
  });

  test('is told nothing of other people', async () => {
    const { connectionId } = await watching(asha);
    const ravi = screens.person();
    await watching(ravi);
    await screens.log(screens.changed(ravi));
    await tellAll(ravi);
    expect(screens.sentOn(connectionId)).toEqual([]);
  });

  test('hears what happened in the minute before its first hello, when its page had asked already', async () => {
    await watching(asha);
    screens.pass(120);
    await screens.log(screens.changed(asha, 'consent#c', 'consents.grant'));
    screens.pass(61);
    await screens.log(screens.changed(asha));
    screens.pass(10);
    const arrived = await watching(asha);
    expect(arrived.missed.map(({ topics }) => topics)).toEqual([['appointments']]);
    expect(arrived).toMatchObject({ lost: false, more: false, cursor: arrived.missed[0]?.cursor });
  });

  test('asks for everything anew when the log began after its page did', async () => {
    expect((await watching(asha)).lost).toBe(true);
    screens.pass(61);
    expect((await watching(asha)).lost).toBe(false);
  });

  test('is told everything, wherever whoever tells it is killed', async () => {
    const tellOne = async (life: Life) => {
      const ravi = screens.person();
      const { connectionId, cursor } = await watching(ravi);
      for (let count = 0; count < 2; count += 1) await screens.log(screens.changed(ravi));
      const event = screens.named(LiveLogged.of({ accountId: ravi.accountId, cursor: cursor + 2 }));
      const again = await screens.tell(event, life);
      // The lease of the dead one is over.
      screens.pass(61);
      if (again) expect(await screens.tell(event)).toBe(false);
      const sent = cursors(screens.sentOn(connectionId)) ?? [];
      // Some may come twice, none is left out: a browser drops what it knows.
      expect(sent.filter((each, index) => sent.indexOf(each) === index)).toEqual(from(cursor + 1, 2));
      return sent.length;
    };
    const whole = new Life();
    expect(await tellOne(whole)).toBe(2);
    expect(whole.steps.filter((step) => step === 'after post')).toHaveLength(2);
    for (let step = 0; step < whole.steps.length; step += 1) await tellOne(new Life((_, number) => number === step));
  });

  test('that API Gateway cannot reach now does not keep the others from being told, and is told later', async () => {
    const [slow, fine] = [await watching(asha), await watching(asha)];
    await screens.log(screens.changed(asha));
    const event = screens.named(LiveLogged.of({ accountId: asha.accountId, cursor: slow.cursor + 1 }));
    screens.refuse((connectionId) => connectionId === slow.connectionId);
    expect(await screens.tell(event)).toBe(true);
    expect(screens.sentOn(fine.connectionId)).toHaveLength(1);
    screens.refuse(() => false);
    expect(await screens.tell(event)).toBe(false);
    expect(screens.sentOn(slow.connectionId)).toHaveLength(1);
    expect(screens.sentOn(fine.connectionId)).toHaveLength(1);
  });

  test('that went without a word is forgotten at the next send, and one that said so at once', async () => {
    const { connectionId } = await watching(asha);
    const polite = await watching(asha);
    await screens.leave(connectionId, true);
    await screens.leave(polite.connectionId);
    const mine = async () =>
      (await screens.store.all()).filter(
        (item) => JSON.stringify(item).includes(asha.accountId) && /live-connection|due-item/.test(String(item.type)),
      );
    expect(await mine()).toHaveLength(3);
    await screens.log(screens.changed(asha));
    await tellAll(asha);
    expect(await mine()).toEqual([]);
  });

  test('is not told before it has said from where on', async () => {
    const connectionId = await open(asha);
    await screens.log(screens.changed(asha));
    await tellAll(asha);
    expect(screens.sentOn(connectionId)).toEqual([]);
    expect(here(await screens.hello(connectionId)).missed).toHaveLength(1);
  });

  test('that talks nonsense is told so', async () => {
    const { connectionId } = await watching(asha);
    for (const nonsense of ['', '{', '[]', '{"action":"hello","since":-1}', '{"action":"drop"}'])
      expect(await screens.say(connectionId, nonsense)).toMatchObject({ statusCode: 400 });
  });

  test('cannot listen on a connection that is none of its account’s', async () => {
    expect(await screens.hello(randomUUID())).toEqual({ kind: 'over' });
  });
});

describe('a screen that was away', () => {
  test('gets what it missed in order, in answers that a frame can hold', async () => {
    const { connectionId, cursor } = await watching(asha);
    await screens.leave(connectionId);
    const missed = LINES_AT_ONCE + 20;
    for (let count = 0; count < missed; count += 1) await screens.log(screens.changed(asha));
    const back = await open(asha);
    const first = here(await screens.hello(back, cursor));
    expect(first).toMatchObject({ more: true, lost: false });
    const second = here(await screens.hello(back, first.cursor));
    expect(second.more).toBe(false);
    expect(cursors([...first.missed, ...second.missed])).toEqual(from(cursor + 1, missed));
    expect(Buffer.byteLength(JSON.stringify(first))).toBeLessThan(32 * 1024);
  });

  test('whatever it remembers, gets exactly the log after it, or is told that it lost some', async () => {
    const { connectionId, cursor: start } = await watching(asha);
    await screens.leave(connectionId);
    for (let count = 0; count < 12; count += 1) await screens.log(screens.changed(asha, count % 2 === 0 ? 'document#d' : 'appointment#a'));
    const log = await screens.logOf(asha);
    const back = await open(asha);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -20, max: 40 }), async (offset) => {
        const since = start + offset;
        const { missed, cursor, lost } = here(await screens.hello(back, since));
        expect(lost).toBe(offset < 0 || offset > 12);
        expect(missed.map(({ cursor: at, topics }) => ({ at, topics }))).toEqual(
          lost ? [] : log.filter((line) => line.cursor > since).map(({ cursor: at, topics }) => ({ at, topics })),
        );
        expect(cursor).toBe(start + 12);
      }),
      { numRuns: 40 },
    );
  });

  test('is not shown what follows a line that is no longer kept', async () => {
    const { connectionId, cursor } = await watching(asha);
    await screens.leave(connectionId);
    for (let count = 0; count < 4; count += 1) await screens.log(screens.changed(asha));
    // TTL deletes in no order.
    await screens.store.table.transact([remove(liveEntry.key({ accountId: asha.accountId, cursor: cursor + 2 }))]);
    const back = await open(asha);
    const first = here(await screens.hello(back, cursor));
    expect(cursors(first.missed)).toEqual([cursor + 1]);
    expect(first.more).toBe(true);
    expect(here(await screens.hello(back, first.cursor))).toMatchObject({ lost: true, cursor: cursor + 4 });
  });

  test('hears everything once, in order, wherever it is dropped and whatever comes meanwhile', async () => {
    let cursor = (await watching(asha)).cursor;
    const first = cursor;
    const heard: number[] = [];
    const take = (line: LiveMessage): void => {
      if (line.cursor <= cursor) return;
      expect(line.cursor).toBe(cursor + 1);
      cursor = line.cursor;
      heard.push(line.cursor);
    };
    for (let round = 0; round < 6; round += 1) {
      // Changes while it is away, while it connects, after its hello and at the moment of its end.
      const burst = (count: number) => Promise.all(Array.from({ length: count }, () => screens.log(screens.changed(asha))));
      await burst(round % 3);
      const connectionId = await open(asha);
      const [answer] = await Promise.all([screens.hello(connectionId, cursor), burst(2).then(() => tellAll(asha))]);
      for (const line of here(answer).missed) take(line);
      for (const line of screens.sentOn(connectionId) ?? []) take(line);
      await Promise.all([burst(1).then(() => tellAll(asha)), screens.leave(connectionId, round % 2 === 0)]);
    }
    const { missed } = await watching(asha, cursor);
    for (const line of missed) take(line);
    expect(heard).toEqual(from(first + 1, heard.length));
    expect(cursor).toBe((await screens.logOf(asha)).at(-1)?.cursor);
  });
});

describe('a connection ends', () => {
  const closedBy = async (event: Parameters<Screens['named']>[0], before: () => Promise<unknown> = async () => undefined) => {
    const { connectionId } = await watching(asha);
    await before();
    expect(screens.sentOn(connectionId)).toBeDefined();
    await screens.tell(screens.named(event));
    return screens.sentOn(connectionId) === undefined;
  };

  test('at once when its person signs out everywhere, or is deactivated', async () => {
    const { accountId } = asha;
    const signedOut = () => screens.setState(accountId, { tokensNotBefore: screens.now() });
    expect(await closedBy(SignedOutEverywhere.of({ accountId, pool: 'people' }), signedOut)).toBe(true);
    asha = screens.person();
    const deactivated = () => screens.setState(asha.accountId, { deactivatedAt: screens.now() });
    expect(await closedBy(AccountDeactivated.of({ accountId: asha.accountId, pool: 'people' }), deactivated)).toBe(true);
  });

  test('not for one whose token is younger than the sign-out', async () => {
    await screens.setState(asha.accountId, { tokensNotBefore: screens.now() });
    screens.pass(31);
    expect(await closedBy(SignedOutEverywhere.of({ accountId: asha.accountId, pool: 'people' }))).toBe(false);
  });

  test('with its token, so that a role that was taken away is gone from it too', async () => {
    const issued = { ...asha, roles: ['patient', 'doctor'] as const, tokenIssuedAt: Math.floor(screens.surroundings.clock() / 1000) };
    const { connectionId, endsInSeconds } = await watching(issued);
    expect(endsInSeconds).toBe(15 * 60);
    const end = screens.named(LiveEndDue.of({ accountId: asha.accountId, connectionId }));
    screens.pass(15 * 60 - 1);
    await screens.tell({ ...end, id: 'early' });
    expect(screens.sentOn(connectionId)).toEqual([]);
    screens.pass(1);
    await screens.tell(end);
    expect(screens.sentOn(connectionId)).toBeUndefined();
  });

  test('as late as its token does, however old that was when it connected', async () => {
    const issued = { ...asha, tokenIssuedAt: Math.floor(screens.surroundings.clock() / 1000) - 14 * 60 };
    expect((await watching(issued)).endsInSeconds).toBe(60);
  });

  test('and nothing is sent to it, nor answered, from then on', async () => {
    const { connectionId, cursor } = await watching(asha);
    await screens.setState(asha.accountId, { deactivatedAt: screens.now() });
    await screens.log(screens.changed(asha));
    expect(await screens.hello(connectionId, cursor)).toEqual({ kind: 'over' });
    await tellAll(asha);
    expect(screens.sentOn(connectionId)).toEqual([]);
    const head = await screens.store.table.find(liveHead, asha);
    expect(head?.cursor).toBe(cursor + 1);
  });
});
