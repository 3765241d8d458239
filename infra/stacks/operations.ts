import { aws_budgets as budgets, aws_cloudwatch as cloudwatch, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { metricsNamespace } from '../constructs/feature-function.ts';
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
    /** What the functions measure themselves, one line for each feature, or each value of one more dimension. */
    const own = (metricName: string, statistic: string, dimension?: 'route' | 'model') => {
      const schema = [metricsNamespace(stage), ...(dimension ? [dimension] : []), 'service'].join(',');
      return new cloudwatch.MathExpression({
        expression: `SEARCH('{${schema}} MetricName="${metricName}"', '${statistic}', ${period.toSeconds()})`,
        label: '',
        period,
      });
    };

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
      graph('Effects that were begun again', [own('Retried', 'Sum')]),
    );
    dashboard.addWidgets(
      graph(
        'What is due: seconds late, and handed over',
        [own('DueLagSeconds', 'Maximum')],
        [own('DueHandedOver', 'Sum'), own('DueUndeliverable', 'Maximum')],
      ),
      graph(
        'Webhooks of Razorpay: refused, of orders not yet known, and repeats',
        [own('WebhookForged', 'Sum'), own('WebhookStale', 'Sum'), own('WebhookUnknownOrder', 'Sum')],
        [own('WebhookRepeated', 'Sum')],
      ),
    );
    const byChannel = (results: readonly string[]) =>
      ['Push', 'Whatsapp', 'Sms', 'Email'].flatMap((channel) => results.map((result) => own(`${channel}${result}`, 'Sum')));
    dashboard.addWidgets(
      graph('Notifications: accepted by the provider, and confirmed', byChannel(['Accepted']), byChannel(['Delivered'])),
      graph(
        'Notifications: failed, bounced, complained of; and skipped, because their reason was gone',
        [...byChannel(['Failed']), own('EmailBounced', 'Sum'), own('EmailComplained', 'Sum')],
        byChannel(['Skipped']),
      ),
    );
    dashboard.addWidgets(
      graph(
        'Notifications: next channels, receipts of unknown messages, and those kept back by the daily limit',
        [own('Fallbacks', 'Sum')],
        [own('UnknownReceipt', 'Sum'), own('NoticesLimited', 'Sum')],
      ),
    );
    dashboard.addWidgets(
      graph('Medical files: scans that came to no verdict, and files given up unscanned', [
        own('ScanUnfinished', 'Sum'),
        own('NotScanned', 'Sum'),
      ]),
    );
    dashboard.addWidgets(
      graph('Time to answer by route, p95', [own('Latency', 'p95', 'route')], [own('ServerErrors', 'Sum', 'route')]),
      ...this.#bookings(api),
      graph('Notes: first words and whole note, p95', [own('FirstWords', 'p95', 'model'), own('NoteDuration', 'p95', 'model')]),
      graph('Notes: tokens', [own('InputTokens', 'Sum', 'model'), own('OutputTokens', 'Sum', 'model')]),
      graph('Notes composed without AI', [own('ComposedWithoutAi', 'Sum', 'model')]),
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

  /** From the log: a refused booking is an answer, not an error, and has no metric of its own. */
  #bookings(api: ApiStack): cloudwatch.IWidget[] {
    const booking = api.handlers.get('appointments');
    if (!booking) return [];
    return [
      new cloudwatch.LogQueryWidget({
        title: 'Appointments: commands by how they ended',
        logGroupNames: [booking.logGroup.logGroupName],
        queryLines: [
          'filter message = "request" and route like /^(POST|PUT) /',
          'stats count() as answers by route, status',
          'sort answers desc',
        ],
        view: cloudwatch.LogQueryVisualizationType.TABLE,
        width: 12,
        height: 6,
      }),
    ];
  }
}
