import { LiveEndDue } from '../../events/live/live-end-due.v1.ts';
import { type AccountState, accessEnd, accountState } from '../shared/auth/account-state.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { minuteOf, schedule, unschedule } from '../shared/due/due-item.ts';
import { ApiError } from '../shared/http/errors.ts';
import { absent, all, attribute } from '../shared/table/condition.ts';
import { lookAgain, outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove, update, type Write } from '../shared/table/write.ts';
import { type Instant, later, millisecondsOf, ttlAfter } from '../shared/values.ts';
import { LINES_AT_ONCE, type LiveMessage, type LiveTopic, LOG_DAYS, TICKET_SECONDS, TOKEN_MINUTES } from './contract.ts';
import {
  type LiveConnection,
  type LiveHead,
  lineAt,
  liveConnection,
  liveConnectionOwner,
  liveEntry,
  liveHead,
  liveLog,
  liveTicket,
  ticketKey,
} from './items.ts';

/** A screen is fetched, shows itself and opens its connection within this time. */
const ARRIVAL_SECONDS = 60;

const refused = new ApiError('not-signed-in', 'This ticket is not good, or no longer.');
const gone = new ApiError('not-found', 'There is no such connection.');

const unlessGone = (error: unknown): void => {
  if (error !== gone) throw error;
};

/** The connection's token is over, was signed out everywhere, or its account was deactivated. */
export const isOver = (connection: LiveConnection, state: AccountState | undefined, now: Instant): boolean =>
  connection.endsAt <= now || accessEnd(state, connection.tokenIssuedAt) !== undefined;

const endDue = ({ connectionId, endsAt }: Pick<LiveConnection, 'connectionId' | 'endsAt'>) => ({
  id: `live-end-due#${connectionId}`,
  minute: minuteOf(endsAt),
});

