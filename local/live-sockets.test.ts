import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { createFaults } from './faults.ts';
import { createFunctions, type Functions } from './functions.ts';
import { closeServer, listen } from './http.ts';
import { createLiveGateway, socketsAtHome } from './live.ts';
import { createMetrics } from './metrics.ts';
import type { Resource } from './template.ts';

/** Lets in whoever says `?ticket=good`; answers what it was told; a file has one line for each connection that ended. */
const code = (file: string) => `
  import { appendFileSync } from 'node:fs';
  export const handler = async ({ requestContext, queryStringParameters, body }) => {
    const { eventType, connectionId, routeKey } = requestContext;
    if (eventType === 'CONNECT') {
      if (queryStringParameters?.ticket === 'broken') throw new Error('broken');
      return { statusCode: queryStringParameters?.ticket === 'good' ? 200 : 401 };
    }
    if (eventType === 'DISCONNECT') return void appendFileSync(${JSON.stringify(file)}, connectionId + '\\n');
    if (body === 'throw') throw new Error('thrown');
    return { statusCode: 200, body: JSON.stringify({ connectionId, routeKey, body }) };
  };`;

const arn = 'arn:aws:lambda:ap-south-1:000000000000:function:socket';
const resource = (type: string, name: string, properties: Record<string, unknown>): Resource => ({
  logicalId: name,
  stack: 'test',
  type: `AWS::${type}`,
  name,
  arn: name,
  properties,
});
const resources = (over: { authorization?: string } = {}) => [
  resource('ApiGatewayV2::Api', 'a1b2', { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }),
  resource('ApiGatewayV2::Stage', 'live', {}),
  resource('ApiGatewayV2::Integration', 'i1', {
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: `arn:aws:apigateway:ap-south-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
  }),
  ...['$connect', '$disconnect', '$default', 'count'].map((RouteKey) =>
    resource('ApiGatewayV2::Route', `route-${RouteKey}`, {
      RouteKey,
      Target: 'integrations/i1',
      AuthorizationType: over.authorization ?? 'NONE',
    }),
  ),
  resource('ApiGatewayV2::RouteResponse', 'r1', { RouteId: 'route-$default', RouteResponseKey: '$default' }),
];
const templateOf = (all: Resource[]) => ({ ofType: (...types: string[]) => all.filter(({ type }) => types.includes(type)) });

const ended = join(mkdtempSync(join(tmpdir(), 'arogya-sockets-')), 'ended');
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
let functions: Functions;
let server: Server;
let url: string;
let management: ApiGatewayManagementApiClient;
let stop: () => void;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'arogya-sockets-'));
  writeFileSync(join(directory, 'index.mjs'), code(ended));
  functions = createFunctions({
    resources: [{ ...resource('Lambda::Function', 'socket', { Handler: 'index.handler' }), arn }],
    codeDirectory: () => directory,
    platformEnvironment: () => ({}),
    data: directory,
    faults: createFaults(),
    metrics: createMetrics(),
  });
  const live = createLiveGateway({ template: templateOf(resources()), functions, log });
  if (!live) throw new Error('The template has a WebSocket API');
  stop = live.stop;
  const listening = await listen(0, live.connections, log);
  server = listening.server;
  server.on('upgrade', live.upgrade);
  url = `127.0.0.1:${listening.port}`;
  management = new ApiGatewayManagementApiClient({
    endpoint: `http://${url}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  stop();
  await closeServer(server);
  await functions.stop();
});

const connect = async (ticket = 'good') => {
  const socket = new WebSocket(`ws://${url}/live?ticket=${ticket}`);
  await once(socket, 'open');
  const next = async () => JSON.parse(String((await once(socket, 'message'))[0]));
  const ask = async (text: string) => {
    const heard = next();
    socket.send(text);
    return heard;
  };
  const { connectionId } = await ask('who am I');
  return { socket, next, ask, connectionId: connectionId as string };
};
const statusOfHandshake = async (ticket: string): Promise<number> => {
  const socket = new WebSocket(`ws://${url}/live?ticket=${ticket}`);
  socket.on('error', () => {});
  const [request, response] = await once(socket, 'unexpected-response');
  request.destroy();
  return response.statusCode;
};

test('a browser whose ticket is good is let in, and each of its messages is answered', async () => {
  const { socket, ask } = await connect();
  expect(await ask('{"action":"hello"}')).toMatchObject({ routeKey: '$default', body: '{"action":"hello"}' });
  expect(await ask('{"action":"$connect"}')).toMatchObject({ routeKey: '$default' });
  expect(await ask('throw')).toMatchObject({ message: 'Internal server error' });
  expect(await ask('still there?')).toMatchObject({ body: 'still there?' });
  socket.close();
});

test('one whose ticket is not gets the function’s status, and one on which the function breaks a 500', async () => {
  expect(await statusOfHandshake('bad')).toBe(401);
  expect(await statusOfHandshake('broken')).toBe(500);
});

test('a route without a response says nothing', async () => {
  const { socket, ask } = await connect();
  socket.send('{"action":"count"}');
  expect(await ask('next')).toMatchObject({ body: 'next' });
  socket.close();
});

test('functions send on a socket, look at it and close it, by the SDK', async () => {
  const { socket, next, connectionId } = await connect();
  const heard = next();
  await management.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: '{"told":1}' }));
  expect(await heard).toEqual({ told: 1 });
  expect((await management.send(new GetConnectionCommand({ ConnectionId: connectionId }))).ConnectedAt).toBeInstanceOf(Date);
  const closed = once(socket, 'close');
  await management.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
  await closed;
});

test('a socket that is gone is said to be gone, and the function hears of its end', async () => {
  const { socket, connectionId } = await connect();
  socket.terminate();
  await vi.waitFor(() => expect(existsSync(ended) && readFileSync(ended, 'utf8')).toContain(connectionId));
  const sent = management.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'x' }));
  await expect(sent).rejects.toBeInstanceOf(GoneException);
});

test('what the local cloud does not know is refused at the start', () => {
  const withAuthorizer = templateOf(resources({ authorization: 'CUSTOM' }));
  expect(() => createLiveGateway({ template: withAuthorizer, functions, log })).toThrow('does not know the authorizer');
  expect(createLiveGateway({ template: templateOf([]), functions, log })).toBeUndefined();
});

test('functions are told addresses of this machine in the place of the API’s', () => {
  const host = 'a1b2.execute-api.ap-south-1.amazonaws.com';
  const variables = { LIVE_URL: `wss://${host}/live`, LIVE_CALLBACK_URL: `https://${host}/live`, OTHER: 'https://example.com/live' };
  const atHome = socketsAtHome(templateOf(resources()), { browser: 'ws://localhost:1', functions: 'http://127.0.0.1:2/live' });
  expect(atHome(resource('Lambda::Function', 'f', { Environment: { Variables: variables } })).properties).toEqual({
    Environment: { Variables: { LIVE_URL: 'ws://localhost:1/live', LIVE_CALLBACK_URL: 'http://127.0.0.1:2/live', OTHER: variables.OTHER } },
  });
});
