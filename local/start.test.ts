import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';

import type { PaymentsView } from './cloud.ts';
import { type RunningCloud, startCloud } from './testing.ts';
import { smallTemplate, writeBuilt } from './testing-small-cloud.ts';

const clouds: RunningCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.stop()));
});

const newData = () => mkdtempSync(join(tmpdir(), 'arogya-test-'));
const startSmall = async (data: string, built = writeBuilt()) => {
  const cloud = await startCloud({ data, script: 'testing-small-cloud.ts', env: { SMALL_CLOUD_BUILT: JSON.stringify(built) } });
  clouds.push(cloud);
  return cloud;
};
const add = async ({ origin }: RunningCloud, id: string) =>
  (await fetch(`${origin}/api/v1/items`, { method: 'POST', body: JSON.stringify({ id }) })).status;
const countOf = async ({ origin }: RunningCloud, id: string) =>
  ((await (await fetch(`${origin}/api/v1/items/${id}`)).json()) as { count: number }).count;
const until = async (holds: () => Promise<boolean>, milliseconds = 20_000) => {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about in time');
    await sleep(100);
  }
};

/** A process that ended but was not waited for by its parent still has a directory in /proc, though no command line. */
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';

/** `npm start` with arguments that it should refuse: its exit code and what it wrote to the terminal. */
const refused = (...args: string[]): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], (problem, output, errors) =>
      resolve({ code: (problem?.code as number | undefined) ?? 0, said: `${output}${errors}` }),
    );
  });
const noStack = /\n\s+at /;

describe('starting', () => {
  test('a taken port is said in one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, said } = await refused('--port', String(port), '--data', newData());
    other.close();
    expect(code).toBe(1);
    expect(said.trim()).toBe(`Port ${port} is taken by another program. Stop it, or choose another with --port N.`);
  });

  test('an unknown option is named, with those that are known', async () => {
    const { code, said } = await refused('--prot', '1');
    expect(code).toBe(1);
    expect(said).toContain("Unknown option '--prot'");
    expect(said).toContain('--port N');
    expect(said).not.toMatch(noStack);
  });

  test.each([
    ['cloud.sqlite', 'cloud.sqlite'],
    ['table/table.db', 'table.db'],
    ['queues/fauxqs.db', 'fauxqs.db'],
  ])('damaged data says that it is %s, and --fresh begins again', async (file) => {
    const data = newData();
    const first = await startSmall(data);
    await add(first, 'before');
    await first.stop();
    writeFileSync(join(data, file), 'this was a database once, and now it is not one any more. '.repeat(100));
    const { code, said } = await refused('--port', '0', '--data', data);
    expect(code).toBe(1);
    expect(said).toContain(file);
    expect(said).toContain('--fresh');
    expect(said.trim().split('\n')).toHaveLength(1);
    const again = await startCloud({
      data,
      fresh: true,
      script: 'testing-small-cloud.ts',
      env: { SMALL_CLOUD_BUILT: JSON.stringify(writeBuilt()) },
    });
    clouds.push(again);
    expect(await add(again, 'after')).toBe(201);
  });

  test('--fresh removes only what is its own', async () => {
    const data = newData();
    writeFileSync(join(data, 'thesis.txt'), 'ten years of work');
    const cloud = await startCloud({
      data,
      fresh: true,
      script: 'testing-small-cloud.ts',
      env: { SMALL_CLOUD_BUILT: JSON.stringify(writeBuilt()) },
    });
    clouds.push(cloud);
    expect(readFileSync(join(data, 'thesis.txt'), 'utf8')).toBe('ten years of work');
  });

  test('a second cloud on the same data is refused while the first runs', async () => {
    const data = newData();
    await startSmall(data);
    const { code, said } = await refused('--port', '0', '--data', data);
    expect(code).toBe(1);
    expect(said).toMatch(/^Another Arogya is running on .+\n$/);
  });

  test('a resource type that nobody thought of stops the start and is named', async () => {
    const template = { Resources: { ...smallTemplate.Resources, Stadium: { Type: 'AWS::Sports::Stadium' } } };
    await expect(startSmall(newData(), writeBuilt(template))).rejects.toThrow('AWS::Sports::Stadium (Stadium in small)');
  });

  test('a function that the API may not invoke stops the start', async () => {
    const { ApiMayInvoke: _, ...Resources } = smallTemplate.Resources;
    await expect(startSmall(newData(), writeBuilt({ Resources }))).rejects.toThrow(/the API may not invoke .+small-items/);
  });

  test('a topic that may not send into the queue that it tells stops the start', async () => {
    const told = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    };
    const Resources = { ...smallTemplate.Resources, Topic: { Type: 'AWS::SNS::Topic', Properties: {} }, Told: told };
    await expect(startSmall(newData(), writeBuilt({ Resources }))).rejects.toThrow(/subscription Told may not send to .+small-queue/);
  });

  test('pages of elsewhere whose name points to this machine are refused', async () => {
    const cloud = await startSmall(newData());
    const { port } = new URL(cloud.origin);
    const status = await new Promise((resolve) => {
      import('node:http').then(({ get }) =>
        get({ port, host: '127.0.0.1', path: '/', headers: { host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode)),
      );
    });
    expect(status).toBe(421);
  });
});

