import { aws_cloudwatch as cloudwatch, Duration, aws_iam as iam, aws_lambda as lambda, aws_logs as logs, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { Alarm } from './alarm.ts';
import type { House } from './house.ts';

export type FeatureFunctionProps = {
  readonly house: House;
  readonly feature: string;
  /** `handler`, `stream`, `on-letter-requested`: the file in `functions/<feature>/`. */
  readonly file: string;
  readonly description: string;
  readonly timeout: Duration;
  /** MiB. Lambda gives CPU by memory: 1,769 is one core. */
  readonly memory: number;
};

/** `on-letter-requested` of `consultation-notes` is `ConsultationNotesOnLetterRequested`. */
export const functionId = (feature: string, file: string): string =>
  `${feature}-${file}`.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Where the functions of a stage count what they measure; both stages may share an account. */
export const metricsNamespace = (stage: Stage): string => `Arogya/${stage.name}`;

/** A function of one feature: Node 24 on arm64, a role of its own, encrypted logs for 30 days, active tracing. */
export class FeatureFunction extends lambda.Function {
  readonly feature: string;
  readonly file: string;
  readonly alarms: cloudwatch.Alarm[] = [];
  readonly #house: House;

  constructor(scope: Construct, { house, feature, file, description, timeout, memory }: FeatureFunctionProps) {
    const id = functionId(feature, file);
    const functionName = `arogya-${house.stage.name}-${feature}-${file}`;
    const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: logs.RetentionDays.ONE_MONTH,
      encryptionKey: house.operationsKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role without AWSLambdaBasicExecutionRole, whose log permission is on every log group of the account.
    const role = new iam.Role(scope, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs ${functionName}`,
    });
    role.addToPolicy(
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    );
    super(scope, id, {
      functionName,
      description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(house.bundle(feature, file)),
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      timeout,
      memorySize: memory,
      environment: {
        STAGE: house.stage.name,
        RELEASE: house.stage.release,
        POWERTOOLS_SERVICE_NAME: feature,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(house.stage),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    // The template test holds every `*` of a role against this one reason.
    acknowledge(role, { 'AwsSolutions-IAM5[Resource::*]': 'X-Ray’s PutTraceSegments and PutTelemetryRecords take no resource.' });
    this.feature = feature;
    this.file = file;
    this.#house = house;
  }

  /** Lets the function do exactly this on exactly these. */
  allow(actions: string[], resources: string[], conditions?: Record<string, Record<string, string>>): void {
    this.addToRolePolicy(new iam.PolicyStatement({ actions, resources, ...(conditions ? { conditions } : {}) }));
  }

  /** What the functions of this feature measure themselves. Powertools' dimension `service` is the feature. */
  measured(metricName: string, props: Required<Pick<cloudwatch.MetricOptions, 'statistic' | 'period'>>): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: metricsNamespace(this.#house.stage),
      metricName,
      dimensionsMap: { service: this.feature },
      ...props,
    });
  }

  /** Rings when the function crashes or runs out of time in two of three five-minute periods. */
  alarmOnFailure(whoIsHurt: string): void {
    this.alarms.push(
      new Alarm(this, 'FailingAlarm', {
        metric: this.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
        above: 0,
        times: 2,
        of: 3,
        whoIsHurt,
        runbook: 'function-failing',
        topic: this.#house.alarmTopic,
      }),
    );
  }

  /**
   * Rings when one answer in twenty takes longer than 500 ms. On the function and not on the gateway, whose latency
   * counts a note's stream to its end, minutes later.
   */
  alarmWhenSlow(whoIsHurt: string): void {
    this.alarms.push(
      new Alarm(this, 'SlowAlarm', {
        metric: this.metricDuration({ period: Duration.minutes(5), statistic: 'p95' }),
        above: 500,
        times: 3,
        of: 3,
        whoIsHurt,
        runbook: 'api-slow',
        topic: this.#house.alarmTopic,
      }),
    );
  }
}
