import { describe, expect, test } from 'vitest';

import { functionSources } from '../scripts/build.ts';
import { flat, listOf, type Properties, synthesized } from './testing/synthesized.ts';

const { ofType, resources } = synthesized();
const functions = ofType('Lambda::Function');
const nameOf = ({ Properties }: { Properties: Properties }): string => Properties.FunctionName;

/** The statements of the role that runs a function. */
const statementsOf = (fn: { Properties: Properties }): Properties[] => {
  const [role] = fn.Properties.Role['Fn::GetAtt'];
  return ofType('IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((each: Properties) => each.Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
};

/** What `*` as a resource is for, because the action takes no resource. Anything else is a mistake. */
const WITHOUT_RESOURCE = new Map([
  ['xray:PutTelemetryRecords', 'X-Ray takes no resource'],
  ['xray:PutTraceSegments', 'X-Ray takes no resource'],
  ['textract:DetectDocumentText', 'Textract is sent the bytes'],
  ['sns:Publish', 'Cognito sends its codes to phone numbers, which are no resources'],
]);

/** Resources that end in `*`, and why. */
const WITHIN = [
  [/^arn:aws:s3:::arogya-dev-audit-<AWS::AccountId>\/\*$/, 'sealed heads are named by hour and run'],
  [/^arn:aws:s3:::arogya-dev-undelivered-events-<AWS::AccountId>\/\*$/, 'Lambda names the objects'],
  [/^arn:aws:s3:::arogya-dev-medical-files-<AWS::AccountId>\/files\/\*$/, 'files are named when they are announced'],
  [
    /^arn:aws:events:ap-south-1:<AWS::AccountId>:rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3\*$/,
    'GuardDuty names its own rules',
  ],
  [
    /^arn:aws:execute-api:ap-south-1:<AWS::AccountId>:<arogya-dev-api\.LiveApiId>\/live\/(POST|DELETE)\/@connections\/\*$/,
    'API Gateway names the sockets',
  ],
] as const;

test('every source of a function is deployed, and nothing else', () => {
  const deployed = functions.map((fn) => nameOf(fn).replace('arogya-dev-', ''));
  const written = functionSources().map((source) => source.replace(/^functions\/(.+)\/(.+)\.ts$/, '$1-$2'));
  expect(deployed.sort()).toEqual(written.sort());
});

describe.each(functions.map((fn) => [nameOf(fn), fn] as const))('%s', (name, fn) => {
  test('runs on Node 24, arm64, as an ES module, with tracing and a limit', () => {
    expect(fn.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
    });
    expect(fn.Properties.Timeout).toBeGreaterThan(0);
    // One core's worth; nothing here works on two.
    expect(fn.Properties.MemorySize).toBeLessThanOrEqual(1769);
  });

  test('has a role of its own, without managed policies', () => {
    const [roleId] = fn.Properties.Role['Fn::GetAtt'];
    expect(functions.filter((other) => other.Properties.Role['Fn::GetAtt'][0] === roleId && other.stack === fn.stack)).toHaveLength(1);
    const role = ofType('IAM::Role').find(({ logicalId, stack }) => logicalId === roleId && stack === fn.stack);
    expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('is told its stage, release and name', () => {
    expect(fn.Properties.Environment.Variables).toMatchObject({
      STAGE: 'dev',
      RELEASE: 'unreleased',
      POWERTOOLS_METRICS_NAMESPACE: 'Arogya/dev',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_SERVICE_NAME: expect.stringMatching(new RegExp(`^${name.split('-')[2]}`)),
    });
  });

  test('writes to an encrypted log that is kept for 30 days', () => {
    const log = ofType('Logs::LogGroup').find(
      ({ logicalId, stack }) => logicalId === fn.Properties.LoggingConfig.LogGroup.Ref && stack === fn.stack,
    );
    expect(log?.Properties).toMatchObject({ LogGroupName: `/aws/lambda/${name}`, RetentionInDays: 30 });
    expect(flat(log?.Properties.KmsKeyId)).toContain('OperationsKey');
  });

  test('may do only what its statements name', () => {
    for (const statement of statementsOf(fn))
      for (const action of listOf<string>(statement.Action)) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
  });

  test('knows the table if and only if it may use it, and never walks it', () => {
    const actions = statementsOf(fn).flatMap(({ Action }) => listOf<string>(Action));
    const { TABLE_NAME } = fn.Properties.Environment.Variables;
    expect(actions.includes('dynamodb:GetItem')).toBe(TABLE_NAME !== undefined);
    expect(actions.filter((action) => /^dynamodb:(Scan|PartiQL|DeleteTable|UpdateTable)/.test(action))).toEqual([]);
  });
});

test('no role of the app reaches further than the lists above say', () => {
  const policies = resources.flatMap(({ Type, Properties, logicalId }) =>
    Type === 'AWS::IAM::Policy'
      ? [[logicalId, Properties.PolicyDocument.Statement] as const]
      : Type === 'AWS::IAM::Role'
        ? (Properties.Policies ?? []).map((policy: Properties) => [logicalId, policy.PolicyDocument.Statement] as const)
        : [],
  );
  expect(policies.length).toBeGreaterThan(functions.length);
  for (const [id, statements] of policies)
    for (const { Action, Resource, Effect } of statements) {
      expect(Effect, id).toBe('Allow');
      for (const resource of listOf(Resource).map(flat)) {
        if (resource === '*')
          for (const action of listOf<string>(Action)) expect([...WITHOUT_RESOURCE.keys()], `${id}: ${action} on *`).toContain(action);
        else if (resource.includes('*'))
          expect(
            WITHIN.some(([allowed]) => allowed.test(resource)),
            `${id} reaches ${resource}`,
          ).toBe(true);
      }
    }
});

test('only the stream function may ask the model, and only the one of its stage', () => {
  const asking = functions.filter((fn) => JSON.stringify(statementsOf(fn)).includes('bedrock:'));
  expect(asking.map(nameOf)).toEqual(['arogya-dev-consultation-notes-stream']);
  const statements = asking.flatMap(statementsOf).filter(({ Action }) => JSON.stringify(Action).includes('bedrock:'));
  const profile = 'arn:aws:bedrock:ap-south-1:<AWS::AccountId>:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0';
  expect(
    statements.map(({ Action, Resource, Condition }) => ({
      Action,
      resources: listOf(Resource).map(flat),
      through: Condition && flat(Condition.StringEquals['bedrock:InferenceProfileArn']),
    })),
  ).toEqual([
    { Action: 'bedrock:InvokeModelWithResponseStream', resources: [profile], through: undefined },
    {
      Action: 'bedrock:InvokeModelWithResponseStream',
      resources: [
        'arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0',
        'arn:aws:bedrock:ap-south-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0',
      ],
      through: profile,
    },
  ]);
  const variables = asking[0]?.Properties.Environment.Variables;
  expect(variables.MODEL_ID).toBe('global.anthropic.claude-haiku-4-5-20251001-v1:0');
  expect(JSON.parse(variables.MODEL_PARAMETERS)).toMatchObject({ maxTokens: expect.any(Number) });
});

test('who sends e-mail sends it from the stage’s sender, and only consumers do', () => {
  const sending = functions.filter((fn) => JSON.stringify(statementsOf(fn)).includes('ses:'));
  expect(sending.map(nameOf).sort()).toEqual([
    'arogya-dev-appointments-on-appointment-news-for-doctor',
    'arogya-dev-appointments-on-appointment-news-for-patient',
    'arogya-dev-appointments-on-appointment-reminder-due',
    'arogya-dev-consents-on-emergency-access-taken',
    'arogya-dev-consultation-notes-on-letter-requested',
    'arogya-dev-identity-on-doctor-application-decided',
    'arogya-dev-notifications-on-email-wanted',
  ]);
  for (const fn of sending) {
    expect(fn.Properties.Environment.Variables).toMatchObject({
      MAIL_FROM: 'Arogya <no-reply@dev.arogya.example>',
      WEB_ORIGINS: 'https://dev.arogya.example',
    });
    const [statement, ...others] = statementsOf(fn).filter(({ Action }) => Action === 'ses:SendEmail');
    expect(others).toEqual([]);
    const set = fn.Properties.Environment.Variables.MAIL_CONFIGURATION_SET;
    expect(listOf(statement?.Resource).map(flat)).toEqual([
      ...(set ? [`arn:aws:ses:ap-south-1:<AWS::AccountId>:configuration-set/${set}`] : []),
      'arn:aws:ses:ap-south-1:<AWS::AccountId>:identity/dev.arogya.example',
    ]);
    expect(statement?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@dev.arogya.example' } });
  }
});

test('who does what with medical files, and nobody else knows their bucket', () => {
  const files = 'arn:aws:s3:::arogya-dev-medical-files-<AWS::AccountId>';
  const doing = functions.flatMap((fn) => {
    const statements = statementsOf(fn).filter(({ Resource }) =>
      listOf(Resource)
        .map(flat)
        .some((arn) => arn.startsWith(files)),
    );
    expect(fn.Properties.Environment.Variables.FILES_BUCKET !== undefined, nameOf(fn)).toBe(statements.length > 0);
    const actions = statements.flatMap(({ Action }) => listOf<string>(Action)).sort();
    return statements.length > 0 ? [[nameOf(fn).replace('arogya-dev-', ''), actions] as const] : [];
  });
  const read = ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'];
  const erase = ['s3:DeleteObjectVersion', 's3:ListBucketVersions'];
  expect(Object.fromEntries(doing)).toEqual({
    'documents-handler': ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    'documents-on-object-created': [...read, ...erase].sort(),
    'documents-on-scan-result': erase,
    'documents-on-upload-overdue': erase,
    'documents-on-document-erase-due': erase,
    'observations-on-lab-report-reading-requested': read,
  });
});

test('whoever signs for or reads medical files may use their key, through S3 only', () => {
  const keyActions = (name: string) =>
    functions
      .filter((fn) => nameOf(fn) === `arogya-dev-${name}`)
      .flatMap(statementsOf)
      .filter(({ Condition }) => Condition?.StringEquals?.['kms:ViaService'] === 's3.ap-south-1.amazonaws.com')
      .flatMap(({ Action }) => listOf<string>(Action));
  expect(keyActions('documents-handler').sort()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  expect(keyActions('documents-on-object-created')).toEqual(['kms:Decrypt']);
  expect(keyActions('observations-on-lab-report-reading-requested')).toEqual(['kms:Decrypt']);
  expect(keyActions('documents-on-scan-result')).toEqual([]);
});

test('only the reader of lab reports may ask Textract, and not where the stage has none', () => {
  const asking = functions.filter((fn) => JSON.stringify(statementsOf(fn)).includes('textract:'));
  expect(asking.map(nameOf)).toEqual(['arogya-dev-observations-on-lab-report-reading-requested']);
  expect(asking[0]?.Properties.Environment.Variables.TEXTRACT).toBe('on');
  const without = JSON.stringify(synthesized({ scanReader: 'off' }).resources);
  expect(without).not.toContain('textract:');
  expect(without).not.toContain('"TEXTRACT"');
});

const NOTIFICATIONS = 'arogya-dev-notifications-';

test.each([
  [
    'texts from the stage’s sender id',
    'sms-voice:',
    'on-sms-wanted',
    { SMS_ORIGINATION: 'AROGYA', SMS_CONFIGURATION_SET: 'arogya-dev-texts' },
    ['sms-voice:SendTextMessage', ['configuration-set/arogya-dev-texts', 'sender-id/AROGYA/IN']],
  ],
  [
    'WhatsApp messages from the stage’s number',
    'social-messaging:',
    'on-whatsapp-wanted',
    { WHATSAPP_PHONE_NUMBER_ID: 'phone-number-id-0123456789abcdef' },
    ['social-messaging:SendWhatsAppMessage', ['phone-number-id/0123456789abcdef']],
  ],
] as const)('one function sends %s, and it can do nothing else with them', (_, service, name, variables, [action, onto]) => {
  const { ofType: typed } = synthesized({ whatsappPhoneNumberId: 'phone-number-id-0123456789abcdef' });
  const policies = typed('IAM::Policy').filter(({ Properties }) => JSON.stringify(Properties).includes(service));
  expect(policies).toHaveLength(1);
  const fn = typed('Lambda::Function').find((each) => nameOf(each) === `${NOTIFICATIONS}${name}`);
  expect(policies[0]?.Properties.Roles[0].Ref).toBe(fn?.Properties.Role['Fn::GetAtt'][0]);
  expect(fn?.Properties.Environment.Variables).toMatchObject(variables);
  const statements: Properties[] = policies[0]?.Properties.PolicyDocument.Statement;
  const [statement, ...others] = statements.filter(({ Action }) => JSON.stringify(Action).includes(service));
  expect(others).toEqual([]);
  expect(statement?.Action).toBe(action);
  expect(listOf(statement?.Resource).map(flat)).toEqual(
    onto.map((resource) => `arn:aws:${service}ap-south-1:<AWS::AccountId>:${resource}`),
  );
});

test('push goes to the browsers’ makers only, but where the stage names another push service', () => {
  const origins = (context = {}) =>
    synthesized(context)
      .ofType('Lambda::Function')
      .filter((fn) => fn.Properties.Environment.Variables.PUSH_ORIGINS !== undefined)
      .map((fn) => [nameOf(fn).replace(NOTIFICATIONS, ''), fn.Properties.Environment.Variables.PUSH_ORIGINS]);
  expect(origins()).toEqual([]);
  expect(origins({ pushOrigins: 'http://localhost:8787' }).sort()).toEqual([
    ['handler', 'http://localhost:8787'],
    ['on-push-wanted', 'http://localhost:8787'],
  ]);
});

test.each([
  [
    'speak with Razorpay, or hear from it',
    'PAYMENT_SECRET_ARN',
    [
      'arogya-dev-payments-handler',
      'arogya-dev-payments-on-payment-check',
      'arogya-dev-payments-on-payment-order-requested',
      'arogya-dev-payments-on-refund-requested',
    ],
  ],
  ['push, or let a browser subscribe,', 'PUSH_SECRET_ARN', [`${NOTIFICATIONS}handler`, `${NOTIFICATIONS}on-push-wanted`]],
])('only the functions that %s may read its secret, and no other', (_, variable, names) => {
  const knowing = functions.filter((fn) => fn.Properties.Environment.Variables[variable] !== undefined);
  expect(knowing.map(nameOf).sort()).toEqual(names);
  for (const fn of knowing) {
    const [statement, ...others] = statementsOf(fn).filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'));
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Action: 'secretsmanager:GetSecretValue',
      Resource: fn.Properties.Environment.Variables[variable],
    });
    expect(statementsOf(fn)).toContainEqual(
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.ap-south-1.amazonaws.com' } },
      }),
    );
  }
});

test('no function reads a secret that it is not told of', () => {
  for (const fn of functions) {
    const told = ['PAYMENT_SECRET_ARN', 'PUSH_SECRET_ARN'].filter((name) => name in fn.Properties.Environment.Variables);
    const reading = statementsOf(fn).filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'));
    expect(reading.length, nameOf(fn)).toBe(told.length);
  }
});
