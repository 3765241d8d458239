import { aws_budgets as budgets, aws_cloudwatch as cloudwatch, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { House } from '../constructs/house.ts';
import type { ApiStack } from './api.ts';
import type { EventsStack } from './events.ts';

type OperationsProps = StackProps & { house: House; api: ApiStack; events: EventsStack; alarms: readonly cloudwatch.Alarm[] };

/** One dashboard and the budget. Alarms live beside what they watch; here they are only shown. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { house, api, events, alarms, ...props }: OperationsProps) {
    super(scope, id, props);
    const { stage } = house;
    const period = Duration.minutes(5);
    const gateway = (metricName: string, statistic: string, label = metricName) =>
      new cloudwatch.Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiName: `arogya-${stage.name}`, Stage: 'api' },
        statistic,
        period,
        label,
      });
    const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
      new cloudwatch.GraphWidget({ title, left, right, width: 12, height: 6 });
    const answering = [...api.handlers.values(), ...api.streams.values()];
    const table = house.table.table;
    const consumed = (metricName: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: table.tableName },
        statistic: 'Sum',
        period,
      });
    /** What the functions measure themselves, one line for each value of the dimension. */
    const own = (dimension: 'route' | 'model', metricName: string, statistic: string) =>
      new cloudwatch.MathExpression({
        expression: `SEARCH('{Arogya,${dimension},service} MetricName="${metricName}"', '${statistic}', ${period.toSeconds()})`,
        label: '',
        period,
      });

    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `arogya-${stage.name}`,
      defaultInterval: Duration.hours(12),
    });
    dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ title: 'Who is hurt now', alarms: [...alarms], width: 24, height: 4 }));
    dashboard.addWidgets(
      graph(
        'Requests and refusals',
        [gateway('Count', 'SampleCount', 'requests')],
        [gateway('4XXError', 'Sum'), gateway('5XXError', 'Sum')],
      ),
      graph(
        'Time to answer, streams included',
        ['p50', 'p95', 'p99'].map((p) => gateway('Latency', p, p)),
      ),
    );
    dashboard.addWidgets(
      graph(
        'Time in each function, p95',
        answering.map((fn) => fn.metricDuration({ statistic: 'p95', period, label: `${fn.feature}/${fn.file}` })),
      ),
      graph(
        'Functions that crashed or ran out of time',
        [...answering, events.publisher, ...events.consumers.map(({ fn }) => fn), ...events.scheduled.map(({ fn }) => fn)].map((fn) =>
          fn.metricErrors({ period, label: `${fn.feature}/${fn.file}` }),
        ),
      ),
    );
    dashboard.addWidgets(
      graph('Events waiting in the table', [events.publisher.metric('IteratorAge', { statistic: 'Maximum', period, label: 'oldest, ms' })]),
      graph(
        'Messages waiting, and given up',
        events.consumers.map(({ queue, fn }) =>
          queue.metricApproximateNumberOfMessagesVisible({ period, label: `${fn.feature}/${fn.file}` }),
        ),
        events.consumers.map(({ deadLetters, fn }) =>
          deadLetters.metricApproximateNumberOfMessagesVisible({ period, label: `given up: ${fn.feature}/${fn.file}` }),
        ),
      ),
    );
    dashboard.addWidgets(
      graph('Table: units used', [consumed('ConsumedReadCapacityUnits'), consumed('ConsumedWriteCapacityUnits')]),
      graph('Effects that were begun again', [
        new cloudwatch.MathExpression({
          expression: `SEARCH('{Arogya,service} MetricName="Retried"', 'Sum', ${period.toSeconds()})`,
          label: '',
          period,
        }),
      ]),
    );
    dashboard.addWidgets(
      graph('Time to answer by route, p95', [own('route', 'Latency', 'p95')], [own('route', 'ServerErrors', 'Sum')]),
      graph('Notes: first words and whole note, p95', [own('model', 'FirstWords', 'p95'), own('model', 'NoteDuration', 'p95')]),
      graph('Notes: tokens', [own('model', 'InputTokens', 'Sum'), own('model', 'OutputTokens', 'Sum')]),
      graph('Notes composed without AI', [own('model', 'ComposedWithoutAi', 'Sum')]),
    );

    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `arogya-${stage.name}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: stage.monthlyBudgetUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:arogya:stage$${stage.name}`] },
      },
      notificationsWithSubscribers: [
        { notificationType: 'ACTUAL', threshold: 80 },
        { notificationType: 'FORECASTED', threshold: 100 },
      ].map((notification) => ({
        notification: { ...notification, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: [{ subscriptionType: 'SNS', address: house.alarmTopic.topicArn }],
      })),
    });
  }
}
