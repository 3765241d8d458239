import { describe, expect, test } from 'vitest';

import { flat, type Properties, type Resource, synthesized } from './testing/synthesized.ts';

const { ofType, only, resources } = synthesized();
const queues = ofType('SQS::Queue');
const alarms = ofType('CloudWatch::Alarm');
const rules = ofType('Events::Rule');
const mappings = ofType('Lambda::EventSourceMapping');

const isGivenUpTo = ({ logicalId }: Resource): boolean =>
  queues.some(({ Properties }) => Properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] === logicalId) ||
  ofType('Lambda::EventInvokeConfig').some(
    ({ Properties }) => flat(Properties.DestinationConfig.OnFailure.Destination) === `<${logicalId}.Arn>`,
  );
const deadLetters = queues.filter(isGivenUpTo);
const work = queues.filter((queue) => !isGivenUpTo(queue));

/** Which function takes which events, as rules, queues and mappings connect them. */
const consumers = mappings.flatMap(({ Properties }) => {
  const queue = work.find(({ logicalId }) => flat(Properties.EventSourceArn) === `<${logicalId}.Arn>`);
  if (!queue) return [];
  const fn = ofType('Lambda::Function').find(({ logicalId }) => Properties.FunctionName.Ref === logicalId);
  const fed = rules.filter((rule) => rule.Properties.Targets.some(({ Arn }: Properties) => flat(Arn) === `<${queue.logicalId}.Arn>`));
  return [{ mapping: Properties, queue, fn, rules: fed }];
});

describe('the publisher', () => {
  const mapping = mappings.find(({ Properties }) => JSON.stringify(Properties.EventSourceArn).includes('StreamArn'))?.Properties ?? {};

  test('reads only new receipts from the table’s stream', () => {
    expect(mapping.FilterCriteria.Filters.map(({ Pattern }: Properties) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { NewImage: { type: { S: ['receipt'] } } } },
    ]);
    expect(mapping.StartingPosition).toBe('TRIM_HORIZON');
  });

  test('does not let one sick receipt hold up the others, and loses none', () => {
    expect(mapping).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 3600,
    });
    expect(flat(mapping.DestinationConfig.OnFailure.Destination)).toContain('UndeliveredEvents');
  });

  test('rings when it falls a minute behind, and when it puts an event aside', () => {
    const metrics = alarms.map(({ Properties }) => `${Properties.MetricName} > ${Properties.Threshold}`);
    expect(metrics).toContain('IteratorAge > 60000');
    expect(metrics).toContain('OnFailureDestinationDeliveredEventCount > 0');
    expect(mapping.MetricsConfig).toEqual({ Metrics: ['EventCount'] });
  });

  test('puts events on this stage’s bus, which is encrypted and keeps an archive', () => {
    const bus = only('Events::EventBus');
    const publisher = ofType('Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === 'arogya-dev-publisher-on-receipt-recorded',
    );
    expect(publisher?.Properties.Environment.Variables.EVENT_BUS_NAME).toEqual({ Ref: bus.logicalId });
    expect(flat(bus.Properties.KmsKeyIdentifier)).toContain('OperationsKey');
    expect(only('Events::Archive').Properties).toMatchObject({ RetentionDays: 90, EventPattern: { source: ['arogya'] } });
  });
});

describe('consumers', () => {
  test('take the events that they are for', () => {
    const taken = consumers.map(({ fn, rules: [rule] }) => [
      fn?.Properties.FunctionName.replace('arogya-dev-', ''),
      rule?.Properties.EventPattern['detail-type'],
    ]);
    expect(Object.fromEntries(taken)).toEqual({
      'identity-on-doctor-application-approved': ['doctor-application-approved'],
      'identity-on-doctor-application-decided': ['doctor-application-approved', 'doctor-application-refused'],
      'identity-on-account-access-changed': ['account-deactivated', 'account-reactivated', 'signed-out-everywhere'],
      'consultation-notes-on-letter-requested': ['letter-requested'],
      'audit-on-access-recorded': ['access-recorded'],
    });
  });

  test('have a queue and a rule of their own, on the bus, for our events only', () => {
    expect(consumers.length).toBe(work.length);
    for (const { rules: fed } of consumers) {
      expect(fed).toHaveLength(1);
      expect(fed[0]?.Properties.EventPattern.source).toEqual(['arogya']);
      expect(fed[0]?.Properties.EventBusName).toEqual({ Ref: only('Events::EventBus').logicalId });
    }
  });

  test('answer for each message by itself', () => {
    for (const { mapping, fn } of consumers) expect(mapping.FunctionResponseTypes, fn?.logicalId).toEqual(['ReportBatchItemFailures']);
  });

  test('have six of their timeouts before a message is seen again, and a lease outlives a run', () => {
    for (const { queue, fn } of consumers) {
      expect(queue.Properties.VisibilityTimeout).toBe(6 * fn?.Properties.Timeout);
      // functions/shared/events/lease.ts: a try is taken for dead after 60 seconds.
      expect(fn?.Properties.Timeout).toBeLessThan(60);
    }
  });
});

