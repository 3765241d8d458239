import { describe, expect, test } from 'vitest';

import { flat, listOf, type Properties, synthesized } from './testing/synthesized.ts';

const { only, ofType, resources } = synthesized({ stage: 'prod' });
const table = only('DynamoDB::GlobalTable');
const [replica] = table.Properties.Replicas;

describe('the table', () => {
  test('is one, on demand, with the keys and indexes of the design', () => {
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((index) => ({
        IndexName: index,
        KeySchema: [
          { AttributeName: `${index}pk`, KeyType: 'HASH' },
          { AttributeName: `${index}sk`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    });
    expect(table.Properties.Replicas).toHaveLength(1);
  });

  test('can be restored to any second, and is encrypted with our own key', () => {
    expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(table.Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(flat(replica.SSESpecification.KMSMasterKeyId)).toMatch(/^<RecordsKey\w+\.Arn>$/);
  });

  test('survives a mistaken deletion of itself and of its stack', () => {
    expect(replica.DeletionProtectionEnabled).toBe(true);
    expect(table.DeletionPolicy).toBe('Retain');
  });
});

test('keys are renewed every year and outlive their stack', () => {
  expect(ofType('KMS::Key')).toHaveLength(2);
  for (const key of ofType('KMS::Key')) {
    expect(key.Properties.EnableKeyRotation, key.logicalId).toBe(true);
    expect(key.DeletionPolicy, key.logicalId).toBe('Retain');
  }
});

test('an AWS service may use a key of ours only for this account', () => {
  for (const key of ofType('KMS::Key'))
    for (const { Principal, Condition } of key.Properties.KeyPolicy.Statement)
      if (Principal.Service)
        expect(Condition, JSON.stringify(Principal)).toEqual(
          expect.objectContaining(
            String(Principal.Service).startsWith('logs.')
              ? { ArnLike: expect.anything() }
              : { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          ),
        );
});

describe('buckets', () => {
  const buckets = ofType('S3::Bucket');

  test('are private, versioned, encrypted, refuse plain HTTP and outlive their stack', () => {
    for (const { logicalId, Properties, DeletionPolicy } of buckets) {
      expect(DeletionPolicy, logicalId).toBe('Retain');
      expect(Properties.VersioningConfiguration, logicalId).toEqual({ Status: 'Enabled' });
      expect(Object.values(Properties.PublicAccessBlockConfiguration), logicalId).toEqual([true, true, true, true]);
      const policy = ofType('S3::BucketPolicy').find(({ Properties: { Bucket } }) => Bucket.Ref === logicalId);
      expect(policy?.Properties.PolicyDocument.Statement, logicalId).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
      const [{ ServerSideEncryptionByDefault: encryption }] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      // S3 delivers access logs only to a bucket with S3's own key.
      expect(encryption.SSEAlgorithm, logicalId).toBe(logicalId.startsWith('AccessLogs') ? 'AES256' : 'aws:kms');
    }
  });

  test('the audit’s heads cannot be altered by anybody for three years', () => {
    const audit = buckets.find(({ logicalId }) => logicalId.startsWith('Audit'));
    expect(audit?.Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1098 } } },
    });
  });
});

describe('medical files', () => {
  const bucket = ofType('S3::Bucket').find((each) => each.logicalId.startsWith('MedicalFiles'));
  const files: Properties = bucket?.Properties ?? {};
  const statements: Properties[] = ofType('IAM::Policy')
    .filter(({ stack, logicalId: id }) => stack === 'data' && id.startsWith('MedicalFilesScanRole'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  test('come from and go to the web app’s own pages, and no other site’s', () => {
    expect(files.CorsConfiguration.CorsRules).toEqual([
      {
        AllowedOrigins: ['https://arogya.example'],
        AllowedMethods: ['POST', 'GET', 'HEAD'],
        AllowedHeaders: ['content-type', 'range', 'x-amz-*'],
        ExposedHeaders: ['ETag', 'Accept-Ranges', 'Content-Range', 'Content-Length'],
        MaxAge: 3600,
      },
    ]);
  });

  test('are encrypted with the key of records, without the browser’s form saying so', () => {
    const [rule] = files.BucketEncryption.ServerSideEncryptionConfiguration;
    expect(flat(rule.ServerSideEncryptionByDefault.KMSMasterKeyID)).toMatch(/^<RecordsKey\w+\.Arn>$/);
    expect(rule.BucketKeyEnabled).toBe(true);
  });

  test('are told to the event bus when they come, and who looked at them is logged', () => {
    expect(files.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
    expect(files.LoggingConfiguration).toMatchObject({ LogFilePrefix: 'medical-files/' });
  });

  test('that were deleted by hand are gone for good after thirty days; what is current never goes by age', () => {
    const [rule, ...others] = files.LifecycleConfiguration.Rules;
    expect(others).toEqual([]);
    expect(rule).toEqual({
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      ExpiredObjectDeleteMarker: true,
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    });
  });

  test('are all looked at by GuardDuty, whose role can do so before it is asked', () => {
    const plan = only('GuardDuty::MalwareProtectionPlan');
    expect(plan.Properties.ProtectedResource).toEqual({ S3Bucket: { BucketName: { Ref: bucket?.logicalId }, ObjectPrefixes: ['files/'] } });
    const role = ofType('IAM::Role').find((each) => flat(plan.Properties.Role) === `<${each.logicalId}.Arn>`);
    expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'malware-protection-plan.guardduty.amazonaws.com' } },
    ]);
    expect(plan.DependsOn).toContainEqual(expect.stringMatching(/^MedicalFilesScanRoleDefaultPolicy/));
    expect(plan.DependsOn).toContainEqual(expect.stringMatching(/^MedicalFilesPolicy/));
  });

  test('can be read by GuardDuty, and neither changed nor erased', () => {
    const onFiles = statements.filter(({ Resource }) =>
      listOf(Resource)
        .map(flat)
        .some((arn) => arn.endsWith('/files/*')),
    );
    expect(onFiles.flatMap(({ Action }) => listOf<string>(Action)).sort()).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
    const written = statements.filter(({ Action }) => JSON.stringify(Action).includes('s3:PutObject'));
    expect(written.flatMap(({ Resource }) => listOf(Resource).map(flat))).toEqual([
      'arn:aws:s3:::arogya-prod-medical-files-<AWS::AccountId>/malware-protection-resource-validation-object',
    ]);
    expect(statements).toContainEqual(
      expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'kms:ViaService': 's3.ap-south-1.amazonaws.com' } },
      }),
    );
  });
});

