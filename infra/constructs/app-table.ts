import {
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_dynamodb as dynamodb,
  aws_iam as iam,
  type aws_kms as kms,
  RemovalPolicy,
  type aws_sns as sns,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { Alarm } from './alarm.ts';
import type { FeatureFunction } from './feature-function.ts';

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });

/** The one table. A grant gives a function the permission and the environment name together. */
export class AppTable extends Construct {
  readonly table: dynamodb.TableV2;
  readonly alarms: cloudwatch.Alarm[];
  readonly #key: kms.IKey;

  constructor(scope: Construct, id: string, { key, alarmTopic }: { key: kms.IKey; alarmTopic: sns.ITopic }) {
    super(scope, id);
    this.#key = key;
    this.table = new dynamodb.TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      globalSecondaryIndexes: [
        { indexName: 'gsi1', partitionKey: text('gsi1pk'), sortKey: text('gsi1sk') },
        { indexName: 'gsi2', partitionKey: text('gsi2pk'), sortKey: text('gsi2sk') },
      ],
      billing: dynamodb.Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const sumOver = (metricName: string, operations: string[]) =>
      new cloudwatch.MathExpression({
        expression: operations.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
        label: metricName,
        period: Duration.minutes(1),
        usingMetrics: Object.fromEntries(
          operations.map((Operation, index) => [
            `m${index}`,
            new cloudwatch.Metric({
              namespace: 'AWS/DynamoDB',
              metricName,
              dimensionsMap: { TableName: this.table.tableName, Operation },
              statistic: 'Sum',
              period: Duration.minutes(1),
            }),
          ]),
        ),
      });
    const used = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems'];
    this.alarms = [
      new Alarm(this, 'FailingAlarm', {
        metric: sumOver('SystemErrors', used),
        above: 5,
        times: 2,
        of: 3,
        whoIsHurt: 'Everyone: records cannot be read or written, because DynamoDB fails.',
        runbook: 'table-failing',
        topic: alarmTopic,
      }),
      new Alarm(this, 'ThrottledAlarm', {
        metric: sumOver('ThrottledRequests', used),
        above: 20,
        times: 3,
        of: 5,
        whoIsHurt: 'Patients and doctors wait or are told to try again, because the table is throttled.',
        runbook: 'table-failing',
        topic: alarmTopic,
      }),
    ];
  }

  /** May read items and both indexes. */
  grantRead(fn: FeatureFunction): void {
    this.#grant(fn, [], ['kms:Decrypt']);
  }

  /** May also write, in transactions. No Scan and no PartiQL: nothing in Arogya walks the table. */
  grantReadWrite(fn: FeatureFunction): void {
    this.#grant(
      fn,
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    );
  }

  /** May also write in batches, where each item stands for itself. */
  grantBatches(fn: FeatureFunction): void {
    fn.allow(['dynamodb:BatchWriteItem'], [this.table.tableArn]);
  }

  /** May read the table's stream, as an event source does on the function's behalf. */
  grantStream(fn: FeatureFunction): string {
    const streamArn = this.table.tableStreamArn;
    if (streamArn === undefined) throw new Error('The table has no stream');
    fn.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'], [streamArn]);
    this.#allowKey(fn, ['kms:Decrypt']);
    return streamArn;
  }

  #grant(fn: FeatureFunction, writes: string[], keyActions: string[]): void {
    const { tableArn, tableName } = this.table;
    fn.allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', ...writes], [tableArn]);
    fn.allow(['dynamodb:Query'], [`${tableArn}/index/gsi1`, `${tableArn}/index/gsi2`]);
    this.#allowKey(fn, keyActions);
    fn.addEnvironment('TABLE_NAME', tableName);
  }

  #allowKey(fn: FeatureFunction, actions: string[]): void {
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions,
        resources: [this.#key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${this.table.stack.region}.amazonaws.com` } },
      }),
    );
  }
}
