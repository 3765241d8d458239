import { Duration, aws_events as events, type aws_sqs as sqs, aws_events_targets as targets } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';
import { Alarm, type Runbook } from './alarm.ts';
import { FeatureFunction, type FeatureFunctionProps, functionId } from './feature-function.ts';
import { deadLetterQueue, grantSend } from './queue.ts';

export type ScheduledFunctionProps = FeatureFunctionProps & {
  readonly schedule: events.Schedule;
  /** What each of several runs at a time is told; one run that is told nothing, unless said. EventBridge takes five at most. */
  readonly inputs?: readonly Record<string, unknown>[];
  /** Who is hurt when a run is given up. */
  readonly whoIsHurt: string;
  readonly runbook: Runbook;
};

/** A function that runs by the clock. A run that fails is tried twice more, then rests in a queue of its own and rings. */
export class ScheduledFunction extends Construct {
  readonly fn: FeatureFunction;
  readonly missedRuns: sqs.Queue;
  readonly alarms: Alarm[];

  constructor(scope: Construct, { schedule, inputs, whoIsHurt, runbook, ...props }: ScheduledFunctionProps) {
    const { house, feature, file } = props;
    super(scope, functionId(feature, `${file}-schedule`));
    this.fn = new FeatureFunction(this, props);
    this.missedRuns = deadLetterQueue(this, 'MissedRuns', house);
    acknowledge(this.missedRuns, { 'AwsSolutions-SQS3': 'It is itself where runs rest that were given up, with an alarm.' });
    // EventBridge answers for reaching Lambda, Lambda for running the function: both give up into the one queue.
    this.fn.configureAsyncInvoke({ retryAttempts: 2, onFailure: { bind: () => ({ destination: this.missedRuns.queueArn }) } });
    grantSend(this.fn, house, [this.missedRuns]);
    new events.Rule(this, 'Rule', {
      description: `${schedule.expressionString} → ${feature}/${file}`,
      schedule,
      targets: (inputs ?? [undefined]).map(
        (input) =>
          new targets.LambdaFunction(this.fn, {
            deadLetterQueue: this.missedRuns,
            retryAttempts: 2,
            maxEventAge: Duration.hours(1),
            ...(input ? { event: events.RuleTargetInput.fromObject(input) } : {}),
          }),
      ),
    });
    this.alarms = [
      new Alarm(this, 'MissedRunsAlarm', {
        metric: this.missedRuns.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
        above: 0,
        times: 1,
        of: 1,
        whoIsHurt,
        runbook,
        topic: house.alarmTopic,
      }),
    ];
  }
}
