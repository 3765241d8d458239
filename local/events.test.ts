import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { checkPattern, matchesPattern } from './event-pattern.ts';
import { createEvents } from './events.ts';
import type { Functions } from './functions.ts';
import { createQueues, queueUrl } from './queues.ts';
import { nextRun } from './schedule.ts';
import { startStorage } from './storage.ts';
import type { Resource } from './template.ts';

describe('an event pattern', () => {
  const event = {
    source: 'arogya',
    'detail-type': 'note-signed',
    detail: { version: 2, patient: { id: 'p1' }, tags: ['new', 'urgent'], reason: null },
  };
  test.each([
    [{ source: ['arogya'] }, true],
    [{ source: ['other', 'arogya'], 'detail-type': ['note-signed'] }, true],
    [{ source: ['other'] }, false],
    [{ 'detail-type': [{ prefix: 'note-' }] }, true],
    [{ 'detail-type': [{ 'anything-but': ['note-signed'] }] }, false],
    [{ 'detail-type': [{ 'anything-but': { prefix: 'letter-' } }] }, true],
    [{ detail: { patient: { id: ['p1'] } } }, true],
    [{ detail: { tags: ['urgent'] } }, true],
    [{ detail: { tags: ['old'] } }, false],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { version: [{ exists: true }] } }, true],
    [{ detail: { missing: [{ exists: true }] } }, false],
    [{ detail: { missing: { deeper: ['x'] } } }, false],
    [{ detail: { reason: [null] } }, true],
  ])('%j matches: %s', (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test('with an operator that is not known is refused', () => {
    expect(() => checkPattern({ detail: { id: [{ wildcard: 'a*' }] } }, 'Rule')).toThrow(
      'does not know "wildcard" in the event pattern of Rule',
    );
  });
});

