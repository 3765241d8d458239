import { randomUUID } from 'node:crypto';

import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

import { openClinic, slotAt } from '../functions/appointments/testing/clinic.ts';
import { Table } from '../functions/shared/table/table.ts';
import { startTestTable } from '../functions/shared/testing/table.ts';
import { functionEnvironment } from './environment.ts';
import { type Line, ratio, type Section } from './report.ts';
import { interleave, median, quantile } from './statistics.ts';

const ROUNDS = 16;
const REQUESTS = 24;

type Command = { readonly input: object };
type TransactItems = NonNullable<TransactWriteCommand['input']['TransactItems']>;

/** The same actions, with their conditions, on items that nobody has. */
const elsewhere = (items: TransactItems, where: string): TransactItems =>
  items.map((item) =>
    Object.fromEntries(
      Object.entries(item).map(([kind, action]) => {
        const { Item, Key } = action as { Item?: Record<string, unknown>; Key?: Record<string, unknown> };
        const moved = (key: Record<string, unknown>) => ({ ...key, pk: `${where}#${key.pk}` });
        return [kind, { ...action, ...(Item ? { Item: moved(Item) } : {}), ...(Key ? { Key: moved(Key) } : {}) }];
      }),
    ),
  ) as TransactItems;

/** Keeps every call that passes. */
const watched = (client: DynamoDBDocumentClient) => {
  const calls: Command[] = [];
  const send = (command: Command) => {
    calls.push(command);
    return client.send(command as never);
  };
  return { calls, client: { send } as unknown as DynamoDBDocumentClient };
};

/**
 * CPU time of this process for one booking through its handler, against its own transaction sent by the bare SDK: the same
 * actions, conditions and bytes. The engine is a process of its own and does not count.
 */
export const measureBookingCpu = async (): Promise<Section> => {
  const store = await startTestTable(functionEnvironment.TABLE_NAME);
  try {
    const clinic = await openClinic(store);

    const prepareBookings = async (count: number) => {
      const doctor = await clinic.addDoctor();
      const patients = await Promise.all(Array.from({ length: count }, () => clinic.addPatient()));
      // An account's state is read once in 30 s; that call is not what is measured.
      await Promise.all(patients.map((patient) => clinic.call(patient).call('list')));
      return patients.map((patient, index) => async () => {
        const { status, text } = await clinic.book(patient, doctor, slotAt(index));
        if (status !== 201) throw new Error(`A booking answered ${status}: ${text.slice(0, 300)}`);
      });
    };

    const { calls, client } = watched(store.client);
    const [first] = await prepareBookings(1);
    clinic.use(new Table(store.table.name, client));
    await first?.();
    clinic.use(store.table);
    const reads = calls.filter((call) => !(call instanceof TransactWriteCommand));
    const actions = calls.flatMap((call) => (call instanceof TransactWriteCommand ? [call.input.TransactItems ?? []] : []))[0] ?? [];
    if (reads.length + 1 !== calls.length) throw new Error(`A booking made ${calls.length - reads.length} transactions`);

    const bareTransaction = () => {
      const command = new TransactWriteCommand({ TransactItems: elsewhere(actions, randomUUID()) });
      return () => store.client.send(command);
    };
    const prepare = {
      booking: () => prepareBookings(REQUESTS),
      'bare transaction': async () => Array.from({ length: REQUESTS }, bareTransaction),
      'bare calls': async () =>
        Array.from({ length: REQUESTS }, () => {
          const transact = bareTransaction();
          return async () => {
            await Promise.all(reads.map((read) => store.client.send(read as never)));
            await transact();
          };
        }),
    };
    type Name = keyof typeof prepare;

    /** Milliseconds of CPU for one request. */
    const samples = await interleave(Object.keys(prepare) as Name[], ROUNDS, async (name) => {
      const requests: (() => Promise<unknown>)[] = await prepare[name]();
      const before = process.cpuUsage();
      for (const request of requests) await request();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / requests.length;
    });

    const against = (bare: Name): Line => {
      const ratios = samples.booking.map((mine, round) => mine / (samples[bare][round] ?? Number.NaN));
      const [low, high] = [quantile(ratios, 0.25), quantile(ratios, 0.75)];
      return {
        what: `against ${bare === 'bare calls' ? 'the same calls, bare' : 'the transaction alone, bare'}`,
        measured: `${ratio(median(ratios), 1)} (middle half ${ratio(low, 1)} to ${ratio(high, 1)}), ${median(samples[bare]).toFixed(2)} ms`,
      };
    };
    return {
      title: `CPU of one booking (median of ${ROUNDS} rounds of ${REQUESTS}, in turns with the bare SDK; ${actions.length} actions, ${reads.length} reads)`,
      lines: [
        { what: 'POST /appointments, through its handler', measured: `${median(samples.booking).toFixed(2)} ms` },
        against('bare transaction'),
        against('bare calls'),
      ],
      notes: ['CPU and not instructions: they cannot be counted on every machine. Without writing the log line of a request.'],
      data: { samples, actions: actions.length, reads: reads.length },
    };
  } finally {
    store.stop();
  }
};
