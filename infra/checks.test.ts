import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { aws_sqs as sqs } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';

import { createApp } from './create-app.ts';
import { type Properties, placeholderBundles } from './testing/synthesized.ts';

const checked = (stage: string) => {
  const outdir = mkdtempSync(join(tmpdir(), 'arogya-checks-'));
  return { ...createApp({ bundle: placeholderBundles(), context: { stage }, outdir }), outdir };
};

describe.each(['dev', 'prod'])('%s', (stage) => {
  const { app, outdir } = checked(stage);
  app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const reports: Properties[] = pluginReports;

  test('passes CloudFormation’s rules and both packs of cdk-nag', () => {
    expect(reports.map(({ pluginName, conclusion }) => [pluginName, conclusion])).toEqual(
      expect.arrayContaining([
        ['AwsSolutions', 'success'],
        ['HIPAA.Security', 'success'],
      ]),
    );
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('acknowledges each remaining finding with a reason', () => {
    const acknowledged = reports.flatMap(({ suppressedViolations }) => suppressedViolations ?? []);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { ruleName, reason } of acknowledged) expect(reason.length, ruleName).toBeGreaterThan(40);
  });
});

test('a finding that nobody acknowledged stops the synthesis', () => {
  const { app, stacks } = checked('dev');
  new sqs.CfnQueue(stacks.events, 'Careless');
  expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
});

test('a template that CloudFormation would refuse stops the synthesis', () => {
  const { app, stacks } = checked('dev');
  new sqs.CfnQueue(stacks.events, 'Impossible', { visibilityTimeout: -1 });
  expect(() => app.synth()).toThrow('CloudFormation-Validate::');
});

test('passes with the account known too, as it is when the cdk command runs', () => {
  process.env.CDK_DEFAULT_ACCOUNT = '123456789012';
  const { app } = checked('prod');
  delete process.env.CDK_DEFAULT_ACCOUNT;
  expect(() => app.synth()).not.toThrow();
});

test('a stage that does not exist is refused by name', () => {
  expect(() => createApp({ bundle: placeholderBundles(), context: { stage: 'staging' } })).toThrow(
    'There is no stage "staging": use dev or prod',
  );
});
