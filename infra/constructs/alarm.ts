import { aws_cloudwatch_actions as actions, aws_cloudwatch as cloudwatch, type aws_sns as sns } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A file of `docs/runbooks`, without `.md`. */
export type Runbook =
  | 'api-failing'
  | 'api-slow'
  | 'audit-not-sealed'
  | 'consumer-dead-letters'
  | 'events-undelivered'
  | 'files-in-quarantine'
  | 'function-failing'
  | 'publisher-behind'
  | 'receipts-missing'
  | 'reminders-late'
  | 'sends-failing'
  | 'table-failing'
  | 'webhooks-refused';

export type AlarmProps = {
  readonly metric: cloudwatch.IMetric;
  /** The alarm rings above this value. */
  readonly above: number;
  /** It must be so in this many of the last `of` periods. */
  readonly times: number;
  readonly of: number;
  /** One sentence for the person who is woken: who is hurt, and how. */
  readonly whoIsHurt: string;
  readonly runbook: Runbook;
  /** What it means that nothing was measured; `fine` unless said. `rings` is for what must show a sign of life. */
  readonly silence?: 'fine' | 'rings';
  readonly topic: sns.ITopic;
};

/** An alarm that says who is hurt and links its runbook. It lives beside the resource that it watches. */
export class Alarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, { metric, above, times, of, whoIsHurt, runbook, silence, topic }: AlarmProps) {
    super(scope, id, {
      metric,
      threshold: above,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm: times,
      evaluationPeriods: of,
      treatMissingData: silence === 'rings' ? cloudwatch.TreatMissingData.BREACHING : cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `${whoIsHurt} Runbook: docs/runbooks/${runbook}.md`,
    });
    const action = new actions.SnsAction(topic);
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
