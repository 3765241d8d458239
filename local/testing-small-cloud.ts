import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startLocalCloud } from './start.ts';

/**
 * A template of a few resources, and functions of a few lines, for tests of the local cloud itself: `POST /v1/items`
 * writes an item; table stream → bus → queue → `counts` adds one to the item's count, which `GET /v1/items/{id}` shows.
 * A schedule sends the item `due` to that queue, with a delay. `POST /v1/orders` makes an order at the payment provider.
 */

const headers = `{ 'content-type': 'application/x-amz-json-1.0', 'x-amz-date': '20260101T000000Z', authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/ap-south-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0'`;
const table = `
const table = async (operation, input) => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL_DYNAMODB, { method: 'POST', headers: ${headers}, 'x-amz-target': 'DynamoDB_20120810.' + operation }, body: JSON.stringify({ TableName: process.env.TABLE_NAME, ...input }) });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.message), { name: answer.__type.split('#').pop() });
  return answer;
};
const key = (id) => ({ pk: { S: 'item#' + id }, sk: { S: 'count' } });`;

export const smallFunctions: Record<string, string> = {
  items: `${table}
    export const handler = async ({ httpMethod, body, pathParameters }) => {
      if (httpMethod === 'GET') {
        const { Item } = await table('GetItem', { Key: key(pathParameters.id), ConsistentRead: true });
        return { statusCode: 200, body: JSON.stringify({ count: Number(Item?.count?.N ?? 0) }) };
      }
      const { id } = JSON.parse(body);
      await table('PutItem', { Item: { pk: { S: 'receipt#' + id }, sk: { S: 'receipt' }, type: { S: 'receipt' }, id: { S: id } } });
      return { statusCode: 201, body: JSON.stringify({ id }) };
    };`,
  publisher: `
    export const handler = async ({ Records }) => {
      const Entries = Records.map(({ dynamodb }) => ({ EventBusName: process.env.EVENT_BUS_NAME, Source: 'small', DetailType: 'item-added', Detail: JSON.stringify({ id: dynamodb.NewImage.id.S }) }));
      const response = await fetch(process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, { method: 'POST', headers: { 'x-amz-target': 'AWSEvents.PutEvents' }, body: JSON.stringify({ Entries }) });
      if ((await response.json()).FailedEntryCount) throw new Error('not published');
      return { batchItemFailures: [] };
    };`,
  counts: `${table}
    export const handler = async ({ Records }) => {
      const batchItemFailures = [];
      for (const { messageId, body } of Records) {
        const { id } = JSON.parse(body).detail;
        if (id.startsWith('poison')) batchItemFailures.push({ itemIdentifier: messageId });
        else await table('UpdateItem', { Key: key(id), UpdateExpression: 'ADD #c :one', ExpressionAttributeNames: { '#c': 'count' }, ExpressionAttributeValues: { ':one': { N: '1' } } });
      }
      return { batchItemFailures };
    };`,
  due: `
    export const handler = async () => {
      const { 'item-due': QueueUrl } = JSON.parse(process.env.DUE_QUEUES);
      const Entries = [{ Id: 'one', MessageBody: JSON.stringify({ detail: { id: 'due' } }), DelaySeconds: 4 }];
      const response = await fetch(process.env.AWS_ENDPOINT_URL_SQS, { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessageBatch' }, body: JSON.stringify({ QueueUrl, Entries }) });
      if (!response.ok || (await response.json()).Failed?.length) throw new Error('not sent');
    };`,
  orders: `
    export const handler = async () => {
      const asked = await fetch(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, { method: 'POST', headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body: JSON.stringify({ SecretId: process.env.PAYMENT_SECRET_ARN }) });
      const { keyId, keySecret, apiUrl, checkoutUrl } = JSON.parse((await asked.json()).SecretString);
      const response = await fetch(apiUrl + '/v1/orders', { method: 'POST', headers: { authorization: 'Basic ' + btoa(keyId + ':' + keySecret) }, body: JSON.stringify({ amount: 50000, currency: 'INR' }) });
      return { statusCode: 201, body: JSON.stringify({ keyId, checkoutUrl, orderId: (await response.json()).id }) };
    };`,
};

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const lambda = (name: string, environment: Record<string, unknown>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: `small-${name}`,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    MemorySize: 128,
    Timeout: 5,
    Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
    Environment: { Variables: environment },
  },
});
const permission = (id: string, principal: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: arn(id), Principal: principal },
});
const invokes = (id: string) => ({
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: { 'Fn::Sub': [`arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${fn}/invocations`, { fn: arn(id) }] },
});

