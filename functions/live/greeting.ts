import type { Table } from '../shared/table/table.ts';
import { type Instant, millisecondsOf } from '../shared/values.ts';
import { LINES_AT_ONCE, type LiveHere, type LiveMessage, type LiveOver } from './contract.ts';
import { isOver, liveRepository } from './repository.ts';

/** Answers a hello: what was missed since, and from now on every line as it comes. */
export const greet = async (
  table: Table,
  { connectionId, since }: { connectionId: string; since: number | undefined },
  now: Instant,
): Promise<LiveHere | LiveOver> => {
  const live = liveRepository(table);
  const found = await live.findConnection(connectionId);
  if (!found?.head || isOver(found.connection, found.state, now)) {
    if (found) await live.forget(found.connection);
    return { kind: 'over' };
  }
  const { connection, head } = found;
  const { accountId } = connection;
  // First this, then the lines: a line written meanwhile is among those read below, or sent by whoever tells of it.
  if (!connection.greeted) await live.greet(connection, head.cursor);

  const endsInSeconds = (millisecondsOf(connection.endsAt) - millisecondsOf(now)) / 1000;
  const here = { kind: 'here' as const, missed: [] as LiveMessage[], more: false, lost: false, endsInSeconds };
  if (since === undefined) {
    const { lines, lost } = await live.linesOfArrival(accountId, head, now);
    return { ...here, missed: lines, cursor: lines.at(-1)?.cursor ?? head.cursor, lost };
  }
  const missed = await live.linesAfter(accountId, since);
  const cursor = missed.at(-1)?.cursor ?? since;
  if (missed.length === 0 && since !== head.cursor) return { ...here, cursor: head.cursor, lost: true };
  return { ...here, missed, cursor, more: cursor < head.cursor || missed.length === LINES_AT_ONCE };
};
