import { Duration, RemovalPolicy, aws_sqs as sqs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';

/** Encrypted with our key, over TLS only. */
const encryptedQueue = (scope: Construct, id: string, house: House, props: sqs.QueueProps): sqs.Queue =>
  new sqs.Queue(scope, id, {
    ...props,
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: house.operationsKey,
    dataKeyReuse: Duration.hours(1),
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });

/** Where messages rest that were given up, for the longest that SQS keeps them: a person must look at them. */
export const deadLetterQueue = (scope: Construct, id: string, house: House): sqs.Queue =>
  encryptedQueue(scope, id, house, { retentionPeriod: Duration.days(14) });

/** A consumer's queue. It keeps messages for less long than its dead-letter queue, where their age goes on counting. */
export const workQueue = (
  scope: Construct,
  id: string,
  house: House,
  props: Pick<sqs.QueueProps, 'visibilityTimeout' | 'deadLetterQueue'>,
): sqs.Queue => encryptedQueue(scope, id, house, { ...props, retentionPeriod: Duration.days(4) });

/** May put messages into these queues, whose key is ours. */
export const grantSend = (fn: FeatureFunction, house: House, queues: readonly sqs.IQueue[]): void => {
  fn.allow(
    ['sqs:SendMessage'],
    queues.map(({ queueArn }) => queueArn),
  );
  fn.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [house.operationsKey.keyArn], {
    StringEquals: { 'kms:ViaService': `sqs.${house.stage.region}.amazonaws.com` },
  });
};
