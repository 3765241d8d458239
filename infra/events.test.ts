import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { SWEEP_GROUPS } from '../functions/due/contract.ts';
import { flat, listOf, type Properties, type Resource, synthesized } from './testing/synthesized.ts';

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

const nameOf = (fn: Resource | undefined): string => String(fn?.Properties.FunctionName).replace('arogya-dev-', '');
const functionNamed = (name: string): Resource | undefined => ofType('Lambda::Function').find((fn) => nameOf(fn) === name);
const eventNames = globSync('events/*/*.v1.ts', { cwd: join(import.meta.dirname, '..') }).map((file) => basename(file, '.v1.ts'));

const sweep = functionNamed('due-sweep-due');
/** Which queue gets what comes due, as the sweep is told. */
const dueQueues: Record<string, string> = JSON.parse(flat(sweep?.Properties.Environment.Variables.DUE_QUEUES));

/** Queues that a topic feeds. */
const subscriptions = ofType('SNS::Subscription').filter(({ Properties }) => Properties.Protocol === 'sqs');
const toldByTopic = subscriptions.map(({ Properties }) => flat(Properties.Endpoint).replace('.Arn>', '>'));

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
      'appointments-on-payment-reported': ['payment-reported'],
      'appointments-on-free-times-changed': [
        'free-times-changed',
        'doctor-application-approved',
        'account-deactivated',
        'account-reactivated',
      ],
      'appointments-on-appointment-news-for-patient': ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled'],
      'appointments-on-appointment-news-for-doctor': ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled'],
      'appointments-on-appointment-reminder-due': undefined,
      'payments-on-payment-order-requested': ['payment-order-requested'],
      'payments-on-payment-check': ['payment-check-requested'],
      'payments-on-refund-requested': ['refund-requested'],
      'documents-on-object-created': ['Object Created'],
      'documents-on-scan-result': ['GuardDuty Malware Protection Object Scan Result'],
      'documents-on-upload-overdue': undefined,
      'documents-on-document-erase-due': undefined,
      'consents-on-appointment-changed': ['appointment-cancelled', 'appointment-rescheduled'],
      'consents-on-emergency-access-taken': ['emergency-access-taken'],
      'observations-on-lab-report-reading-requested': ['lab-report-reading-requested'],
      'reminders-on-dose-due': ['reminder-zone-changed'],
      'reminders-on-dose-check-due': undefined,
      'notifications-on-notice-wanted': ['notice-wanted'],
      'notifications-on-news': ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled', 'emergency-access-taken'],
      'notifications-on-notice-due': undefined,
      'notifications-on-fallback-due': ['fallback-due'],
      'notifications-on-push-wanted': ['push-wanted'],
      'notifications-on-whatsapp-wanted': ['whatsapp-wanted'],
      'notifications-on-sms-wanted': ['sms-wanted'],
      'notifications-on-email-wanted': ['email-wanted'],
      'notifications-on-email-event': ['Email Delivered', 'Email Bounced', 'Email Complaint Received'],
      'notifications-on-sms-event': ['Text Message Delivery Status Updated'],
      'notifications-on-whatsapp-event': undefined,
      'live-on-record-changed': [
        'access-recorded',
        'inbox-changed',
        'appointment-booked',
        'appointment-cancelled',
        'appointment-completed',
        'appointment-confirmed',
        'appointment-missed',
        'appointment-rescheduled',
      ],
      'live-on-live-logged': ['live-logged', 'signed-out-everywhere', 'account-deactivated'],
    });
  });

  test('wait only for events that exist', () => {
    const ours = rules.filter(({ Properties }) => Properties.EventBusName !== undefined);
    const awaited = ours.flatMap(({ Properties }) => Properties.EventPattern['detail-type']);
    expect(eventNames).toEqual(expect.arrayContaining(awaited));
  });

  test('have a queue of their own, and one rule at most: on our bus for our events, or on the account’s for what AWS tells', () => {
    expect(consumers.length).toBe(work.length);
    for (const { rules: fed, queue, fn } of consumers) {
      expect(fed.length, nameOf(fn)).toBeLessThanOrEqual(1);
      // One without a rule would never run, if nothing that comes due went to it, and no topic.
      if (fed.length === 0) expect([...Object.values(dueQueues), ...toldByTopic], nameOf(fn)).toContain(`<${queue.logicalId}>`);
      for (const { Properties } of fed) {
        if (Properties.EventBusName === undefined)
          expect(Properties.EventPattern.source, nameOf(fn)).toEqual([expect.stringMatching(/^aws\./)]);
        else {
          expect(Properties.EventPattern.source).toEqual(['arogya']);
          expect(Properties.EventBusName).toEqual({ Ref: only('Events::EventBus').logicalId });
        }
      }
    }
  });

  test('that hear of medical files hear of no other bucket, and of nothing else in theirs', () => {
    const heard = consumers
      .flatMap(({ rules: fed }) => fed.map(({ Properties }) => Properties.EventPattern))
      .filter(({ source }) => ['aws.s3', 'aws.guardduty'].includes(source[0]));
    const bucket = 'arogya-dev-medical-files-<AWS::AccountId>';
    expect(
      heard.map(({ source, detail: { bucket: at, object, s3ObjectDetails: scanned } }) => [
        source[0],
        flat(at ? at.name[0] : scanned.bucketName[0]),
        object ? object.key : scanned.objectKey,
      ]),
    ).toEqual([
      ['aws.s3', bucket, [{ prefix: 'files/' }]],
      ['aws.guardduty', bucket, [{ prefix: 'files/' }]],
    ]);
  });

  test('that hear what became of letters and texts hear only of those of their stage', () => {
    const heard = (source: string) =>
      consumers.flatMap(({ rules: fed }) => fed.map(({ Properties }) => Properties.EventPattern)).find((each) => each.source[0] === source);
    expect(heard('aws.ses').detail).toEqual({ mail: { tags: { 'ses:configuration-set': ['arogya-dev-letters'] } } });
    expect(heard('aws.sms-voice').detail).toEqual({ context: { stage: ['dev'] } });
  });

  test('that hold a whole file in memory take one at a time', () => {
    for (const name of ['documents-on-object-created', 'observations-on-lab-report-reading-requested'])
      expect(consumers.find(({ fn }) => nameOf(fn) === name)?.mapping.BatchSize, name).toBe(1);
  });

  test('that ask Razorpay about many payments ask about few at once', () => {
    for (const name of ['payments-on-payment-check', 'payments-on-refund-requested'])
      expect(consumers.find(({ fn }) => nameOf(fn) === name)?.mapping.ScalingConfig, name).toEqual({ MaximumConcurrency: 5 });
  });

  test('do not let one patient’s payment order wait for another’s, and try it again within the hold of five minutes', () => {
    const order = consumers.find(({ fn }) => nameOf(fn) === 'payments-on-payment-order-requested');
    expect(order?.mapping.BatchSize).toBe(1);
    expect(order?.queue.Properties.VisibilityTimeout).toBeLessThanOrEqual(120);
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

describe('what providers tell', () => {
  test('SES tells the account’s bus of letters that arrived, bounced or were complained of', () => {
    expect(only('SES::ConfigurationSet').Properties).toMatchObject({
      Name: 'arogya-dev-letters',
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    const { EventDestination: destination } = only('SES::ConfigurationSetEventDestination').Properties;
    expect(destination).toMatchObject({ Enabled: true, MatchingEventTypes: ['delivery', 'bounce', 'complaint'] });
    expect(flat(destination.EventBridgeDestination.EventBusArn)).toBe('arn:aws:events:ap-south-1:<AWS::AccountId>:event-bus/default');
  });

  test('WhatsApp tells one topic, whose messages reach their consumer as they are wrapped, or rest where it gives up', () => {
    const [subscription, ...others] = subscriptions;
    expect(others).toEqual([]);
    const consumer = consumers.find(({ fn }) => nameOf(fn) === 'notifications-on-whatsapp-event');
    const given = flat(consumer?.queue.Properties.RedrivePolicy.deadLetterTargetArn);
    expect(toldByTopic).toEqual([`<${consumer?.queue.logicalId}>`]);
    expect(subscription?.Properties.RawMessageDelivery).toBeUndefined();
    expect(flat(subscription?.Properties.RedrivePolicy.deadLetterTargetArn)).toBe(given);

    const topic = flat(subscription?.Properties.TopicArn);
    for (const arn of [`<${consumer?.queue.logicalId}.Arn>`, given]) {
      const policy = ofType('SQS::QueuePolicy').find(({ Properties }) =>
        Properties.Queues.some(({ Ref }: Properties) => `<${Ref}.Arn>` === arn),
      );
      const statements: Properties[] = policy?.Properties.PolicyDocument.Statement;
      const [statement] = statements.filter(({ Principal }) => Principal.Service === 'sns.amazonaws.com');
      expect(statement).toMatchObject({ Effect: 'Allow', Action: 'sqs:SendMessage' });
      expect(flat(statement?.Resource)).toBe(arn);
      expect(flat(statement?.Condition.ArnEquals['aws:SourceArn'])).toBe(topic);
    }
  });

  test('only WhatsApp’s service publishes to that topic, and only for this account', () => {
    const topic = ofType('SNS::Topic').find(({ Properties }) => Properties.TopicName === 'arogya-dev-whatsapp');
    const policy = ofType('SNS::TopicPolicy').find(({ Properties }) =>
      Properties.Topics.some(({ Ref }: Properties) => Ref === topic?.logicalId),
    );
    const statements: Properties[] = policy?.Properties.PolicyDocument.Statement;
    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      expect.objectContaining({
        Action: 'sns:Publish',
        Principal: { Service: 'social-messaging.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
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
      for (const target of rule?.Properties.Targets ?? [])
        expect(flat(target.DeadLetterConfig.Arn)).toBe(flat(queue.Properties.RedrivePolicy.deadLetterTargetArn));
    }
  });
});

describe('by the clock', () => {
  const scheduled = rules
    .filter(({ Properties }) => Properties.ScheduleExpression)
    .map(({ Properties }) => {
      const [target] = Properties.Targets;
      const fn = ofType('Lambda::Function').find(({ logicalId }) => flat(target.Arn) === `<${logicalId}.Arn>`);
      return { name: nameOf(fn), fn, rule: Properties, target };
    });

  test('the audit’s heads are sealed each hour, and what is due is handed over each minute', () => {
    expect(Object.fromEntries(scheduled.map(({ name, rule }) => [name, rule.ScheduleExpression]))).toEqual({
      'audit-seal-heads': 'rate(1 hour)',
      'due-sweep-due': 'cron(* * * * ? *)',
    });
    for (const { rule, name } of scheduled) expect(rule.State, name).toBe('ENABLED');
  });

  test('a run that fails is tried twice more; one that is given up rests in a queue', () => {
    for (const { name, fn, target } of scheduled) {
      const invoked = ofType('Lambda::EventInvokeConfig').filter(({ Properties }) => Properties.FunctionName.Ref === fn?.logicalId);
      expect(
        invoked.map(({ Properties }) => Properties.MaximumRetryAttempts),
        name,
      ).toEqual([2]);
      expect(flat(target.DeadLetterConfig.Arn), name).toBe(flat(invoked[0]?.Properties.DestinationConfig.OnFailure.Destination));
    }
  });

  test('the audit’s heads go to the bucket that nobody can alter', () => {
    expect(flat(functionNamed('audit-seal-heads')?.Properties.Environment.Variables.AUDIT_BUCKET)).toBe(
      'arogya-dev-audit-<AWS::AccountId>',
    );
  });
});

describe('the sweep', () => {
  test('runs for each group of shards, each minute', () => {
    const rule = ofType('Events::Rule').find(({ Properties }) =>
      Properties.Targets?.some(({ Arn }: Properties) => flat(Arn) === `<${sweep?.logicalId}.Arn>`),
    );
    expect(rule?.Properties.Targets.map(({ Input }: Properties) => JSON.parse(Input))).toEqual(
      Array.from({ length: SWEEP_GROUPS }, (_, group) => ({ group })),
    );
  });

  test('ends before the next minute’s begins', () => {
    expect(sweep?.Properties.Timeout).toBeLessThan(60);
  });

  test('knows a queue for everything that can come due', () => {
    const taker = (queue: string) => nameOf(consumers.find(({ queue: { logicalId } }) => `<${logicalId}>` === queue)?.fn);
    expect(Object.fromEntries(Object.entries(dueQueues).map(([name, queue]) => [name, taker(queue)]))).toEqual({
      'appointment-reminder-due': 'appointments-on-appointment-reminder-due',
      'doctor-listing-due': 'appointments-on-free-times-changed',
      'dose-check-due': 'reminders-on-dose-check-due',
      'dose-due': 'reminders-on-dose-due',
      'email-wanted': 'notifications-on-email-wanted',
      'fallback-due': 'notifications-on-fallback-due',
      'live-end-due': 'live-on-live-logged',
      'notice-due': 'notifications-on-notice-due',
      'notice-wanted': 'notifications-on-notice-wanted',
      'document-erase-due': 'documents-on-document-erase-due',
      'payment-check-due': 'payments-on-payment-check',
      'push-wanted': 'notifications-on-push-wanted',
      'sms-wanted': 'notifications-on-sms-wanted',
      'whatsapp-wanted': 'notifications-on-whatsapp-wanted',
      'upload-overdue': 'documents-on-upload-overdue',
    });
    // A send that would come into quiet hours waits for their end, so it can come due too; so can what a consumer wants told.
    expect(Object.keys(dueQueues).sort()).toEqual(
      eventNames.filter((name) => /-(over)?due$|^(notice|push|whatsapp|sms|email)-wanted$/.test(name)).sort(),
    );
  });

  test('may put messages into exactly these queues, and into the one of its own missed runs', () => {
    const [role] = sweep?.Properties.Role['Fn::GetAtt'] ?? [];
    const sending = ofType('IAM::Policy')
      .filter(({ Properties }) => Properties.Roles.some((each: Properties) => each.Ref === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }: Properties) => listOf<string>(Action).includes('sqs:SendMessage'))
      .flatMap(({ Resource }: Properties) => listOf(Resource).map(flat));
    const missedRuns = ofType('Lambda::EventInvokeConfig')
      .filter(({ Properties }) => Properties.FunctionName.Ref === sweep?.logicalId)
      .map(({ Properties }) => flat(Properties.DestinationConfig.OnFailure.Destination));
    expect(missedRuns).toHaveLength(1);
    expect(sending.sort()).toEqual([...Object.values(dueQueues).map((queue) => queue.replace('>', '.Arn>')), ...missedRuns].sort());
  });
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
