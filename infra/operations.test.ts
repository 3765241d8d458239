import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { listOf, type Properties, synthesized } from './testing/synthesized.ts';

const { ofType, only } = synthesized({ stage: 'prod' });
const alarms = ofType('CloudWatch::Alarm');
const root = join(import.meta.dirname, '..');
const runbookOf = ({ AlarmDescription }: Properties): string => /Runbook: (\S+\.md)$/.exec(AlarmDescription)?.[1] ?? '';

describe('alarms', () => {
  test.each(alarms.map((alarm) => [alarm.logicalId, alarm.Properties] as const))(
    '%s says who is hurt and links a runbook that exists',
    (_, properties) => {
      expect(properties.AlarmDescription).toMatch(/^[A-Z].{20,}\. Runbook: docs\/runbooks\/[a-z-]+\.md$/);
      expect(existsSync(join(root, runbookOf(properties))), runbookOf(properties)).toBe(true);
    },
  );

  test('ring a person, when it begins and when it ends', () => {
    for (const { logicalId, Properties } of alarms) {
      expect(listOf(Properties.AlarmActions), logicalId).toHaveLength(1);
      expect(Properties.OKActions, logicalId).toEqual(Properties.AlarmActions);
      expect(JSON.stringify(Properties.AlarmActions), logicalId).toContain('Alarms');
    }
  });

  test('are silent without data, but for the one that waits for a sign of life of the sweep', () => {
    const restless = alarms.filter(({ Properties }) => Properties.TreatMissingData !== 'notBreaching');
    expect(restless.map(({ Properties }) => [Properties.MetricName, Properties.TreatMissingData])).toEqual([
      ['DueLagSeconds', 'breaching'],
    ]);
  });

  test('one rings when reminders are more than a minute late', () => {
    const late = alarms.find(({ Properties }) => Properties.MetricName === 'DueLagSeconds')?.Properties;
    expect(late).toMatchObject({
      Namespace: 'Arogya/prod',
      Dimensions: [{ Name: 'service', Value: 'due' }],
      Statistic: 'Maximum',
      Period: 60,
      Threshold: 60,
      DatapointsToAlarm: 3,
      EvaluationPeriods: 5,
    });
    expect(runbookOf(late ?? {})).toBe('docs/runbooks/reminders-late.md');
  });

  test('one rings when what is due finds no queue', () => {
    const left = alarms.find(({ Properties }) => Properties.MetricName === 'DueUndeliverable')?.Properties;
    expect(left).toMatchObject({ Namespace: 'Arogya/prod', Dimensions: [{ Name: 'service', Value: 'due' }], Threshold: 0 });
    expect(runbookOf(left ?? {})).toBe('docs/runbooks/reminders-late.md');
  });

  test.each([
    ['a scan of a medical file came to no verdict', 'ScanUnfinished'],
    ['a medical file is given up because nobody scanned it', 'NotScanned'],
  ])('one rings when %s', (_, metric) => {
    const unfinished = alarms.find(({ Properties }) => Properties.MetricName === metric)?.Properties;
    expect(unfinished).toMatchObject({
      Namespace: 'Arogya/prod',
      Dimensions: [{ Name: 'service', Value: 'documents' }],
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
    expect(runbookOf(unfinished ?? {})).toBe('docs/runbooks/files-in-quarantine.md');
  });

  test('one rings at the tenth forged webhook in five minutes', () => {
    const forged = alarms.find(({ Properties }) => Properties.MetricName === 'WebhookForged')?.Properties;
    expect(forged).toMatchObject({
      Namespace: 'Arogya/prod',
      Dimensions: [{ Name: 'service', Value: 'payments' }],
      Statistic: 'Sum',
      Period: 300,
      Threshold: 9,
      EvaluationPeriods: 1,
    });
  });

  test.each(['Push', 'Whatsapp', 'Sms', 'Email'])(
    'one rings when a quarter of what goes out by %s fails, if it is more than a few',
    (channel) => {
      const failing = alarms.find(({ Properties }) => JSON.stringify(Properties.Metrics ?? '').includes(`"${channel}Failed"`))?.Properties;
      expect(failing).toMatchObject({ Threshold: 25, DatapointsToAlarm: 2, EvaluationPeriods: 3 });
      expect(JSON.stringify(failing?.Metrics)).toContain(`"${channel}Accepted"`);
      expect(failing?.Metrics.find(({ Expression }: Properties) => Expression).Expression).toMatch(/^IF\(.* > 20, 100 \* /);
      expect(runbookOf(failing ?? {})).toBe('docs/runbooks/sends-failing.md');
    },
  );

  test.each(['Whatsapp', 'Sms', 'Email'])('one rings when what %s takes is not confirmed', (channel) => {
    const missing = alarms.find(({ Properties }) => JSON.stringify(Properties.Metrics ?? '').includes(`"${channel}Delivered"`))?.Properties;
    expect(missing).toMatchObject({ Threshold: 75, EvaluationPeriods: 2 });
    expect(runbookOf(missing ?? {})).toBe('docs/runbooks/receipts-missing.md');
  });

  test.each([
    ['receipts come of messages that nobody knows', 'UnknownReceipt', 'receipts-missing'],
    ['people reach the limit of one day', 'NoticesLimited', 'sends-failing'],
  ])('one rings when %s', (_, metric, runbook) => {
    const ringing = alarms.find(({ Properties }) => Properties.MetricName === metric)?.Properties;
    expect(ringing).toMatchObject({ Dimensions: [{ Name: 'service', Value: 'notifications' }], Statistic: 'Sum', Threshold: 20 });
    expect(runbookOf(ringing ?? {})).toBe(`docs/runbooks/${runbook}.md`);
  });

  test('live beside what they watch, not with the dashboard', () => {
    expect(new Set(alarms.map(({ stack }) => stack))).toEqual(new Set(['data', 'api', 'events']));
  });

  test('one rings when more than 5 % of requests fail', () => {
    const failing = alarms.find(({ Properties }) => runbookOf(Properties).endsWith('api-failing.md'))?.Properties;
    expect(failing).toMatchObject({ Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' });
    expect(JSON.stringify(failing?.Metrics)).toContain('100 * failures / requests');
  });

  test('one for each function that answers whole replies rings when p95 is over 500 ms', () => {
    const slow = alarms.filter(({ Properties }) => runbookOf(Properties).endsWith('api-slow.md'));
    for (const { Properties } of slow)
      expect(Properties).toMatchObject({ MetricName: 'Duration', ExtendedStatistic: 'p95', Threshold: 500 });
    const handlers = ofType('Lambda::Function').filter(({ Properties }) => Properties.FunctionName.endsWith('-handler'));
    expect(slow).toHaveLength(handlers.length);
  });

  test('one for each function that answers, and the publisher, rings when it crashes', () => {
    const crashing = alarms.filter(({ Properties }) => Properties.MetricName === 'Errors');
    const watched = ofType('Lambda::Function').filter(({ Properties }) =>
      /-(handler|stream|socket|on-receipt-recorded)$/.test(Properties.FunctionName),
    );
    expect(crashing).toHaveLength(watched.length);
  });

  test('the table rings when DynamoDB fails or throttles', () => {
    const onTable = alarms.filter(({ Properties }) => runbookOf(Properties).endsWith('table-failing.md'));
    expect(onTable.map(({ Properties }) => /"MetricName":"(\w+)"/.exec(JSON.stringify(Properties.Metrics))?.[1]).sort()).toEqual([
      'SystemErrors',
      'ThrottledRequests',
    ]);
  });
});

test('every runbook of an alarm says who is hurt, what to look at, what to do, and what to learn', () => {
  for (const file of new Set(alarms.map(({ Properties }) => runbookOf(Properties)))) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const heading of ['## Who is hurt', '## Look', '## Do', '## Afterwards']) expect(text, file).toContain(heading);
  }
});

test('one dashboard shows every alarm', () => {
  const dashboard = JSON.stringify(only('CloudWatch::Dashboard').Properties.DashboardBody);
  for (const { logicalId } of alarms) expect(dashboard).toContain(logicalId);
});

test('the dashboard shows no more alarms than CloudWatch puts into one widget', () => {
  expect(alarms.length).toBeLessThanOrEqual(100);
});

test('the dashboard shows what the functions measure themselves', () => {
  const dashboard = JSON.stringify(only('CloudWatch::Dashboard').Properties.DashboardBody);
  const measured = globSync('functions/**/*.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/addMetric\('(\w+)'/g)].map(([, name]) => name ?? ''),
  );
  expect(measured.length).toBeGreaterThan(0);
  expect(measured.filter((name) => !dashboard.includes(`MetricName=\\\\\\"${name}\\\\\\"`))).toEqual([]);
});

test('the budget warns at 80 % spent and when 100 % is foreseen', () => {
  const budget = only('Budgets::Budget').Properties;
  expect(budget.Budget).toMatchObject({ BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 500, Unit: 'USD' } });
  expect(
    budget.NotificationsWithSubscribers.map(({ Notification, Subscribers }: Properties) => [
      Notification.NotificationType,
      Notification.Threshold,
      Subscribers.length,
    ]),
  ).toEqual([
    ['ACTUAL', 80, 1],
    ['FORECASTED', 100, 1],
  ]);
});