describe('a schedule', () => {
  test.each([
    ['rate(1 minute)', '2026-11-20T10:00:30Z', '2026-11-20T10:01:30Z'],
    ['rate(2 hours)', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z'],
    ['cron(0 3 * * ? *)', '2026-11-20T10:00:00Z', '2026-11-21T03:00:00Z'],
    ['cron(0/15 * * * ? *)', '2026-11-20T10:01:00Z', '2026-11-20T10:15:00Z'],
    // Friday 20 November 2026; AWS counts weekdays from Sunday = 1.
    ['cron(30 9 ? * 2 *)', '2026-11-20T10:00:00Z', '2026-11-23T09:30:00Z'],
    ['cron(30 9 ? * MON-FRI *)', '2026-11-20T10:00:00Z', '2026-11-23T09:30:00Z'],
    ['cron(0 0 1 1 ? 2028)', '2026-11-20T10:00:00Z', '2028-01-01T00:00:00Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(nextRun(expression, new Date(after))?.toISOString()).toBe(expected.replace('Z', '.000Z'));
  });

  test.each(['rate(0.5 hours)', 'rate(1 fortnight)', 'cron(* * *)', 'every day', 'cron(99 * * * ? *)'])('%s is refused', (expression) => {
    expect(() => nextRun(expression, new Date())).toThrow(expression);
  });
});

const resource = (type: string, name: string, arn: string, properties: Record<string, unknown> = {}): Resource => ({
  logicalId: name,
  stack: 'test',
  type,
  name,
  arn,
  properties,
});
const queueArn = 'arn:aws:sqs:ap-south-1:000000000000:letters';
const fnArn = 'arn:aws:lambda:ap-south-1:000000000000:function:sweep';

const bus = async (rules: Record<string, unknown>[], invoke: (event: unknown) => Promise<unknown> = async () => null) => {
  const storage = await startStorage(mkdtempSync(join(tmpdir(), 'arogya-events-')));
  const queues = createQueues(storage, [
    resource('AWS::SQS::Queue', 'letters', queueArn),
    resource('AWS::SQS::Queue', 'missed', `${queueArn}-missed`),
  ]);
  const calls: unknown[] = [];
  const functions = {
    has: (arn: string) => arn === fnArn,
    invoke: async (_: string, event: unknown) => {
      calls.push(event);
      return invoke(event);
    },
  } as unknown as Functions;
  const events = createEvents({
    buses: [resource('AWS::Events::EventBus', 'main', 'arn:bus')],
    rules: rules.map((properties, i) => resource('AWS::Events::Rule', `rule-${i}`, 'arn:rule', properties)),
    invokeConfigs: [
      resource('AWS::Lambda::EventInvokeConfig', 'config', '', {
        FunctionName: 'sweep',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:ap-south-1:000000000000:missed' } },
      }),
    ],
    queues,
    functions,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  return { events, queues, calls, storage, url: queueUrl(storage)('letters') };
};

describe('the bus', () => {
  const put = { Source: 'arogya', DetailType: 'note-signed', Detail: '{"id":"n1"}', EventBusName: 'main' };
  const rule = { EventBusName: 'main', EventPattern: { 'detail-type': ['note-signed'] }, Targets: [{ Id: 'q', Arn: queueArn }] };

  test('puts a matching event into the queue before it answers', async () => {
    const { events, queues } = await bus([rule]);
    expect(events.put(put).EventId).toBeDefined();
    expect(events.put({ ...put, DetailType: 'other' }).EventId).toBeDefined();
    expect(queues.peek('letters').map(({ body }) => JSON.parse(body))).toMatchObject([
      { source: 'arogya', 'detail-type': 'note-signed', detail: { id: 'n1' }, region: 'ap-south-1' },
    ]);
  });

  test.each([
    [{ ...put, Detail: 'not json' }, 'MalformedDetail'],
    [{ ...put, EventBusName: 'other' }, 'InvalidArgument'],
    [{ ...put, Source: undefined }, 'InvalidArgument'],
  ])('refuses %j', async (entry, code) => {
    expect((await bus([])).events.put(entry)).toMatchObject({ ErrorCode: code });
  });

  test('refuses a target that wants another input than the event', async () => {
    await expect(bus([{ ...rule, Targets: [{ Id: 'q', Arn: queueArn, InputPath: '$.detail' }] }])).rejects.toThrow('InputPath');
  });

  test('refuses a rule whose target does not exist', async () => {
    await expect(bus([{ ...rule, Targets: [{ Id: 'x', Arn: 'arn:aws:sqs:ap-south-1:000000000000:gone' }] }])).rejects.toThrow(
      'which is neither a function nor a queue',
    );
  });

  test('fires a schedule when asked, and gives a run that fails twice to where missed runs go', async () => {
    const { events, queues, calls } = await bus([{ ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'f', Arn: fnArn }] }], async () => {
      throw new Error('not now');
    });
    await events.fire('rule-0');
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({ 'detail-type': 'Scheduled Event', source: 'aws.events' });
    expect(queues.peek('missed')).toHaveLength(1);
  });

  test('keeps queued messages over a restart', async () => {
    const data = mkdtempSync(join(tmpdir(), 'arogya-queues-'));
    const letters = [resource('AWS::SQS::Queue', 'letters', queueArn, { VisibilityTimeout: 600 })];
    const first = await startStorage(data);
    createQueues(first, letters).send(queueArn, 'one');
    createQueues(first, letters).send(queueArn, 'two');
    expect(createQueues(first, letters).queueNamed('letters').dequeue(1)).toHaveLength(1);
    await first.stop();
    const second = await startStorage(data);
    const queues = createQueues(second, letters);
    expect(
      queues
        .queueNamed('letters')
        .messages.map(({ body, approximateReceiveCount }) => [body, approximateReceiveCount])
        .sort(),
    ).toEqual([
      ['one', 0],
      ['two', 0],
    ]);
    await second.stop();
  });
});
