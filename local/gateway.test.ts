import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { get, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Claims } from './cloud.ts';
import { createFaults } from './faults.ts';
import { createFirewall } from './firewall.ts';
import { createFunctions } from './functions.ts';
import { createGateway } from './gateway.ts';
import { closeServer, listen } from './http.ts';
import { createMetrics } from './metrics.ts';
import type { Resource } from './template.ts';

const POOL = 'arn:aws:cognito-idp:ap-south-1:000000000000:userpool/people';
const resource = (type: string, name: string, properties: Record<string, unknown>): Resource => ({
  logicalId: name,
  stack: 'test',
  type,
  name,
  arn: `arn:aws:lambda:ap-south-1:000000000000:function:${name}`,
  properties,
});

const code: Record<string, string> = {
  echo: `export const handler = async (event) => {
    if (event.queryStringParameters?.slow) await new Promise((r) => setTimeout(r, 1500));
    if (event.queryStringParameters?.crash) process.exit(1);
    if (event.queryStringParameters?.nonsense) return 'nonsense';
    return { statusCode: 201, headers: { 'X-Own': 'yes' }, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, body: JSON.stringify(event) };
  };`,
  stream: `import { appendFileSync } from 'node:fs';
  export const handler = awslambda.streamifyResponse(async (event, raw) => {
    const { pieces = '3', pause = '0', size = '10', file, fail } = event.queryStringParameters ?? {};
    const stream = awslambda.HttpResponseStream.from(raw, { statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
    for (let i = 0; i < Number(pieces); i += 1) {
      if (fail === String(i)) throw new Error('mid-stream');
      stream.write('x'.repeat(Number(size)));
      if (Number(pause)) await new Promise((r) => setTimeout(r, Number(pause)));
    }
    if (file) appendFileSync(file, 'finished');
    stream.end();
  });`,
  wrong: `export const handler = async () => ({ statusCode: 200, body: 'not a stream' });`,
};

const proxy = (name: string, more: Record<string, unknown> = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:ap-south-1:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-south-1:000000000000:function:${name}/invocations`,
    timeoutInMillis: 1_000,
    ...more,
  },
});
const streams = (name: string) =>
  proxy(name, {
    responseTransferMode: 'STREAM',
    uri: `arn:aws:apigateway:ap-south-1:lambda:path/2021-11-15/functions/arn:aws:lambda:ap-south-1:000000000000:function:${name}/response-streaming-invocations`,
  });

const body = {
  paths: {
    '/v1/open': { get: proxy('echo'), post: proxy('echo') },
    '/v1/things/{thingId}': { get: proxy('echo') },
    '/v1/things/newest': { get: proxy('echo') },
    '/v1/mine': {
      get: { ...proxy('echo'), security: [{ signIn: ['arogya/api'] }] },
      post: {
        ...proxy('echo'),
        parameters: [{ name: 'Idempotency-Key', in: 'header', required: true }],
        'x-amazon-apigateway-request-validator': 'parameters',
      },
      options: {
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 204}' },
          responses: {
            default: {
              statusCode: '204',
              responseParameters: {
                'method.response.header.Access-Control-Allow-Methods': "'GET,POST'",
                'method.response.header.Vary': "'Origin'",
              },
              responseTemplates: {
                'application/json':
                  '#set($origin = $input.params().header.get("Origin"))\n#if($origin == "")#set($origin = $input.params().header.get("origin"))#end\n#if($origin == "https://one.example" || $origin == "https://two.example")#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end',
              },
            },
          },
        },
      },
    },
    '/v1/stream': { get: streams('stream') },
    '/v1/wrong': { get: streams('wrong') },
  },
  components: { securitySchemes: { signIn: { 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [POOL] } } } },
  'x-amazon-apigateway-request-validators': { parameters: { validateRequestParameters: true } },
  'x-amazon-apigateway-gateway-responses': {
    UNAUTHORIZED: {
      statusCode: '401',
      responseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.X-Request-Id': 'context.requestId',
      },
      responseTemplates: { 'application/json': '{"error":{"code":"not-signed-in","requestId":"$context.requestId"}}' },
    },
    MISSING_AUTHENTICATION_TOKEN: { statusCode: '404', responseTemplates: { 'application/json': '{"error":{"code":"not-found"}}' } },
    DEFAULT_5XX: { responseTemplates: { 'application/json': '{"error":{"code":"internal-error"}}' } },
  },
};

const claimsOf: Record<string, Claims> = {
  good: { sub: 'asha', token_use: 'access', scope: 'openid arogya/api', 'cognito:groups': ['doctor', 'responder'], iat: 1_700_000_000 },
  scopeless: { sub: 'asha', token_use: 'access', scope: 'openid' },
  identity: { sub: 'asha', token_use: 'id' },
};

const directory = mkdtempSync(join(tmpdir(), 'arogya-gateway-'));
let origin = '';
let stop = async () => {};

beforeAll(async () => {
  for (const [name, text] of Object.entries(code)) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, 'index.mjs'), text);
  }
  const log = { info: () => {}, warn: () => {}, error: console.error };
  const functions = createFunctions({
    resources: Object.keys(code).map((name) =>
      resource('AWS::Lambda::Function', name, { Handler: 'index.handler', Timeout: 20, MemorySize: 128 }),
    ),
    codeDirectory: ({ name }) => join(directory, name),
    platformEnvironment: () => ({}),
    data: directory,
    faults: createFaults(),
    metrics: createMetrics(),
  });
  const gateway = createGateway({
    api: resource('AWS::ApiGateway::RestApi', 'api1', { Body: body }),
    stage: 'api',
    gatewayResponses: [],
    pools: [POOL],
    functions,
    firewall: createFirewall([], { rateLimits: true }),
    verify: async (token) => claimsOf[token],
    log,
  });
  const { server, port } = await listen(0, gateway.handle, log);
  origin = `http://127.0.0.1:${port}/api`;
  stop = async () => {
    await closeServer(server);
    await functions.stop();
  };
});
afterAll(() => stop());