describe('running', () => {
  test('an item written through the API goes by stream, bus and queue to its consumer', async () => {
    const cloud = await startSmall(newData());
    expect(await add(cloud, 'one')).toBe(201);
    await until(async () => (await countOf(cloud, 'one')) === 1);
  });

  test('after kill -9 nothing acknowledged is lost, and the engine that was left over is ended', async () => {
    const data = newData();
    const built = writeBuilt();
    const acknowledged: string[] = [];
    const engines: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const cloud = await startCloud({ data, script: 'testing-small-cloud.ts', env: { SMALL_CLOUD_BUILT: JSON.stringify(built) } });
      engines.push(Number(readFileSync(join(data, 'table/engine.pid'), 'utf8')));
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let i = 0; i < 200; i += 1) {
          const id = `${round}-${writer}-${i}`;
          const status = await add(cloud, id).catch(() => 0);
          if (status !== 201) return;
          acknowledged.push(id);
        }
      });
      await until(async () => acknowledged.length >= 15 * (round + 1));
      await cloud.kill9();
      await Promise.all(writers);
    }
    const cloud = await startSmall(data, built);
    for (const id of acknowledged) await until(async () => (await countOf(cloud, id)) >= 1);
    for (const pid of engines) expect(isRunning(pid)).toBe(false);
  });

  test('Ctrl-C leaves nothing running', async () => {
    const data = newData();
    const cloud = await startSmall(data);
    const engine = Number(readFileSync(join(data, 'table/engine.pid'), 'utf8'));
    expect(isRunning(engine)).toBe(true);
    await cloud.stop();
    expect(isRunning(engine)).toBe(false);
  });

  test('a message that fails twice rests in the dead-letter queue until somebody redrives it', async () => {
    const cloud = await startSmall(newData());
    type Queue = { name: string; visible: number; deadLettersOf: string[] };
    const depth = async () => (await cloud.api<Queue[]>('GET', '/queues')).find(({ deadLettersOf }) => deadLettersOf.length > 0)?.visible;
    await add(cloud, 'poison-1');
    await until(async () => (await depth()) === 1);
    expect(await cloud.api('POST', '/queues/small-dead-letters/redrive')).toEqual({ moved: 1 });
    expect(await depth()).toBe(0);
    await until(async () => (await depth()) === 1);
  });

  test('a redelivery that was asked for gives the consumer the message twice', async () => {
    const cloud = await startSmall(newData());
    await cloud.fault({ kind: 'queue-redelivery', queueName: 'small-queue' });
    await add(cloud, 'twice');
    await until(async () => (await countOf(cloud, 'twice')) === 2);
  });

  test('a schedule sends to a queue by its URL, and the message waits for its delay', async () => {
    const cloud = await startSmall(newData());
    await cloud.api('POST', '/schedules/small-minute/fire');
    const queues = await cloud.api<{ name: string; delayed: number }[]>('GET', '/queues');
    expect(queues.find(({ name }) => name === 'small-queue')).toMatchObject({ delayed: 1 });
    expect(await countOf(cloud, 'due')).toBe(0);
    await until(async () => (await countOf(cloud, 'due')) === 1);
  });

  test('a function finds the payment provider by its secret, and an order is paid at the page that it names', async () => {
    const data = newData();
    const built = writeBuilt();
    const first = await startSmall(data, built);
    const order = async ({ origin }: RunningCloud) =>
      (await (await fetch(`${origin}/api/v1/orders`, { method: 'POST' })).json()) as Record<'keyId' | 'checkoutUrl' | 'orderId', string>;
    const { keyId } = await order(first);
    await first.stop();
    const second = await startSmall(data, built);
    const { keyId: again, checkoutUrl, orderId } = await order(second);
    expect(again).toBe(keyId);
    const fields = {
      key_id: keyId,
      order_id: orderId,
      outcome: 'paid',
      callback_url: `${second.origin}/back`,
      cancel_url: `${second.origin}/visits`,
    };
    // Another origin: the web app's may differ from the one that the page is on.
    const page = await fetch(checkoutUrl, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: 'http://localhost:1' } });
    expect(page.status).toBe(200);
    const { orders } = await second.api<PaymentsView>('GET', '/payments');
    expect(orders.find(({ id }) => id === orderId)).toMatchObject({ status: 'paid' });
  });

  test('a publisher that dies is tried again until the event is out', async () => {
    const cloud = await startSmall(newData());
    await cloud.fault({ kind: 'function-crash', functionName: 'publisher', at: 'before', times: 3 });
    await add(cloud, 'late');
    await until(async () => (await countOf(cloud, 'late')) === 1);
  });
});
