import {
  Aws,
  type aws_cloudwatch as cloudwatch,
  Duration,
  aws_iam as iam,
  Stack,
  type StackProps,
  aws_s3 as s3,
  aws_sns as sns,
  aws_sns_subscriptions as subscriptions,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { acknowledge } from '../constructs/acknowledge.ts';
import { AppTable } from '../constructs/app-table.ts';
import { PrivateBucket } from '../constructs/buckets.ts';
import { operationsKey, recordsKey } from '../constructs/keys.ts';
import { MedicalFiles } from '../constructs/medical-files.ts';
import { PaymentSecret } from '../constructs/payment-secret.ts';
import { PushSecret } from '../constructs/push-secret.ts';
import type { Stage } from '../stages.ts';

/**
 * Everything that outlives a deployment: the table, the buckets, the keys, the secrets of the payment provider and of push. The alarms'
 * topic is here too, because every other stack's alarms ring it and the dashboard, which reads those alarms, comes last.
 */
export class DataStack extends Stack {
  readonly table: AppTable;
  readonly operationsKey;
  readonly alarmTopic: sns.Topic;
  readonly auditBucket: PrivateBucket;
  readonly undeliveredEvents: PrivateBucket;
  readonly medicalFiles: MedicalFiles;
  readonly paymentSecret: PaymentSecret;
  readonly pushSecret: PushSecret;
  readonly alarms: cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const records = recordsKey(this);
    this.operationsKey = operationsKey(this);

    this.alarmTopic = new sns.Topic(this, 'Alarms', {
      displayName: `Arogya ${stage.name}`,
      masterKey: this.operationsKey,
      enforceSSL: true,
    });
    this.alarmTopic.addSubscription(new subscriptions.EmailSubscription(stage.alarmEmail));
    for (const service of ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com']) {
      this.alarmTopic.addToResourcePolicy(
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal(service)],
          actions: ['sns:Publish'],
          resources: [this.alarmTopic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        }),
      );
    }

    this.table = new AppTable(this, 'AppTable', { key: records, alarmTopic: this.alarmTopic });
    this.alarms = this.table.alarms;

    const bucket = { stage, key: records };
    // S3 delivers access logs only to a bucket with S3's own key.
    const accessLogs = new PrivateBucket(this, 'AccessLogs', {
      ...bucket,
      purpose: 'access-logs',
      encryption: s3.BucketEncryption.S3_MANAGED,
      encryptionKey: undefined,
      bucketKeyEnabled: false,
      lifecycleRules: [{ expiration: Duration.days(180), noncurrentVersionExpiration: Duration.days(1) }],
    });
    acknowledge(accessLogs, {
      'HIPAA.Security-S3DefaultEncryptionKMS': 'S3 cannot deliver access logs to a bucket with a key of ours; they hold no record.',
    });
    const { mode, days } = stage.auditLock;
    this.auditBucket = new PrivateBucket(this, 'Audit', {
      ...bucket,
      purpose: 'audit',
      objectLockEnabled: true,
      objectLockDefaultRetention:
        mode === 'COMPLIANCE'
          ? s3.ObjectLockRetention.compliance(Duration.days(days))
          : s3.ObjectLockRetention.governance(Duration.days(days)),
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'audit/',
    });
    this.undeliveredEvents = new PrivateBucket(this, 'UndeliveredEvents', {
      ...bucket,
      purpose: 'undelivered-events',
      lifecycleRules: [{ expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(1) }],
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'undelivered-events/',
    });
    this.medicalFiles = new MedicalFiles(this, 'MedicalFiles', { ...bucket, accessLogs });
    this.paymentSecret = new PaymentSecret(this, 'PaymentSecret', { stage, key: this.operationsKey });
    this.pushSecret = new PushSecret(this, 'PushSecret', { stage, key: this.operationsKey });
  }
}