type ProxyEvent = Record<string, unknown> & {
  requestContext: { authorizer?: { claims: Record<string, string> }; identity: { sourceIp: string }; requestId: string };
};
const eventOf = async (response: Response) => (await response.json()) as ProxyEvent;

describe('a request', () => {
  test('reaches its function as a REST proxy event', async () => {
    const response = await fetch(`${origin}/v1/things/a%2Fb%20c?q=1&q=2`, { headers: { 'x-one': '1' } });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const event = await eventOf(response);
    expect(event).toMatchObject({
      resource: '/v1/things/{thingId}',
      path: '/v1/things/a%2Fb%20c',
      httpMethod: 'GET',
      pathParameters: { thingId: 'a/b c' },
      queryStringParameters: { q: '2' },
      multiValueQueryStringParameters: { q: ['1', '2'] },
      headers: { 'x-one': '1', 'X-Forwarded-For': '127.0.0.1' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
    expect(event.requestContext).toMatchObject({ stage: 'api', path: '/api/v1/things/a%2Fb%20c', identity: { sourceIp: '127.0.0.1' } });
    expect(event.requestContext.requestId).toBe(response.headers.get('x-amzn-requestid'));
  });

  test('to a fixed path does not reach the one with a parameter', async () => {
    expect(await eventOf(await fetch(`${origin}/v1/things/newest`))).toMatchObject({ resource: '/v1/things/newest', pathParameters: null });
  });

  test.each(['/v1/nowhere', '/v1/things/a/b', '/v1/open/'])('to %s, which nobody serves, has the answer of the body', async (path) => {
    const response = await fetch(origin + path);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: { code: 'not-found' } });
  });

  test('with a body in Hindi arrives byte for byte', async () => {
    const text = JSON.stringify({ note: 'तीन दिन से बुखार' });
    expect(await eventOf(await fetch(`${origin}/v1/open`, { method: 'POST', body: text }))).toMatchObject({ body: text });
  });

  test('without a required header is refused before the function', async () => {
    const response = await fetch(`${origin}/v1/mine`, { method: 'POST' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: 'Missing required request parameters: [Idempotency-Key]' });
    expect((await fetch(`${origin}/v1/mine`, { method: 'POST', headers: { 'idempotency-key': 'k' } })).status).toBe(201);
  });

  test('over 10 MB is refused', async () => {
    const response = await fetch(`${origin}/v1/open`, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
  });
});

describe('the authorizer', () => {
  test('hands the claims over as text', async () => {
    const response = await fetch(`${origin}/v1/mine`, { headers: { authorization: 'Bearer good' } });
    expect((await eventOf(response)).requestContext.authorizer).toEqual({
      claims: { sub: 'asha', token_use: 'access', scope: 'openid arogya/api', 'cognito:groups': 'doctor,responder', iat: '1700000000' },
    });
  });

  test.each([
    ['no token', undefined],
    ['a forged one', 'Bearer forged'],
    ['one without the scope', 'Bearer scopeless'],
    ['an id token', 'Bearer identity'],
  ])('refuses %s in the envelope of the body, with CORS headers', async (_, authorization) => {
    const response = await fetch(`${origin}/v1/mine`, { headers: authorization ? { authorization } : {} });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({ error: { code: 'not-signed-in', requestId: response.headers.get('x-request-id') } });
  });
});

describe('a preflight', () => {
  test.each([
    ['https://two.example', 'https://two.example'],
    ['https://evil.example', null],
  ])('from %s is told %s', async (from, allowed) => {
    const response = await fetch(`${origin}/v1/mine`, { method: 'OPTIONS', headers: { origin: from } });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
  });
});

describe('a function that fails', () => {
  test.each(['crash', 'nonsense'])('(%s) is a bare 502', async (how) => {
    const response = await fetch(`${origin}/v1/open?${how}=1`);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ error: { code: 'internal-error' } });
  });

  test('to answer in the gateway’s time is a 504', async () => {
    expect((await fetch(`${origin}/v1/open?slow=1`)).status).toBe(504);
  });

  test('to stream although its route streams is a 502', async () => {
    expect((await fetch(`${origin}/v1/wrong`)).status).toBe(502);
  });
});