describe('queues', () => {
  test('are encrypted with our key, over TLS only', () => {
    for (const { logicalId, Properties } of queues) {
      expect(flat(Properties.KmsMasterKeyId), logicalId).toContain('OperationsKey');
      const policy = ofType('SQS::QueuePolicy').find((each) => each.Properties.Queues.some(({ Ref }: Properties) => Ref === logicalId));
      expect(policy?.Properties.PolicyDocument.Statement, logicalId).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });

  test('give up after five tries into a dead-letter queue of their own, where the message stays for longer', () => {
    const targets = work.map(({ Properties }) => Properties.RedrivePolicy);
    for (const [index, policy] of targets.entries()) {
      expect(policy, work[index]?.logicalId).toMatchObject({ maxReceiveCount: 5 });
      expect(work[index]?.Properties.MessageRetentionPeriod).toBe(4 * 86_400);
    }
    expect(new Set(targets.map(({ deadLetterTargetArn }) => flat(deadLetterTargetArn))).size).toBe(work.length);
    for (const { Properties } of deadLetters) expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400);
  });

  test('every dead-letter queue rings with its first message', () => {
    expect(deadLetters.length).toBeGreaterThan(0);
    for (const { logicalId } of deadLetters) {
      const alarm = alarms.find(({ Properties }) =>
        Properties.Dimensions?.some(({ Value }: Properties) => JSON.stringify(Value).includes(`"${logicalId}"`)),
      );
      expect(alarm?.Properties, logicalId).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
      });
    }
  });

  test('an event that cannot reach its queue rests in the same place as one that could not be handled', () => {
    for (const {
      queue,
      rules: [rule],
    } of consumers) {
      const [target] = rule?.Properties.Targets ?? [];
      expect(flat(target.DeadLetterConfig.Arn)).toBe(flat(queue.Properties.RedrivePolicy.deadLetterTargetArn));
    }
  });
});

test('the audit’s heads are sealed each hour; a run that is given up rests in a queue', () => {
  const [rule, ...others] = rules.filter(({ Properties }) => Properties.ScheduleExpression);
  expect(others).toEqual([]);
  expect(rule?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
  const [target] = rule?.Properties.Targets ?? [];
  const fn = ofType('Lambda::Function').find(({ logicalId }) => flat(target.Arn) === `<${logicalId}.Arn>`);
  expect(fn?.Properties.FunctionName).toBe('arogya-dev-audit-seal-heads');
  expect(flat(fn?.Properties.Environment.Variables.AUDIT_BUCKET)).toBe('arogya-dev-audit-<AWS::AccountId>');
  expect(only('Lambda::EventInvokeConfig').Properties).toMatchObject({ FunctionName: { Ref: fn?.logicalId }, MaximumRetryAttempts: 2 });
  expect(flat(target.DeadLetterConfig.Arn)).toBe(
    flat(only('Lambda::EventInvokeConfig').Properties.DestinationConfig.OnFailure.Destination),
  );
});

test('every function that is not asked over HTTP is fed by a queue, the stream or the clock', () => {
  const fed = new Set([
    ...mappings.map(({ Properties }) => Properties.FunctionName.Ref),
    ...ofType('Lambda::EventInvokeConfig').map(({ Properties }) => Properties.FunctionName.Ref),
  ]);
  const inEvents = resources
    .filter(({ stack, Type }) => stack === 'events' && Type === 'AWS::Lambda::Function')
    .map(({ logicalId }) => logicalId);
  expect([...fed].sort()).toEqual(inEvents.sort());
});
