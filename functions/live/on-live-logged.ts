import { AccountDeactivated } from '../../events/identity/account-deactivated.v1.ts';
import { SignedOutEverywhere } from '../../events/identity/signed-out-everywhere.v1.ts';
import { LiveEndDue } from '../../events/live/live-end-due.v1.ts';
import { LiveLogged } from '../../events/live/live-logged.v1.ts';
import { nowOf } from '../shared/context.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { type Connections, openConnections } from './connections.ts';
import type { LiveConnection } from './items.ts';
import { isOver, liveRepository } from './repository.ts';

type Repository = ReturnType<typeof liveRepository>;

/** Sends every line that the connection was not told of, in order. A kill before the record sends some again: the browser knows them by their cursor. */
const tell = async (connection: LiveConnection, live: Repository, { post }: Connections): Promise<'told' | 'gone'> => {
  const { accountId, connectionId } = connection;
  let { toldUntil } = connection;
  for (;;) {
    const lines = await live.linesAfter(accountId, toldUntil);
    for (const line of lines) {
      if ((await post(connectionId, JSON.stringify(line))) === 'sent') continue;
      await live.forget(connection);
      return 'gone';
    }
    const last = lines.at(-1);
    if (!last) return 'told';
    toldUntil = last.cursor;
    await live.told(connection, toldUntil);
  }
};

/**
 * Brings the open sockets of an account up to date: those that may still be told are told, the others are closed. It looks
 * at how things are now, so that events of any order, and any number of them, come to the same.
 */
export const tellConnections = (connections: Connections, options?: ConsumerOptions) =>
  consumer(
    'live-on-live-logged',
    [LiveLogged, LiveEndDue, SignedOutEverywhere, AccountDeactivated],
    async ({ data: { accountId } }, { table, surroundings }) => {
      const live = liveRepository(table);
      const { connections: open, state } = await live.connectionsOf(accountId);
      const done = await Promise.allSettled(
        open.map(async (connection) => {
          if (!isOver(connection, state, nowOf(surroundings))) return connection.greeted ? tell(connection, live, connections) : 'waiting';
          await connections.close(connection.connectionId);
          await live.forget(connection);
          return 'closed';
        }),
      );
      // One socket that API Gateway cannot take now does not keep the others from being told.
      const failed = done.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
      const results = done.map((each) => (each.status === 'fulfilled' ? each.value : '')).sort();
      return results.length > 0 ? { done: results.join(' ') } : { skipped: 'no screen is open' };
    },
    options,
  );

export const handler = tellConnections(openConnections());