const read = (path: string): Promise<IncomingMessage> => new Promise((resolve, reject) => get(origin + path, resolve).on('error', reject));

describe('a stream', () => {
  test('arrives piece by piece, each as soon as it was written', async () => {
    const response = await read('/v1/stream?pieces=4&pause=80');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/event-stream');
    const arrivals: number[] = [];
    for await (const piece of response) if ((piece as Buffer).length > 0) arrivals.push(Date.now());
    expect(arrivals).toHaveLength(4);
    expect((arrivals[3] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(180);
  });

  test('whose reader goes away is still written to its end', async () => {
    const file = join(directory, 'gone');
    const response = await read(`/v1/stream?pieces=5&pause=60&file=${file}`);
    response.destroy();
    await sleep(900);
    expect((await import('node:fs')).readFileSync(file, 'utf8')).toBe('finished');
  });

  test('whose reader stalls waits, and ends when the reader goes away', async () => {
    const file = join(directory, 'stalled');
    const client = httpRequest(`${origin}/v1/stream?pieces=400&size=100000&file=${file}`);
    client.end();
    const response = await new Promise<IncomingMessage>((resolve) => client.once('response', resolve));
    response.pause();
    await sleep(700);
    client.destroy();
    await sleep(1_500);
    expect((await import('node:fs')).readFileSync(file, 'utf8')).toBe('finished');
  });

  test('of 40 MB to a slow reader arrives whole', async () => {
    const response = await read('/v1/stream?pieces=400&size=100000');
    let bytes = 0;
    for await (const piece of response) {
      bytes += (piece as Buffer).length;
      if (Math.random() < 0.05) await sleep(1);
    }
    expect(bytes).toBe(40_000_000);
  });

  test('that breaks after its first byte ends without its end', async () => {
    const response = await read('/v1/stream?pieces=5&pause=10&fail=3');
    await expect(
      (async () => {
        for await (const _ of response);
      })(),
    ).rejects.toThrow('aborted');
  });
});
