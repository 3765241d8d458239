import { randomUUID } from 'node:crypto';

import type { SQSEvent } from 'aws-lambda';

import { AccessRecorded } from '../../../events/audit/access-recorded.v1.ts';
import type { Envelope, NewEvent } from '../../../events/envelope.ts';
import { accountState } from '../../shared/auth/account-state.ts';
import { receipt } from '../../shared/table/receipt.ts';
import { put } from '../../shared/table/write.ts';
import { type Account, callerOf, lambdaContext } from '../../shared/testing/caller.ts';
import { Life, MortalTable } from '../../shared/testing/mortal.ts';
import { startTestTable } from '../../shared/testing/table.ts';
import { type Instant, instantOf } from '../../shared/values.ts';
import { type LiveHere, type LiveMessage, type LiveOver, liveRoutes } from '../contract.ts';
import { liveApi } from '../handler.ts';
import { liveEntry } from '../items.ts';
import { tellConnections } from '../on-live-logged.ts';
import { logChanges } from '../on-record-changed.ts';
import { socket } from '../socket.ts';

/** People with open screens, over a real table: sockets are lists of what was sent on them. */
export const openScreens = async () => {
  const store = await startTestTable();
  const time = { now: Date.parse('2026-11-20T07:00:00Z') };
  const surroundings = { clock: () => time.now, newId: randomUUID };
  const options = { surroundings, table: () => store.table };
  const call = callerOf(liveRoutes, liveApi(options));
  const answer = socket(options);
  /** What was sent on each open socket; a closed one is not there. */
  const open = new Map<string, LiveMessage[]>();
  let refusing = (_connectionId: string): boolean => false;

  const connectionsOf = (life: Life) => ({
    post: (connectionId: string, text: string) =>
      life.call('post', async () => {
        if (refusing(connectionId)) throw new Error('API Gateway is busy');
        open.get(connectionId)?.push(JSON.parse(text));
        return open.has(connectionId) ? ('sent' as const) : ('gone' as const);
      }),
    close: (connectionId: string) => life.call('close', async () => void open.delete(connectionId)),
  });

  const batch = (event: Envelope): SQSEvent =>
    ({ Records: [{ messageId: event.id, body: JSON.stringify({ detail: event }) }] }) as unknown as SQSEvent;
  const named = ({ name, version, data }: NewEvent, id: string = randomUUID()): Envelope => ({
    id,
    name,
    version,
    data,
    at: instantOf(time.now),
    correlationId: 'c',
  });
  const failedOf = (result: { batchItemFailures: unknown[] } | 'dead') => result === 'dead' || result.batchItemFailures.length > 0;

  const socketEvent = (eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', connectionId: string, rest: object = {}) =>
    answer(
      { requestContext: { eventType, connectionId, requestId: randomUUID() }, isBase64Encoded: false, ...rest } as never,
      lambdaContext(),
    );

  const screens = {
    store,
    surroundings,
    now: (): Instant => instantOf(time.now),
    pass: (seconds: number) => {
      time.now += seconds * 1000;
    },
    person: (): Account => ({
      accountId: randomUUID(),
      roles: ['patient'],
      get tokenIssuedAt() {
        return Math.floor(time.now / 1000);
      },
    }),
    call,
    ticketOf: async (account: Account): Promise<string> => (await call(account).call('createTicket')).body.data.ticket,
    /** Status of the handshake. */
    connect: async (ticket: string | undefined, connectionId: string = randomUUID()): Promise<{ status: number; connectionId: string }> => {
      const { statusCode } = await socketEvent('CONNECT', connectionId, ticket === undefined ? {} : { queryStringParameters: { ticket } });
      if (statusCode === 200) open.set(connectionId, []);
      return { status: statusCode, connectionId };
    },
    hello: async (connectionId: string, since?: number): Promise<LiveHere | LiveOver> => {
      const { body } = await socketEvent('MESSAGE', connectionId, { body: JSON.stringify({ action: 'hello', since }) });
      return JSON.parse(body ?? '');
    },
    say: (connectionId: string, body: string) => socketEvent('MESSAGE', connectionId, { body }),
    /** The browser goes; `silently`: without API Gateway noticing. */
    leave: async (connectionId: string, silently = false) => {
      open.delete(connectionId);
      if (!silently) await socketEvent('DISCONNECT', connectionId);
    },
    sentOn: (connectionId: string) => open.get(connectionId),
    refuse: (rule: typeof refusing) => {
      refusing = rule;
    },

    changed: (account: Pick<Account, 'accountId'>, resource = 'appointment#a-1', action = 'appointments.book') =>
      named(AccessRecorded.of({ subjectId: account.accountId, actorId: 'd-1', actorRole: 'doctor', action, kind: 'write', resource })),
    named,
    /** One delivery to the log; whether it must come again. */
    log: async (event: Envelope, life = new Life()): Promise<boolean> =>
      failedOf(await life.live(logChanges({ surroundings, table: () => new MortalTable(store, life) })(batch(event), lambdaContext()))),
    /** One delivery to whoever tells the sockets; whether it must come again. */
    tell: async (event: Envelope, life = new Life()): Promise<boolean> =>
      failedOf(
        await life.live(
          tellConnections(connectionsOf(life), { surroundings, table: () => new MortalTable(store, life) })(batch(event), lambdaContext()),
        ),
      ),
    /** What receipts have published so far, by name. */
    published: async (name: string): Promise<Envelope[]> =>
      (await store.all())
        .filter((item) => item.type === 'receipt')
        .flatMap((item) => receipt.schema.pick({ events: true }).parse({ events: item.events }).events)
        .filter((event) => event.name === name),
    /** The log of an account as it is stored. */
    logOf: async ({ accountId }: Pick<Account, 'accountId'>) =>
      (await store.all())
        .filter((item) => item.pk === liveEntry.key({ accountId, cursor: 1 }).pk)
        .map((item) => liveEntry.parse(item))
        .sort((a, b) => a.cursor - b.cursor),
    setState: (accountId: string, state: object) => store.table.transact([put(accountState.make({ accountId }, { accountId, ...state }))]),
  };
  return screens;
};

export type Screens = Awaited<ReturnType<typeof openScreens>>;
