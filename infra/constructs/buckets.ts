import { Aws, type aws_kms as kms, RemovalPolicy, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { FeatureFunction } from './feature-function.ts';

export type PrivateBucketProps = Omit<s3.BucketProps, 'bucketName'> & {
  readonly stage: Stage;
  readonly purpose: string;
  readonly key: kms.IKey;
};

/**
 * A private bucket, encrypted with our key, over TLS only, versioned, and never deleted with its stack. It has a name
 * that can be said (`arogya-prod-audit-<account>`), for the auditor and for the scripts that read it.
 */
export class PrivateBucket extends s3.Bucket {
  readonly sayableName: string;
  readonly key: kms.IKey;

  constructor(scope: Construct, id: string, { stage, purpose, key, ...props }: PrivateBucketProps) {
    const bucketName = `arogya-${stage.name}-${purpose}-${Aws.ACCOUNT_ID}`;
    super(scope, id, {
      bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
    this.sayableName = bucketName;
    this.key = key;
    acknowledge(this, {
      'HIPAA.Security-S3BucketReplicationEnabled':
        'Records stay in one Indian region by choice. S3 keeps them in three of its zones, and versions guard against mistakes.',
    });
  }
}

/** May add objects to a bucket; not read, list or delete. The second permission is for the bucket's key. */
export const grantPutObject = (fn: FeatureFunction, bucket: PrivateBucket): void => {
  const stack = Stack.of(fn);
  const objects = `arn:aws:s3:::${bucket.sayableName}/*`;
  fn.allow(['s3:PutObject'], [objects]);
  fn.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [bucket.key.keyArn], {
    StringEquals: { 'kms:ViaService': `s3.${stack.region}.amazonaws.com` },
  });
  if (!fn.role) throw new Error(`${fn.node.path} has no role`);
  acknowledge(fn.role, {
    [`AwsSolutions-IAM5[Resource::${objects.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`]:
      'Objects of one bucket that only this function writes; their keys are not known beforehand.',
  });
};