const secretNamed = (name: string) => {
  const secret = ofType('SecretsManager::Secret').find(({ Properties }) => Properties.Name === name);
  if (!secret) throw new Error(`there is no secret ${name}`);
  return secret;
};

test('the keys of push are in an encrypted secret that outlives its stack, and not in the template', () => {
  const secret = secretNamed('arogya-prod-push');
  expect(secret.DeletionPolicy).toBe('Retain');
  expect(flat(secret.Properties.KmsKeyId)).toMatch(/^<OperationsKey\w+\.Arn>$/);
  // Exactly so: a change makes CloudFormation write it over the keys that a person put in.
  expect(secret.Properties.SecretString).toBe('{"publicKey":"","privateKey":"","subject":""}');
});

test('the payment provider’s keys are in an encrypted secret that outlives its stack, and not in the template', () => {
  const secret = secretNamed('arogya-prod-payments');
  expect(secret.DeletionPolicy).toBe('Retain');
  expect(flat(secret.Properties.KmsKeyId)).toMatch(/^<OperationsKey\w+\.Arn>$/);
  expect(secret.Properties.SecretString).toBeUndefined();
  // Exactly so: a change makes CloudFormation write a new value over the keys that a person put in.
  expect(secret.Properties.GenerateSecretString).toEqual({
    SecretStringTemplate: '{"keyId":"","keySecret":""}',
    GenerateStringKey: 'webhookSecret',
    ExcludePunctuation: true,
    PasswordLength: 48,
  });
});

test('what holds data is in the stacks of data and of identity, and nowhere else', () => {
  const stateful = ['DynamoDB::GlobalTable', 'KMS::Key', 'S3::Bucket', 'SecretsManager::Secret', 'Cognito::UserPool'];
  const stacks = new Set(stateful.flatMap(ofType).map(({ stack }) => stack));
  expect([...stacks].sort()).toEqual(['data', 'identity']);
  const inData = resources.filter(({ stack }) => stack === 'data').map(({ Type }) => Type);
  expect(inData).not.toContain('AWS::Lambda::Function');
});

test('nothing in the app is a custom resource: every type is one that CloudFormation itself makes', () => {
  expect(
    resources.map(({ Type }) => Type).filter((type) => !/^AWS::\w+::\w+$/.test(type) || type.startsWith('AWS::CloudFormation')),
  ).toEqual([]);
});

test('no stack blocks another’s change: references are weak, nothing is exported', () => {
  expect(JSON.stringify(resources)).not.toContain('Fn::ImportValue');
});

test('topics are encrypted and take TLS only; the alarms’ one tells a person', () => {
  for (const topic of ofType('SNS::Topic')) expect(flat(topic.Properties.KmsMasterKeyId)).toMatch(/^<.*OperationsKey/);
  for (const policy of ofType('SNS::TopicPolicy'))
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  expect(ofType('SNS::Subscription').flatMap(({ stack, Properties }) => (stack === 'data' ? [Properties] : []))).toEqual([
    expect.objectContaining({ Protocol: 'email', Endpoint: 'operations@arogya.example' }),
  ]);
});
