import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';

import type { HttpHandler, Log } from './cloud.ts';
import { FunctionError, type Functions } from './functions.ts';
import { readBody, reply } from './http.ts';
import { StartProblem } from './options.ts';
import { REGION } from './resource-types.ts';
import type { Resource, Template } from './template.ts';

/** API Gateway's limits of a WebSocket API. */
const MESSAGE_LIMIT = 128 * 1024;
const LONGEST_MILLISECONDS = 2 * 60 * 60_000;
const IDLE_MILLISECONDS = 10 * 60_000;

type Open = {
  socket: WebSocket;
  idle: NodeJS.Timeout;
  connectedAt: number;
  lastActiveAt: number;
  sourceIp: string;
  userAgent: string | undefined;
};
type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
type ProxyResult = { statusCode?: number; body?: string } | null;

const pairsOf = (request: IncomingMessage): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) pairs.push([request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? '']);
  return pairs;
};

const refuse = (stream: Duplex, status: number): void => {
  const text = JSON.stringify({ message: status === 403 ? 'Forbidden' : status < 500 ? 'Unauthorized' : 'Internal server error' });
  stream.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
};

const expect = (holds: boolean, problem: string): void => {
  if (!holds) throw new StartProblem(problem);
};

/** Puts this machine in the place of the WebSocket API's host: where browsers open their sockets, and where functions send on them. */
export const socketsAtHome = (template: Pick<Template, 'ofType'>, here: { browser: string; functions: string }) => {
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  const host = `://${api?.name}.execute-api.${REGION}.amazonaws.com`;
  return (resource: Resource): Resource => ({
    ...resource,
    properties: JSON.parse(
      JSON.stringify(resource.properties).replaceAll(`wss${host}`, here.browser).replaceAll(`https${host}/${stage?.name}`, here.functions),
    ),
  });
};

