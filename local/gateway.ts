import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Claims, HttpHandler, Log } from './cloud.ts';
import type { Firewall } from './firewall.ts';
import { FunctionError, type Functions } from './functions.ts';
import { type Context, createGatewayResponses, type GatewayResponseType } from './gateway-responses.ts';
import { type Body, type Route, routesFrom } from './gateway-routes.ts';
import { readBody } from './http.ts';
import { runMappingTemplate } from './mapping-template.ts';
import { StartProblem } from './options.ts';
import { ACCOUNT } from './resource-types.ts';
import type { Resource } from './template.ts';

const REQUEST_LIMIT = 10 * 1024 * 1024;
const INTEGRATION_MILLISECONDS = 29_000;
const multi = (pairs: Iterable<readonly [string, string]>): Record<string, string[]> => {
  const all = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...all].map(([name, found]) => [name, found.map(([, value]) => value)]));
};
const lastOfEach = (all: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.at(-1) ?? '']));
const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length === 0 ? null : value);

const headerPairs = ({ rawHeaders }: IncomingMessage): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return pairs;
};

type ProxyResult = {
  statusCode?: number;
  headers?: Record<string, string | number | boolean>;
  multiValueHeaders?: Record<string, (string | number | boolean)[]>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

const responseHeaders = ({ headers = {}, multiValueHeaders = {}, cookies = [] }: ProxyResult): Record<string, string | string[]> => ({
  ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  ...Object.fromEntries(Object.entries(multiValueHeaders).map(([name, values]) => [name.toLowerCase(), values.map(String)])),
  ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
});

/** Reads the metadata that comes before the body of a streamed answer, however it is cut into pieces. */
const createPreludeReader = () => {
  let head = Buffer.alloc(0);
  return (bytes: Uint8Array): { metadata: ProxyResult; rest: Buffer } | undefined => {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(Buffer.alloc(8));
    if (end === -1) return undefined;
    return { metadata: JSON.parse(head.subarray(0, end).toString()) as ProxyResult, rest: head.subarray(end + 8) };
  };
};

export type Gateway = ReturnType<typeof createGateway>;

/** API Gateway's REST API from the body in the template, with its authorizer, gateway responses and the firewall before it. */
export const createGateway = (o: {
  api: Resource;
  stage: string;
  gatewayResponses: Resource[];
  /** ARNs of the user pools. */
  pools: string[];
  functions: Functions;
  firewall: Firewall;
  verify: (token: string) => Promise<Claims | undefined>;
  log: Log;
}) => {
  const body = (o.api.properties.Body ?? {}) as Body;
  const routes = routesFrom(body, o.pools);
  for (const { functionArn, resource } of routes) {
    if (functionArn && !o.functions.has(functionArn))
      throw new StartProblem(`${resource} is served by ${functionArn}, which is not in the template.`);
  }
  const binaryTypes = body['x-amazon-apigateway-binary-media-types'] ?? (o.api.properties.BinaryMediaTypes as string[] | undefined) ?? [];
  const isBinary = (type: string) => binaryTypes.some((binary) => binary === '*/*' || binary === type);
  const responses = createGatewayResponses(body['x-amazon-apigateway-gateway-responses'] ?? {}, o.gatewayResponses);

  const proxyEvent = (
    request: IncomingMessage,
    url: URL,
    route: Route,
    pathParameters: Record<string, string>,
    raw: Buffer,
    context: Context,
    claims?: Claims,
  ) => {
    const headers = multi([
      ...headerPairs(request),
      ['X-Forwarded-For', context.sourceIp],
      ['X-Forwarded-Proto', 'http'],
      ['X-Forwarded-Port', String(request.socket.localPort)],
    ]);
    const query = multi(url.searchParams);
    const binary = isBinary(request.headers['content-type'] ?? '');
    const now = new Date();
    return {
      resource: route.resource,
      path: context.path.slice(o.stage.length + 1),
      httpMethod: request.method,
      headers: lastOfEach(headers),
      multiValueHeaders: headers,
      queryStringParameters: orNull(lastOfEach(query)),
      multiValueQueryStringParameters: orNull(query),
      pathParameters: orNull(pathParameters),
      stageVariables: null,
      requestContext: {
        accountId: ACCOUNT,
        apiId: o.api.name,
        resourceId: route.resource,
        resourcePath: route.resource,
        httpMethod: request.method,
        path: context.path,
        stage: o.stage,
        protocol: 'HTTP/1.1',
        requestId: context.requestId,
        extendedRequestId: context.requestId,
        requestTime: now.toUTCString(),
        requestTimeEpoch: now.getTime(),
        domainName: request.headers.host,
        identity: { sourceIp: context.sourceIp, userAgent: request.headers['user-agent'] ?? null },
        // As from API Gateway: every claim is text, lists joined by commas.
        ...(claims
          ? {
              authorizer: {
                claims: Object.fromEntries(
                  Object.entries(claims).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
                ),
              },
            }
          : {}),
      },
      body: raw.length === 0 ? null : raw.toString(binary ? 'base64' : 'utf8'),
      isBase64Encoded: binary && raw.length > 0,
    };
  };

  const answerWhole = async (response: ServerResponse, route: Route, event: unknown, context: Context) => {
    const limit = route.integration.timeoutInMillis ?? INTEGRATION_MILLISECONDS;
    const late = Symbol();
    let timer: NodeJS.Timeout | undefined;
    const running = o.functions.invoke(route.functionArn ?? '', event);
    running.catch(() => {});
    const result = await Promise.race([
      running,
      new Promise<typeof late>((resolve) => {
        timer = setTimeout(resolve, limit, late);
      }),
    ]).finally(() => clearTimeout(timer));
    if (result === late) return responses.send(response, 'INTEGRATION_TIMEOUT', context);
    const { statusCode, body: text = '', isBase64Encoded } = (result ?? {}) as ProxyResult;
    if (typeof statusCode !== 'number' || typeof text !== 'string') return responses.send(response, 'DEFAULT_5XX', context, 502);
    const bytes = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
    const headers = responseHeaders(result as ProxyResult);
    response.writeHead(statusCode, {
      'content-type': 'application/json',
      ...headers,
      'content-length': bytes.length,
      'x-amzn-requestid': context.requestId,
    });
    response.end(bytes);
  };

  /** Pieces leave as they come. A reader that is gone or stalls never ends the function; a slow one only slows its writes. */
  const answerStreamed = async (response: ServerResponse, route: Route, event: unknown, context: Context) => {
    const readPrelude = createPreludeReader();
    const gone = once(response, 'close');
    const write = async (bytes: Uint8Array) => {
      if (bytes.length === 0 || response.destroyed) return;
      if (!response.write(bytes)) await Promise.race([once(response, 'drain'), gone]);
    };
    const whole = await o.functions.invokeStreaming(route.functionArn ?? '', event, async (bytes) => {
      if (response.headersSent) return write(bytes);
      if (response.destroyed) return;
      const prelude = readPrelude(bytes);
      if (!prelude) return;
      response.writeHead(prelude.metadata.statusCode ?? 200, {
        ...responseHeaders(prelude.metadata),
        'x-amzn-requestid': context.requestId,
      });
      response.flushHeaders();
      await write(prelude.rest);
    });
    if (response.headersSent) response.end();
    else if (!response.destroyed) {
      o.log.warn(`${route.method} ${route.resource} streams, but its function answered without a stream: ${whole.slice(0, 200)}`);
      responses.send(response, 'DEFAULT_5XX', context, 502);
    }
  };

  const answerMock = (response: ServerResponse, { integration }: Route, context: Context) => {
    const status = /"?statusCode"?\s*:\s*"?(\d+)/.exec(Object.values(integration.requestTemplates ?? {})[0] ?? '')?.[1] ?? '200';
    const chosen = integration.responses?.[status] ?? integration.responses?.default ?? Object.values(integration.responses ?? {})[0];
    const template = Object.values(chosen?.responseTemplates ?? {})[0] ?? '';
    const { text, headers: overrides } = runMappingTemplate(template, (header) => (header === 'origin' ? (context.origin ?? '') : ''));
    const headers: Record<string, string> = { 'x-amzn-requestid': context.requestId };
    for (const [name, value] of Object.entries(chosen?.responseParameters ?? {})) {
      headers[name.replace('method.response.header.', '').toLowerCase()] = value.replace(/^'|'$/g, '');
    }
    response.writeHead(Number(chosen?.statusCode ?? status), { ...headers, ...overrides }).end(text);
  };

  const authorize = async (request: IncomingMessage, scopes: string[]): Promise<Claims | undefined> => {
    const token = request.headers.authorization?.replace(/^Bearer\s+/i, '');
    const claims = token ? await o.verify(token) : undefined;
    if (!claims) return undefined;
    // Cognito's authorizer: access tokens where scopes are asked for, id tokens where none is.
    if (scopes.length === 0) return claims.token_use === 'id' ? claims : undefined;
    const granted = String(claims.scope ?? '').split(' ');
    return claims.token_use === 'access' && scopes.some((scope) => granted.includes(scope)) ? claims : undefined;
  };

  /** Only to name the reason: the token is refused in any case. */
  const isOver = ({ headers }: IncomingMessage): boolean => {
    try {
      const payload = JSON.parse(Buffer.from(headers.authorization?.split('.')[1] ?? '', 'base64url').toString()) as { exp?: number };
      return (payload.exp ?? Number.POSITIVE_INFINITY) < Date.now() / 1000;
    } catch {
      return false;
    }
  };

  const isMissing = ({ name, in: place }: { name: string; in: string }, request: IncomingMessage, url: URL) =>
    place === 'query' ? !url.searchParams.get(name) : place === 'header' ? !request.headers[name.toLowerCase()] : false;

  /** Serves `/<stage>/…`. */
  const handle: HttpHandler = async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://gateway.invalid');
    const path = url.pathname.slice(o.stage.length + 1);
    const sourceIp = (request.socket.remoteAddress ?? '127.0.0.1').replace('::ffff:', '');
    const context: Context = {
      requestId: randomUUID(),
      path: url.pathname,
      sourceIp,
      method: request.method ?? 'GET',
      origin: request.headers.origin,
    };
    const fail = (type: GatewayResponseType, status?: number, message?: string) => responses.send(response, type, context, status, message);

    const raw = await readBody(request, REQUEST_LIMIT);
    if (!raw) return fail('REQUEST_TOO_LARGE');

    const refusal = o.firewall.refuses({ headers: request.headers, path: url.pathname, address: sourceIp });
    if (refusal) {
      o.log.info(`firewall: ${refusal.rule} refused ${request.method} ${path}`);
      if (!refusal.custom) return fail('WAF_FILTERED');
      const { status, headers, body: text, contentType } = refusal.custom;
      response.writeHead(status, { 'content-type': contentType, ...headers }).end(text);
      return;
    }

    const route = routes.find(({ method, pattern }) => (method === 'ANY' || method === request.method) && pattern.test(path));
    if (!route) return fail('MISSING_AUTHENTICATION_TOKEN');
    let claims: Claims | undefined;
    if (route.scopes) {
      claims = await authorize(request, route.scopes);
      if (!claims) return fail(isOver(request) ? 'EXPIRED_TOKEN' : 'UNAUTHORIZED');
    }
    const missing = route.required.filter((parameter) => isMissing(parameter, request, url)).map(({ name }) => name);
    if (missing.length > 0) return fail('BAD_REQUEST_PARAMETERS', 400, `Missing required request parameters: [${missing.join(', ')}]`);
    if (!route.functionArn) return answerMock(response, route, context);

    const values = route.pattern.exec(path)?.slice(1) ?? [];
    let pathParameters: Record<string, string>;
    try {
      pathParameters = Object.fromEntries(route.params.map((name, i) => [name, decodeURIComponent(values[i] ?? '')]));
    } catch {
      return fail('DEFAULT_4XX', 400, 'Bad Request');
    }
    const event = proxyEvent(request, url, route, pathParameters, raw, context, claims);
    try {
      if (route.integration.responseTransferMode === 'STREAM') await answerStreamed(response, route, event, context);
      else await answerWhole(response, route, event, context);
    } catch (problem) {
      if (!(problem instanceof FunctionError)) throw problem;
      o.log.info(`${route.method} ${route.resource} (${context.requestId}): ${problem.error.errorType}`);
      if (response.headersSent) response.destroy();
      else fail('DEFAULT_5XX', 502);
    }
  };

  return { handle, functionArns: new Set(routes.map(({ functionArn }) => functionArn).filter((arn) => arn !== undefined)) };
};