export const smallTemplate = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        TableName: 'small-table',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'small-bus' } },
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'small-dead-letters' } },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'small-queue',
        VisibilityTimeout: 30,
        RedrivePolicy: { deadLetterTargetArn: arn('DeadLetters'), maxReceiveCount: 2 },
      },
    },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Principal: { Service: 'events.amazonaws.com' } }] },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventBusName: { Ref: 'Bus' }, EventPattern: { source: ['small'] }, Targets: [{ Id: 'queue', Arn: arn('Queue') }] },
    },
    Items: lambda('items', { TABLE_NAME: { Ref: 'Table' } }),
    Publisher: lambda('publisher', { EVENT_BUS_NAME: { Ref: 'Bus' } }),
    Counts: lambda('counts', { TABLE_NAME: { Ref: 'Table' } }),
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'small-payments', GenerateSecretString: {} } },
    Orders: lambda('orders', { PAYMENT_SECRET_ARN: { Ref: 'Secret' } }),
    Due: lambda('due', { DUE_QUEUES: { 'Fn::Join': ['', ['{"item-due":"', { Ref: 'Queue' }, '"}']] } }),
    EachMinute: {
      Type: 'AWS::Events::Rule',
      Properties: { Name: 'small-minute', ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'due', Arn: arn('Due') }] },
    },
    FromStream: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        FunctionName: { Ref: 'Publisher' },
        BatchSize: 10,
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: {
          Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { type: { S: ['receipt'] } } } }) }],
        },
      },
    },
    FromQueue: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn('Queue'),
        FunctionName: { Ref: 'Counts' },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Body: {
          openapi: '3.0.1',
          paths: {
            '/v1/items': { post: { 'x-amazon-apigateway-integration': invokes('Items') } },
            '/v1/orders': { post: { 'x-amazon-apigateway-integration': invokes('Orders') } },
            '/v1/items/{id}': { get: { 'x-amazon-apigateway-integration': invokes('Items') } },
          },
        },
      },
    },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'api' } },
    ApiMayInvoke: permission('Items', 'apigateway.amazonaws.com'),
    ApiMayInvokeOrders: permission('Orders', 'apigateway.amazonaws.com'),
    ScheduleMayInvoke: permission('Due', 'events.amazonaws.com'),
  } as Record<string, { Type: string; Properties?: Record<string, unknown> }>,
};

/** Writes a template and its functions where the local cloud can read them. */
export const writeBuilt = (template: unknown = smallTemplate, functions: Record<string, string> = smallFunctions) => {
  const directory = mkdtempSync(join(tmpdir(), 'arogya-built-'));
  const files: Record<string, unknown> = {};
  for (const [name, code] of Object.entries(functions)) {
    mkdirSync(join(directory, `asset.${name}`));
    writeFileSync(join(directory, `asset.${name}`, 'index.mjs'), code);
    files[name] = { source: { path: `asset.${name}` }, destinations: { here: { objectKey: `${name}.zip` } } };
  }
  mkdirSync(join(directory, 'web'));
  writeFileSync(join(directory, 'web/index.html'), '<title>small</title>');
  writeFileSync(join(directory, 'small.template.json'), JSON.stringify(template));
  writeFileSync(join(directory, 'small.assets.json'), JSON.stringify({ files }));
  writeFileSync(join(directory, 'model.mjs'), `export const answer = () => 'small';`);
  return { template: directory, web: join(directory, 'web'), model: join(directory, 'model.mjs') };
};

// As a process of its own, for tests that kill it: `node local/testing-small-cloud.ts --port 0 --data DIR`.
if (process.argv[1] === import.meta.filename) {
  const { parseOptions } = await import('./options.ts');
  const cloud = await startLocalCloud(parseOptions(process.argv.slice(2)), { built: JSON.parse(process.env.SMALL_CLOUD_BUILT ?? '{}') });
  process.on('SIGINT', () => void cloud.stop().then(() => process.exit(0)));
  console.log(`Arogya is ready at ${cloud.origin}`);
}
