import {
  Duration,
  aws_events as events,
  aws_lambda_event_sources as sources,
  type aws_sqs as sqs,
  aws_events_targets as targets,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { Alarm } from './alarm.ts';
import { FeatureFunction, functionId } from './feature-function.ts';
import type { HouseWithBus } from './house.ts';
import { deadLetterQueue, workQueue } from './queue.ts';

/** Tries before a message waits for a person in the dead-letter queue. */
const TRIES = 5;

/** An event of an AWS service, as a rule asks for it. Services speak on the account's own bus, not on ours. */
export type EventOfAws = {
  readonly source: [`aws.${string}`];
  readonly detailType: string[];
  readonly detail: Record<string, unknown>;
};

export type ConsumerProps = {
  readonly house: HouseWithBus;
  readonly feature: string;
  /** `on-letter-requested`: the file in `functions/<feature>/`. */
  readonly file: string;
  readonly description: string;
  /** Names of the events that it takes from the bus, without a version. */
  readonly events?: readonly string[];
  /** What it takes from AWS, instead. */
  readonly eventOfAws?: EventOfAws;
  /** Names of the events that the sweep puts into its queue when their time has come; each goes to one consumer. */
  readonly due?: readonly string[];
  readonly timeout?: Duration;
  readonly memory?: number;
  /** Messages handled in one invocation; each is answered for by itself. */
  readonly batchSize?: number;
  /** Invocations at once at most, for one that asks somebody who bears less than Lambda does. */
  readonly maxConcurrency?: number;
  /** Who is hurt when messages end in the dead-letter queue. */
  readonly whoIsHurt: string;
};

/** One side effect: rule or sweep → queue (and dead-letter queue with its alarm) → function that reports which messages failed. */
export class Consumer extends Construct {
  readonly fn: FeatureFunction;
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;
  readonly due: readonly string[];
  readonly alarm: Alarm;

  constructor(scope: Construct, props: ConsumerProps) {
    const { house, feature, file, description, whoIsHurt, events: fromBus = [], eventOfAws, due = [] } = props;
    super(scope, functionId(feature, `${file}-consumer`));
    this.due = due;
    const timeout = props.timeout ?? Duration.seconds(30);

    this.deadLetters = deadLetterQueue(this, 'DeadLetters', house);
    // AWS's advice for a function's queue: visible again only after six of its timeouts.
    this.queue = workQueue(this, 'Queue', house, {
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });
    this.fn = new FeatureFunction(this, { house, feature, file, description, timeout, memory: props.memory ?? 512 });
    this.fn.addEventSource(
      new sources.SqsEventSource(this.queue, {
        batchSize: props.batchSize ?? 10,
        reportBatchItemFailures: true,
        ...(props.maxConcurrency ? { maxConcurrency: props.maxConcurrency } : {}),
      }),
    );

    if (eventOfAws && fromBus.length > 0) throw new Error(`${feature}/${file} hears two buses: make it two consumers`);
    const pattern = eventOfAws ?? (fromBus.length > 0 ? { source: ['arogya'], detailType: [...fromBus] } : undefined);
    if (pattern)
      new events.Rule(this, 'Rule', {
        ...(eventOfAws ? {} : { eventBus: house.bus }),
        description: `${pattern.detailType.join(', ')} → ${feature}/${file}`,
        eventPattern: pattern,
        // An event that cannot reach the queue has the same form as one that could not be handled: one place to look.
        targets: [new targets.SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
      });

    this.alarm = new Alarm(this, 'DeadLettersAlarm', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      above: 0,
      times: 1,
      of: 1,
      whoIsHurt,
      runbook: 'consumer-dead-letters',
      topic: house.alarmTopic,
    });
  }
}
