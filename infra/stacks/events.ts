import { aws_cloudwatch as cloudwatch, Duration, aws_events as events, aws_lambda as lambda, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SWEEP_GROUPS } from '../../functions/due/contract.ts';

import { Alarm } from '../constructs/alarm.ts';
import { grantPutObject } from '../constructs/buckets.ts';
import type { Consumer } from '../constructs/consumer.ts';
import { FeatureFunction } from '../constructs/feature-function.ts';
import type { House } from '../constructs/house.ts';
import { grantSend } from '../constructs/queue.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { features } from '../features.ts';

/** What happens after a command: table stream → publisher → bus → rule → queue → consumer; and what happens by the clock. */
export class EventsStack extends Stack {
  readonly bus: events.EventBus;
  readonly publisher: FeatureFunction;
  readonly sweep: ScheduledFunction;
  readonly consumers: Consumer[] = [];
  readonly scheduled: ScheduledFunction[] = [];
  readonly alarms: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, { house, ...props }: StackProps & { house: House }) {
    super(scope, id, props);
    this.bus = new events.EventBus(this, 'Bus', {
      eventBusName: `arogya-${house.stage.name}`,
      description: 'What happened in Arogya; ids only, no patient data',
    });
    const archive = new events.Archive(this, 'Archive', {
      sourceEventBus: this.bus,
      eventPattern: { source: ['arogya'] },
      retention: Duration.days(90),
      description: 'For replaying events after a consumer was wrong',
    });
    // Not by the L2s' `kmsKey`, which writes the bus's ARN into the policy of a key of another stack: a cycle.
    (this.bus.node.defaultChild as events.CfnEventBus).kmsKeyIdentifier = house.operationsKey.keyArn;
    (archive.node.defaultChild as events.CfnArchive).kmsKeyIdentifier = house.operationsKey.keyArn;

    this.publisher = this.#publisher(house);
    for (const { events: background } of features) {
      const work = background?.(this, { ...house, bus: this.bus });
      this.consumers.push(...(work?.consumers ?? []));
      this.scheduled.push(...(work?.scheduled ?? []));
    }
    this.sweep = this.#sweep(house);
    this.scheduled.push(this.sweep);
    this.alarms.push(
      ...this.publisher.alarms,
      ...this.consumers.flatMap(({ alarm, fn }) => [alarm, ...fn.alarms]),
      ...this.scheduled.flatMap(({ alarms }) => alarms),
    );
  }

  #publisher(house: House): FeatureFunction {
    const publisher = new FeatureFunction(this, {
      house,
      feature: 'publisher',
      file: 'on-receipt-recorded',
      description: 'Puts the events of each new receipt on the bus',
      timeout: Duration.seconds(30),
      memory: 512,
    });
    publisher.allow(['events:PutEvents'], [this.bus.eventBusArn]);
    publisher.addEnvironment('EVENT_BUS_NAME', this.bus.eventBusName);
    const streamArn = house.table.grantStream(publisher);
    grantPutObject(publisher, house.undeliveredEvents);
    publisher.allow(['s3:ListBucket'], [house.undeliveredEvents.bucketArn]);

    const receipts = new lambda.EventSourceMapping(this, 'Receipts', {
      target: publisher,
      eventSourceArn: streamArn,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // One sick record is found by halving its batch, tried for an hour, then put aside, so that it holds up nobody else's.
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(1),
      parallelizationFactor: 2,
      supportS3OnFailureDestination: true,
      onFailure: { bind: () => ({ destination: house.undeliveredEvents.bucketArn }) },
      filters: [
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { type: { S: lambda.FilterRule.isEqual('receipt') } } },
        }),
      ],
      metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
    });
    receipts.node.addDependency(publisher.role ?? publisher);

    publisher.alarmOnFailure('Patients and doctors: letters, decisions and the audit trail wait, because events do not leave the table.');
    publisher.alarms.push(
      new Alarm(this, 'PublisherBehindAlarm', {
        metric: publisher.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
        above: Duration.minutes(1).toMilliseconds(),
        times: 3,
        of: 3,
        whoIsHurt: 'Patients and doctors: letters, decisions and the audit trail come minutes late.',
        runbook: 'publisher-behind',
        topic: house.alarmTopic,
      }),
      new Alarm(this, 'UndeliveredEventsAlarm', {
        metric: new cloudwatch.Metric({
          namespace: 'AWS/Lambda',
          metricName: 'OnFailureDestinationDeliveredEventCount',
          dimensionsMap: { EventSourceMappingUUID: receipts.eventSourceMappingId },
          period: Duration.minutes(5),
          statistic: 'Sum',
        }),
        above: 0,
        times: 1,
        of: 1,
        whoIsHurt: 'Somebody: an event was put aside, and its letter, decision or audit entry will not happen by itself.',
        runbook: 'events-undelivered',
        topic: house.alarmTopic,
      }),
    );
    return publisher;
  }

  #sweep(house: House): ScheduledFunction {
    const sweep = new ScheduledFunction(this, {
      house,
      feature: 'due',
      file: 'sweep-due',
      description: 'Each minute: puts what has come due into the queue of whoever does it',
      // At the beginning of each minute: a rate would run at the second at which it was first deployed.
      schedule: events.Schedule.expression('cron(* * * * ? *)'),
      inputs: Array.from({ length: SWEEP_GROUPS }, (_, group) => ({ group })),
      // A run ends before the next begins. A run that is cut off or missed is made good by the next: it begins where the last one ended.
      timeout: Duration.seconds(55),
      // One core: what bounds a run is its calls' CPU.
      memory: 1769,
      whoIsHurt: 'Patients: reminders do not go out, and payments whose message was lost are not asked after.',
      runbook: 'reminders-late',
    });
    house.table.grantReadWrite(sweep.fn);
    house.table.grantBatches(sweep.fn);
    const due = this.consumers.flatMap((consumer) => consumer.due.map((name) => ({ name, queue: consumer.queue })));
    const twice = due.find(({ name }, index) => due.findIndex((other) => other.name === name) !== index);
    if (twice) throw new Error(`${twice.name} is due at two consumers: let the first one's event feed the second`);
    grantSend(
      sweep.fn,
      house,
      due.map(({ queue }) => queue),
    );
    sweep.fn.addEnvironment('DUE_QUEUES', this.toJsonString(Object.fromEntries(due.map(({ name, queue }) => [name, queue.queueUrl]))));

    sweep.alarms.push(
      new Alarm(sweep, 'LateAlarm', {
        metric: sweep.fn.measured('DueLagSeconds', { statistic: 'Maximum', period: Duration.minutes(1) }),
        above: 60,
        times: 3,
        of: 5,
        // A sweep that does not run at all is never late by its own measure.
        silence: 'rings',
        whoIsHurt: 'Patients: reminders go out minutes late or not at all, and a visit may be missed.',
        runbook: 'reminders-late',
        topic: house.alarmTopic,
      }),
      new Alarm(sweep, 'UndeliverableAlarm', {
        metric: sweep.fn.measured('DueUndeliverable', { statistic: 'Maximum', period: Duration.minutes(1) }),
        above: 0,
        // A refusal of SQS heals with the next run.
        times: 3,
        of: 5,
        whoIsHurt: 'Somebody: a reminder or a payment’s check is due, and no queue takes it.',
        runbook: 'reminders-late',
        topic: house.alarmTopic,
      }),
    );
    return sweep;
  }
}
