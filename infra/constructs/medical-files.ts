import { Aws, Duration, aws_guardduty as guardduty, aws_iam as iam, type aws_kms as kms, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { PrivateBucket } from './buckets.ts';
import type { EventOfAws } from './consumer.ts';
import type { FeatureFunction } from './feature-function.ts';

const PURPOSE = 'medical-files';
/** Files are `files/<documentId>` (functions/documents/items.ts). */
const PREFIX = 'files/';
/** GuardDuty puts an object of this name into the bucket to see whether its role works. */
const VALIDATION_OBJECT = 'malware-protection-resource-validation-object';

const nameOf = (stage: Stage): string => `arogya-${stage.name}-${PURPOSE}-${Aws.ACCOUNT_ID}`;

/** Where browsers send files and get them from, as the SDK signs it. */
export const filesOrigin = (stage: Stage): string => `https://${nameOf(stage)}.s3.${stage.region}.amazonaws.com`;

/**
 * Patients' medical files. Browsers come here themselves, by forms and links that functions sign; each new object is told
 * to the account's own event bus, and looked at by GuardDuty, which tells its verdict there too.
 */
export class MedicalFiles extends PrivateBucket {
  constructor(scope: Construct, id: string, { stage, key, accessLogs }: { stage: Stage; key: kms.IKey; accessLogs: s3.IBucket }) {
    super(scope, id, {
      stage,
      purpose: PURPOSE,
      key,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: `${PURPOSE}/`,
      cors: [
        {
          allowedOrigins: [...stage.webOrigins],
          allowedMethods: [s3.HttpMethods.POST, s3.HttpMethods.GET, s3.HttpMethods.HEAD],
          // `range` and the exposed lengths are for a viewer that loads a file in parts.
          allowedHeaders: ['content-type', 'range', 'x-amz-*'],
          exposedHeaders: ['ETag', 'Accept-Ranges', 'Content-Range', 'Content-Length'],
          maxAge: Duration.hours(1).toSeconds(),
        },
      ],
      lifecycleRules: [
        {
          // Arogya erases all versions itself. This is for what a person deletes by hand, or a second use of a form leaves.
          noncurrentVersionExpiration: Duration.days(30),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    // L1, because the L2's `eventBridgeEnabled` is a custom resource with a function that may change every bucket.
    (this.node.defaultChild as s3.CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.#scan();
  }

  /** https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html, without tagging. */
  #scan(): void {
    const role = new iam.Role(this, 'ScanRole', {
      assumedBy: new iam.ServicePrincipal('malware-protection-plan.guardduty.amazonaws.com'),
      description: 'Lets GuardDuty look for malware in medical files',
    });
    const allow = (actions: string[], resources: string[], conditions?: Record<string, Record<string, string>>) =>
      role.addToPolicy(new iam.PolicyStatement({ actions, resources, ...(conditions ? { conditions } : {}) }));
    const bucket = `arn:aws:s3:::${this.sayableName}`;
    const managedRules = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: 'DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
    });
    allow(['events:PutRule', 'events:DeleteRule', 'events:PutTargets', 'events:RemoveTargets'], [managedRules], {
      StringEquals: { 'events:ManagedBy': 'malware-protection-plan.guardduty.amazonaws.com' },
    });
    allow(['events:DescribeRule', 'events:ListTargetsByRule'], [managedRules]);
    allow(['s3:GetBucketNotification', 's3:PutBucketNotification', 's3:ListBucket'], [bucket]);
    allow(['s3:PutObject'], [`${bucket}/${VALIDATION_OBJECT}`]);
    allow(['s3:GetObject', 's3:GetObjectVersion'], [`${bucket}/${PREFIX}*`, `${bucket}/${VALIDATION_OBJECT}`]);
    allow(['kms:GenerateDataKey', 'kms:Decrypt'], [this.key.keyArn], viaS3(this));
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::${sayable(managedRules)}]`]:
        'GuardDuty gives its managed rules names with a suffix of its own, and may touch no others.',
      [`AwsSolutions-IAM5[Resource::${sayable(`${bucket}/${PREFIX}*`)}]`]:
        'Every medical file is looked at; their keys are not known beforehand.',
    });

    const plan = new guardduty.CfnMalwareProtectionPlan(this, 'ScanPlan', {
      role: role.roleArn,
      protectedResource: { s3Bucket: { bucketName: this.bucketName, objectPrefixes: [PREFIX] } },
    });
    // GuardDuty tries the role when the plan is made: its policy must be there, and the bucket's.
    plan.node.addDependency(role);
    if (this.policy) plan.node.addDependency(this.policy);
  }
}

/** As cdk-nag spells it in a finding. */
const sayable = (arn: string): string =>
  arn.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>').replace(Aws.REGION, '<AWS::Region>').replace(Aws.PARTITION, '<AWS::Partition>');

const viaS3 = (scope: Construct) => ({ StringEquals: { 'kms:ViaService': `s3.${Stack.of(scope).region}.amazonaws.com` } });

/** Each with the permissions for the bucket's key. */
const RIGHTS = {
  /** Sign forms and links by which a browser puts or gets a file. */
  sign: { objects: ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'], bucket: [], key: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  /** Read a file. Without s3:ListBucket S3 answers 403, and not 404, for one that is gone. */
  read: { objects: ['s3:GetObject', 's3:GetObjectVersion'], bucket: ['s3:ListBucket'], key: ['kms:Decrypt'] },
  /** Erase a file: each of its versions by its id, because without an id S3 only hides it behind a delete marker. */
  erase: { objects: ['s3:DeleteObjectVersion'], bucket: ['s3:ListBucketVersions'], key: [] },
} as const;

/** May do this with medical files, and knows their bucket. */
export const grantFiles = (fn: FeatureFunction, files: MedicalFiles, ...rights: readonly (keyof typeof RIGHTS)[]): void => {
  const bucket = `arn:aws:s3:::${files.sayableName}`;
  const objects = `${bucket}/${PREFIX}*`;
  for (const right of rights) {
    const { objects: onObjects, bucket: onBucket, key } = RIGHTS[right];
    fn.allow([...onObjects], [objects]);
    if (onBucket.length > 0) fn.allow([...onBucket], [bucket]);
    if (key.length > 0) fn.allow([...key], [files.key.keyArn], viaS3(fn));
  }
  fn.addEnvironment('FILES_BUCKET', files.sayableName);
  if (!fn.role) throw new Error(`${fn.node.path} has no role`);
  acknowledge(fn.role, {
    [`AwsSolutions-IAM5[Resource::${sayable(objects)}]`]:
      'Medical files of one bucket; their keys are made up when a patient announces a file.',
  });
};

/** S3 has a new file, or a new version of one. */
export const fileCreated = ({ sayableName }: MedicalFiles): EventOfAws => ({
  source: ['aws.s3'],
  detailType: ['Object Created'],
  detail: { bucket: { name: [sayableName] }, object: { key: [{ prefix: PREFIX }] } },
});

/** GuardDuty has looked at a file. */
export const fileScanned = ({ sayableName }: MedicalFiles): EventOfAws => ({
  source: ['aws.guardduty'],
  detailType: ['GuardDuty Malware Protection Object Scan Result'],
  detail: { s3ObjectDetails: { bucketName: [sayableName], objectKey: [{ prefix: PREFIX }] } },
});