export const liveRepository = (table: Table) => {
  /** Makes the log wanted from now on. One that nobody wanted for a while has a hole: it begins anew, above any cursor that somebody may still hold. */
  const wanted = (accountId: string, head: LiveHead | undefined, now: Instant): { head: LiveHead; write: Write } => {
    const wantedUntil = later(now, LOG_DAYS * 86_400);
    const expiresAt = ttlAfter(wantedUntil, LOG_DAYS);
    const key = liveHead.key({ accountId });
    if (head && head.wantedUntil > now)
      return {
        head,
        write: update(key).set({ wantedUntil, expiresAt }).when(attribute('begunAt').is(head.begunAt), outdated),
      };
    const cursor = Math.max((head?.cursor ?? 0) + 1, Math.floor(millisecondsOf(now) / 1000));
    const begun = { cursor, begunAt: now, wantedUntil, expiresAt };
    return {
      head: begun,
      write: put(liveHead.make({ accountId }, begun)).when(
        head ? all(attribute('cursor').is(head.cursor), attribute('wantedUntil').is(head.wantedUntil)) : absent,
        outdated,
      ),
    };
  };

  const linesBetween = async (accountId: string, from: number, newestFirst: boolean): Promise<LiveMessage[]> => {
    const { items } = await table.query({
      partition: liveLog(accountId),
      between: [lineAt(from), lineAt(Number.MAX_SAFE_INTEGER)],
      newestFirst,
      limit: LINES_AT_ONCE,
    });
    return items.map((item) => {
      const { cursor, topics, at } = liveEntry.parse(item);
      return { kind: 'changed', cursor, topics, at };
    });
  };

  const removal = (connection: Pick<LiveConnection, 'accountId' | 'connectionId' | 'endsAt'>): Write[] => [
    remove(liveConnection.key(connection)),
    remove(liveConnectionOwner.key(connection)),
    unschedule(endDue(connection)),
  ];

  return {
    ticketFor: (ticket: string, { accountId, tokenIssuedAt }: Principal, now: Instant): { write: Write; goodUntil: Instant } => {
      const goodUntil = later(now, TICKET_SECONDS);
      const item = liveTicket.make(ticketKey(ticket), { accountId, tokenIssuedAt, goodUntil, expiresAt: ttlAfter(goodUntil, 1) });
      return { write: put(item), goodUntil };
    },

    /** Uses the ticket up for this connection; throws if it is not good, or no longer. */
    connect: (ticket: string, connectionId: string, { now, correlationId }: { now: Instant; correlationId: string }): Promise<void> =>
      lookAgain(async () => {
        const known = await table.find(liveTicket, ticketKey(ticket));
        if (!known || known.goodUntil <= now) throw refused;
        const { accountId, tokenIssuedAt } = known;
        const key = { accountId, connectionId };
        const { state, head: before } = await table.findTogether({ state: accountState.at(key), head: liveHead.at(key) });
        const endsAt = later(tokenIssuedAt, TOKEN_MINUTES * 60);
        const expiresAt = ttlAfter(endsAt, 1);
        const { head, write } = wanted(accountId, before, now);
        const connection = { ...key, tokenIssuedAt, toldUntil: head.cursor, greeted: false, endsAt, expiresAt };
        if (isOver(connection, state, now)) throw refused;
        const due = schedule(endDue(connection).id, LiveEndDue.of(key), endsAt, { now, correlationId });
        await table.transact([
          remove(liveTicket.key(ticketKey(ticket))).ifThere(refused),
          put(liveConnection.make(key, connection)),
          put(liveConnectionOwner.make(key, { accountId, expiresAt })),
          write,
          due.write,
        ]);
      }),

    /** The connection that a message came on, with what there is to say about its account. */
    findConnection: async (
      connectionId: string,
    ): Promise<{ connection: LiveConnection; state: AccountState | undefined; head: LiveHead | undefined } | undefined> => {
      const owner = await table.find(liveConnectionOwner, { connectionId });
      if (!owner) return undefined;
      const key = { accountId: owner.accountId, connectionId };
      const found = await table.findTogether({
        connection: liveConnection.at(key),
        state: accountState.at(key),
        head: liveHead.at(key),
      });
      return found.connection && { ...found, connection: found.connection };
    },

    /** From now on lines after `toldUntil` go to this connection by themselves. */
    greet: (connection: LiveConnection, toldUntil: number): Promise<void> =>
      table
        .transact([update(liveConnection.key(connection)).set({ greeted: true, toldUntil }).when(attribute('greeted').is(false), gone)])
        .catch(unlessGone),

    /** Lines after a cursor, in order and without a gap; at most `LINES_AT_ONCE`. */
    linesAfter: async (accountId: string, cursor: number): Promise<LiveMessage[]> => {
      const lines = await linesBetween(accountId, cursor + 1, false);
      // The query is no snapshot, and TTL deletes in no order: a line whose forerunner is not there is not told yet.
      return lines.filter((line, index) => line.cursor === cursor + 1 + index);
    },

    /** The lines of the last minute: what may have changed between a screen's first request and its first hello. */
    linesOfArrival: async (accountId: string, head: LiveHead, now: Instant): Promise<{ lines: LiveMessage[]; lost: boolean }> => {
      const since = later(now, -ARRIVAL_SECONDS);
      const newest = await linesBetween(accountId, head.cursor - LINES_AT_ONCE, true);
      const lines = newest.filter(({ at }) => at >= since).reverse();
      return { lines, lost: head.begunAt > since || lines.length === LINES_AT_ONCE };
    },

    connectionsOf: async (accountId: string): Promise<{ connections: LiveConnection[]; state: AccountState | undefined }> => {
      const [items, state] = await Promise.all([
        table.queryAll({ partition: liveConnection.key({ accountId, connectionId: '' }).pk, beginsWith: 'connection#' }),
        table.find(accountState, { accountId }),
      ]);
      return { connections: items.map((item) => liveConnection.parse(item)), state };
    },

    told: (connection: LiveConnection, toldUntil: number): Promise<void> =>
      table
        .transact([update(liveConnection.key(connection)).set({ toldUntil }).when(attribute('toldUntil').isBefore(toldUntil), gone)])
        .catch(unlessGone),

    forget: (connection: LiveConnection): Promise<void> => table.transact(removal(connection)),

    /** After the connection's end; nothing if it was forgotten already. */
    disconnect: async (connectionId: string): Promise<void> => {
      const owner = await table.find(liveConnectionOwner, { connectionId });
      if (!owner) return;
      const connection = await table.find(liveConnection, { accountId: owner.accountId, connectionId });
      if (connection) await table.transact(removal(connection));
    },

    /** One more line of an account's log, if anybody wants it. */
    nextLine: async (
      accountId: string,
      topics: readonly LiveTopic[],
      now: Instant,
    ): Promise<{ cursor: number; writes: Write[] } | undefined> => {
      const head = await table.find(liveHead, { accountId });
      if (!head || head.wantedUntil <= now) return undefined;
      const cursor = head.cursor + 1;
      return {
        cursor,
        writes: [
          update(liveHead.key({ accountId })).set({ cursor }).when(attribute('cursor').is(head.cursor), outdated),
          put(liveEntry.make({ accountId, cursor }, { cursor, topics: [...topics], at: now, expiresAt: ttlAfter(now, LOG_DAYS) })),
        ],
      };
    },
  };
};
