import { Aws, aws_iam as iam, aws_kms as kms, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A key of ours, renewed every year, and kept when its stack goes: what it encrypted would be lost with it. */
const key = (scope: Construct, id: string, description: string): kms.Key =>
  new kms.Key(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });

/** The key of patients' records: table and buckets. */
export const recordsKey = (scope: Construct): kms.Key => key(scope, 'RecordsKey', 'Arogya: the table and the buckets');

/**
 * The key of everything around the records. AWS services use it on our behalf, each only for this account's resources;
 * the conditions name the account, not a resource, because a key that names a rule of another stack is a cycle.
 */
export const operationsKey = (scope: Construct): kms.Key => {
  const operations = key(scope, 'OperationsKey', 'Arogya: logs, events, queues and alarms');
  const region = Stack.of(scope).region;
  const allow = (service: string, actions: string[], conditions: Record<string, Record<string, string>>) =>
    operations.addToResourcePolicy(
      new iam.PolicyStatement({ principals: [new iam.ServicePrincipal(service)], actions, resources: ['*'], conditions }),
    );
  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
  allow(`logs.${region}.amazonaws.com`, ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'], {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn': Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group:*' }),
    },
  });
  allow('events.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], ofThisAccount);
  allow('cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], ofThisAccount);
  allow('budgets.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], ofThisAccount);
  // WhatsApp's news: into the topic, and from the topic into the queue.
  allow('social-messaging.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], ofThisAccount);
  allow('sns.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], ofThisAccount);
  return operations;
};