/** API Gateway's WebSocket API from the template: routes to functions, answers where a route has a response, and `@connections`. */
export const createLiveGateway = (o: { template: Pick<Template, 'ofType'>; functions: Functions; log: Log }) => {
  const [api, second] = o.template.ofType('AWS::ApiGatewayV2::Api');
  const [stage] = o.template.ofType('AWS::ApiGatewayV2::Stage');
  if (!api || !stage) return undefined;
  expect(second === undefined, 'The template has more than one WebSocket API.');
  expect(api.properties.ProtocolType === 'WEBSOCKET', `${api.logicalId} is no WebSocket API: the local cloud serves no HTTP API.`);
  const selection = /^\$request\.body\.(\w+)$/.exec(String(api.properties.RouteSelectionExpression))?.[1];
  expect(selection !== undefined, `The local cloud does not know the route selection of ${api.logicalId}.`);

  const integrations = new Map(
    o.template.ofType('AWS::ApiGatewayV2::Integration').map(({ name, properties }) => {
      const arn = /functions\/(arn:[^/]+)\/invocations$/.exec(String(properties.IntegrationUri))?.[1];
      if (properties.IntegrationType !== 'AWS_PROXY' || !arn || !o.functions.has(arn))
        throw new StartProblem(`The integration ${name} of the WebSocket API is no function of the template.`);
      return [`integrations/${name}`, arn];
    }),
  );
  const responses = o.template.ofType('AWS::ApiGatewayV2::RouteResponse').map(({ properties }) => properties.RouteId);
  const routeFrom = ({ name, properties }: Resource) => {
    expect((properties.AuthorizationType ?? 'NONE') === 'NONE', `The local cloud does not know the authorizer of the route ${name}.`);
    const functionArn = integrations.get(String(properties.Target));
    if (!functionArn) throw new StartProblem(`The route ${String(properties.RouteKey)} of the WebSocket API leads nowhere.`);
    return [String(properties.RouteKey), { functionArn, answers: responses.includes(name) }] as const;
  };
  const routes = new Map(o.template.ofType('AWS::ApiGatewayV2::Route').map(routeFrom));

  const open = new Map<string, Open>();
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT });

  const invoke = (
    routeKey: string,
    eventType: EventType,
    connectionId: string,
    connectedAt: number,
    rest: object,
  ): Promise<ProxyResult> => {
    const now = new Date();
    const route = routes.get(routeKey);
    if (!route) return Promise.resolve({ statusCode: 200 });
    return o.functions.invoke(route.functionArn, {
      requestContext: {
        routeKey,
        eventType,
        messageDirection: 'IN',
        stage: stage.name,
        connectedAt,
        connectionId,
        requestId: randomUUID(),
        extendedRequestId: randomUUID(),
        requestTime: now.toUTCString(),
        requestTimeEpoch: now.getTime(),
        domainName: 'localhost',
        apiId: api.name,
        ...(eventType === 'MESSAGE' ? { messageId: randomUUID() } : {}),
      },
      isBase64Encoded: false,
      ...rest,
    }) as Promise<ProxyResult>;
  };

  const hear = async (connectionId: string, { socket, connectedAt }: Open, data: RawData): Promise<void> => {
    const body = String(data);
    let selected: unknown;
    try {
      selected = (JSON.parse(body) as Record<string, unknown> | null)?.[selection ?? ''];
    } catch {
      // Not JSON: the default route hears it.
    }
    const routeKey = routes.has(String(selected)) && !String(selected).startsWith('$') ? String(selected) : '$default';
    try {
      const result = await invoke(routeKey, 'MESSAGE', connectionId, connectedAt, { body });
      if (routes.get(routeKey)?.answers && result?.body !== undefined) socket.send(result.body);
    } catch (problem) {
      if (!(problem instanceof FunctionError)) throw problem;
      o.log.info(`a message on a socket: ${problem.error.errorType}`);
      socket.send(JSON.stringify({ message: 'Internal server error', connectionId, requestId: randomUUID() }));
    }
  };

  const closesAfter = (socket: WebSocket, milliseconds: number) => setTimeout(() => socket.close(1001, 'Going away'), milliseconds).unref();
  const touch = (connection: Open): void => {
    connection.lastActiveAt = Date.now();
    connection.idle.refresh();
  };

  const serve = (connectionId: string, connection: Open): void => {
    const { socket, connectedAt, idle } = connection;
    open.set(connectionId, connection);
    const longest = closesAfter(socket, LONGEST_MILLISECONDS);
    const failed = (problem: Error) => o.log.warn(`a socket: ${problem.message}`);
    socket.on('message', (data) => {
      touch(connection);
      void hear(connectionId, connection, data).catch(failed);
    });
    // A browser that breaks off is ordinary; without a listener it would end the process.
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(connectionId);
      clearTimeout(longest);
      clearTimeout(idle);
      void invoke('$disconnect', 'DISCONNECT', connectionId, connectedAt, {}).catch(failed);
    });
  };

  const connect = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    stream.on('error', () => {});
    const url = new URL(request.url ?? '/', 'http://localhost');
    // As AWS makes them up: no browser knows another one's.
    const connectionId = randomBytes(12).toString('base64url');
    const connectedAt = Date.now();
    const query = Object.fromEntries(url.searchParams);
    let status = 500;
    try {
      const headers = Object.fromEntries(pairsOf(request));
      const asked = url.search ? { queryStringParameters: query } : {};
      status = (await invoke('$connect', 'CONNECT', connectionId, connectedAt, { headers, ...asked }))?.statusCode ?? 502;
    } catch (problem) {
      if (!(problem instanceof FunctionError)) throw problem;
      o.log.info(`$connect: ${problem.error.errorType}`);
    }
    if (status < 200 || status > 299) return refuse(stream, status);
    if (stream.destroyed) {
      await invoke('$disconnect', 'DISCONNECT', connectionId, connectedAt, {});
      return;
    }
    server.handleUpgrade(request, stream, head, (socket) => {
      const { remoteAddress = '' } = request.socket;
      serve(connectionId, {
        socket,
        idle: closesAfter(socket, IDLE_MILLISECONDS),
        connectedAt,
        lastActiveAt: connectedAt,
        sourceIp: remoteAddress,
        userAgent: request.headers['user-agent'],
      });
    });
  };

  /** `POST`, `GET` and `DELETE /@connections/{id}`, as the SDK's client asks. */
  const connections: HttpHandler = async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const connectionId = decodeURIComponent(/^\/(?:@|%40)connections\/([^/]+)$/.exec(path)?.[1] ?? '');
    if (connectionId === '') return reply(response, 404, { message: 'Not Found' });
    const connection = open.get(connectionId);
    if (!connection) return reply(response, 410, { message: '' }, { 'x-amzn-errortype': 'GoneException' });
    switch (request.method) {
      case 'POST': {
        const bytes = await readBody(request, MESSAGE_LIMIT);
        if (!bytes) return reply(response, 413, { message: '' }, { 'x-amzn-errortype': 'PayloadTooLargeException' });
        connection.socket.send(bytes.toString());
        touch(connection);
        return reply(response, 200, {});
      }
      case 'DELETE':
        connection.socket.close(1000);
        response.writeHead(204).end();
        return;
      case 'GET':
        return reply(response, 200, {
          connectedAt: new Date(connection.connectedAt).toISOString(),
          lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
          identity: { sourceIp: connection.sourceIp, userAgent: connection.userAgent },
        });
      default:
        return reply(response, 405, { message: 'Method Not Allowed' });
    }
  };

  return {
    /** Where browsers open it. */
    path: `/${stage.name}`,
    upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
      void connect(request, stream, head).catch((problem: Error) => {
        o.log.warn(`a socket: ${problem.message}`);
        stream.destroy();
      });
    },
    connections,
    functionArns: new Set([...routes.values()].map(({ functionArn }) => functionArn)),
    stop(): void {
      for (const { socket } of open.values()) socket.terminate();
      server.close();
    },
  };
};
