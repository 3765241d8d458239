import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';

import { createFaults } from './faults.ts';
import { createFunctions, type Functions } from './functions.ts';
import { createMetrics } from './metrics.ts';

const running: Functions[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((functions) => functions.stop()));
});

const host = (
  code: string,
  o: { timeout?: number; memory?: number; environment?: Record<string, string>; idleMilliseconds?: number } = {},
) => {
  const directory = mkdtempSync(join(tmpdir(), 'arogya-function-'));
  writeFileSync(join(directory, 'index.mjs'), code);
  const faults = createFaults();
  const metrics = createMetrics();
  const functions = createFunctions({
    resources: [
      {
        logicalId: 'One',
        stack: 'test',
        type: 'AWS::Lambda::Function',
        name: 'one',
        arn: 'arn:aws:lambda:ap-south-1:000000000000:function:one',
        properties: {
          Handler: 'index.handler',
          MemorySize: o.memory ?? 128,
          Timeout: o.timeout ?? 5,
          Environment: { Variables: o.environment ?? {} },
        },
      },
    ],
    codeDirectory: () => directory,
    platformEnvironment: () => ({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' }),
    data: directory,
    faults,
    metrics,
    ...(o.idleMilliseconds === undefined ? {} : { idleMilliseconds: o.idleMilliseconds }),
  });
  running.push(functions);
  return { functions, faults, metrics, directory, view: () => functions.views()[0] };
};

const streamingCode = `
  export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
    const body = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'content-type': 'text/plain' } });
    for (const part of ['one ', 'two ', 'three']) { body.write(part); await new Promise((r) => setTimeout(r, event.pause ?? 5)); }
    body.end();
  });`;

describe('a function', () => {
  test('has exactly the environment of the template and what Lambda adds, nothing of this machine', async () => {
    process.env.SECRET_OF_THIS_MACHINE = 'leaked';
    const { functions } = host('export const handler = async () => process.env;', { environment: { TABLE_NAME: 'table' } });
    const environment = (await functions.invoke('one', {})) as Record<string, string>;
    delete process.env.SECRET_OF_THIS_MACHINE;
    expect(environment).toMatchObject({
      TABLE_NAME: 'table',
      AWS_REGION: 'ap-south-1',
      AWS_LAMBDA_FUNCTION_NAME: 'one',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    });
    expect(environment).not.toHaveProperty('SECRET_OF_THIS_MACHINE');
    expect(environment).not.toHaveProperty('HOME');
  });

  test('is given a context like Lambda’s', async () => {
    const { functions } = host(
      'export const handler = async (e, c) => ({ name: c.functionName, left: c.getRemainingTimeInMillis(), id: c.awsRequestId });',
    );
    const context = (await functions.invoke('arn:aws:lambda:ap-south-1:000000000000:function:one', {})) as {
      name: string;
      left: number;
      id: string;
    };
    expect(context.name).toBe('one');
    expect(context.left).toBeGreaterThan(4_000);
    expect(context.left).toBeLessThanOrEqual(5_000);
    expect(context.id).toMatch(/^[\da-f-]{36}$/);
  });

  test('starts when first needed, serves one invocation at a time in each thread, and is stopped when idle', async () => {
    const { functions, view } = host(
      'let busy = 0; export const handler = async () => { busy += 1; await new Promise((r) => setTimeout(r, 600)); const seen = busy; busy -= 1; return seen; };',
      { idleMilliseconds: 2_000 },
    );
    expect(view()).toMatchObject({ state: 'cold', workers: 0 });
    const results = await Promise.all(Array.from({ length: 6 }, () => functions.invoke('one', {})));
    expect(results).toEqual([1, 1, 1, 1, 1, 1]);
    // Four start together; on a slow machine they are free again before the others are up.
    expect(view()?.workers).toBeGreaterThanOrEqual(4);
    while (view()?.state !== 'cold') await sleep(50);
    expect(view()).toMatchObject({ workers: 0, invocations: 6 });
  });

  test('that throws answers with the error and goes on', async () => {
    const { functions, view } = host('export const handler = async (e) => { if (e.fail) throw new TypeError("not so"); return "well"; };');
    await expect(functions.invoke('one', { fail: true })).rejects.toMatchObject({
      error: { errorType: 'TypeError', errorMessage: 'not so' },
    });
    expect(await functions.invoke('one', {})).toBe('well');
    expect(view()).toMatchObject({ errors: 1, workers: 1 });
  });

  test('that hangs is ended when its time is over, and the next invocation finds a new thread', async () => {
    const { functions, view } = host('export const handler = async (e) => { while (e.hang) {} return "well"; };', { timeout: 1 });
    await expect(functions.invoke('one', { hang: true })).rejects.toThrow('Task timed out after 1.00 seconds');
    expect(await functions.invoke('one', {})).toBe('well');
    expect(view()?.timeouts).toBe(1);
  });

  test('that takes more memory than it has dies alone', async () => {
    const { functions } = host(
      'const kept = []; export const handler = async (e) => { while (e.greedy) kept.push(new Array(1e6).fill(Math.random())); return "well"; };',
      {
        memory: 64,
        timeout: 30,
      },
    );
    await expect(functions.invoke('one', { greedy: true })).rejects.toMatchObject({ error: { errorType: 'Runtime.OutOfMemory' } });
    expect(await functions.invoke('one', {})).toBe('well');
  });

  test('that leaves the process reports it as Lambda does', async () => {
    const { functions } = host('export const handler = async () => process.exit(3);');
    await expect(functions.invoke('one', {})).rejects.toThrow('Runtime exited with error: exit status 3');
  });

  test('that cannot be loaded says so at every invocation', async () => {
    const { functions } = host('import "./missing.mjs"; export const handler = 1;');
    await expect(functions.invoke('one', {})).rejects.toThrow('missing.mjs');
    await expect(functions.invoke('one', {})).rejects.toThrow('missing.mjs');
  });

  test('writes its log to a file and its metrics to the metrics', async () => {
    const emf = JSON.stringify({
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [{ Namespace: 'Arogya', Dimensions: [['service']], Metrics: [{ Name: 'Notes', Unit: 'Count' }] }],
      },
      service: 'notes',
      Notes: 2,
    });
    const { functions, metrics, directory } = host(
      `export const handler = async () => { console.log('a line'); console.log(${JSON.stringify(emf)}); };`,
    );
    await functions.invoke('one', {});
    await sleep(100);
    expect(functions.logs('one').map(({ text }) => text)).toEqual(['a line']);
    expect(metrics.list()).toMatchObject([{ namespace: 'Arogya', name: 'Notes', dimensions: { service: 'notes' }, sum: 2 }]);
    expect(readFileSync(join(directory, 'logs/one.log'), 'utf8')).toContain('a line');
  });
});

describe('a streaming function', () => {
  test('sends metadata, eight NULs and then each piece as it is written', async () => {
    const { functions } = host(streamingCode);
    const pieces: { text: string; at: number }[] = [];
    await functions.invokeStreaming(
      'one',
      { pause: 60 },
      (bytes) => void pieces.push({ text: Buffer.from(bytes).toString(), at: Date.now() }),
    );
    expect(pieces.map(({ text }) => text)).toEqual([
      '{"statusCode":200,"headers":{"content-type":"text/plain"}}\0\0\0\0\0\0\0\0',
      'one ',
      'two ',
      'three',
    ]);
    expect((pieces[3]?.at ?? 0) - (pieces[1]?.at ?? 0)).toBeGreaterThan(90);
  });
});

describe('a crash that was asked for', () => {
  const counting =
    'import { appendFileSync } from "node:fs"; export const handler = async ({ file }) => { appendFileSync(file, "x"); return "well"; };';

  test.each([
    ['before', ''],
    ['after-effect', 'x'],
  ] as const)('%s leaves the effect %j and no answer, once', async (at, effect) => {
    const { functions, faults, directory, view } = host(counting);
    const file = join(directory, 'effects');
    writeFileSync(file, '');
    faults.add({ kind: 'function-crash', functionName: 'one', at });
    await expect(functions.invoke('one', { file })).rejects.toMatchObject({ error: { errorType: 'Runtime.ExitError' } });
    expect(readFileSync(file, 'utf8')).toBe(effect);
    expect(await functions.invoke('one', { file })).toBe('well');
    expect(view()?.crashes).toBe(1);
  });

  test('mid-stream sends the first pieces only', async () => {
    const { functions, faults } = host(streamingCode);
    faults.add({ kind: 'function-crash', functionName: 'one', at: 'mid-stream', afterPieces: 2 });
    const pieces: string[] = [];
    await expect(functions.invokeStreaming('one', {}, (bytes) => void pieces.push(Buffer.from(bytes).toString()))).rejects.toThrow(
      'Runtime exited',
    );
    expect(pieces.slice(1)).toEqual(['one ', 'two ']);
  });

  test('of another function leaves this one alone', async () => {
    const { functions, faults } = host('export const handler = async () => "well";');
    faults.add({ kind: 'function-crash', functionName: 'publisher' });
    expect(await functions.invoke('one', {})).toBe('well');
  });
});
