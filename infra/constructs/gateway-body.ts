import { type Contracts, type Operation, operationsOf } from '../../functions/shared/http/openapi.ts';
import { gatewayResponses } from './gateway-responses.ts';

type Json = { [key: string]: unknown };

/** What the gateway's body needs of the resources around it. ARNs may be tokens. */
export type GatewayParts = {
  readonly title: string;
  readonly region: string;
  readonly partition: string;
  readonly userPoolArns: readonly string[];
  readonly webOrigins: readonly string[];
  /** The function that answers an operation. */
  readonly functionArnOf: (operation: Operation) => string;
};

/** The scope that the authorizer asks for; without one it would take id tokens, not access tokens. */
export const API_SCOPE = 'arogya/api';

const ALLOWED_HEADERS = 'Authorization,Content-Type,Idempotency-Key,Last-Event-ID,X-Request-Id';

/** Lambda's longest run, which is also the longest that a streamed reply may take. */
export const STREAM_TIMEOUT_MS = 900_000;
/** The gateway's own limit for a reply that is not streamed. */
const REPLY_TIMEOUT_MS = 29_000;

const integrationOf = (operation: Operation, parts: GatewayParts): Json => {
  const { partition, region } = parts;
  const fn = parts.functionArnOf(operation);
  const invoke = `arn:${partition}:apigateway:${region}:lambda:path`;
  const common = { type: 'aws_proxy', httpMethod: 'POST', passthroughBehavior: 'when_no_match' };
  return operation.route.stream
    ? {
        ...common,
        uri: `${invoke}/2021-11-15/functions/${fn}/response-streaming-invocations`,
        responseTransferMode: 'STREAM',
        timeoutInMillis: STREAM_TIMEOUT_MS,
      }
    : { ...common, uri: `${invoke}/2015-03-31/functions/${fn}/invocations`, timeoutInMillis: REPLY_TIMEOUT_MS };
};

/**
 * A method as the gateway wants it: who may call, which header must be there, which function answers. Query and body are
 * left to zod in the handler, which names the field that is wrong. Of all parameters only `Idempotency-Key` is required
 * here, so that the gateway's one answer to a missing parameter can say which.
 */
const methodOf = (operation: Operation, parts: GatewayParts): Json => {
  const { route, operationId, pathParameters } = operation;
  const parameters: Json[] = pathParameters.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  if (route.idempotent) parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } });
  return {
    operationId: operationId.replaceAll(/[^A-Za-z]+(\w)/g, (_, letter: string) => letter.toUpperCase()),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...('anyone' in route.allow ? {} : { security: [{ signIn: [API_SCOPE] }] }),
    responses: { [String(route.status ?? 200)]: { description: 'Answered by the function' } },
    'x-amazon-apigateway-request-validator': 'parameters',
    'x-amazon-apigateway-integration': integrationOf(operation, parts),
  };
};

/** Answers a browser's preflight without a function. An origin that is not ours gets no permission. */
const preflightOf = (methods: readonly string[], webOrigins: readonly string[]): Json => {
  const fixed = {
    'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(','),
    'Access-Control-Allow-Headers': ALLOWED_HEADERS,
    'Access-Control-Max-Age': '7200',
    Vary: 'Origin',
  };
  const headers = ['Access-Control-Allow-Origin', ...Object.keys(fixed)];
  const ours = webOrigins.map((origin) => `$origin == "${origin}"`).join(' || ');
  return {
    responses: {
      '204': {
        description: 'Preflight',
        headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'when_no_match',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      responses: {
        default: {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.entries(fixed).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
          ),
          responseTemplates: {
            'application/json': `#set($origin = $input.params().header.get("Origin"))\n#if($origin == "")#set($origin = $input.params().header.get("origin"))#end\n#if(${ours})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`,
          },
        },
      },
    },
  };
};

/** The body of the REST API: every route of the contracts, and nothing that is not there. */
export const gatewayBody = (contracts: Contracts, parts: GatewayParts): Json => {
  const paths: Record<string, Json> = {};
  for (const [path, operations] of Map.groupBy(operationsOf(contracts), ({ path }) => path)) {
    paths[path] = {
      ...Object.fromEntries(operations.map((operation) => [operation.route.method.toLowerCase(), methodOf(operation, parts)])),
      options: preflightOf(
        operations.map(({ route }) => route.method),
        parts.webOrigins,
      ),
    };
  }
  return {
    openapi: '3.0.1',
    info: { title: parts.title, version: 'v1' },
    paths,
    components: {
      securitySchemes: {
        signIn: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'cognito_user_pools',
          'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [...parts.userPoolArns] },
        },
      },
    },
    'x-amazon-apigateway-request-validators': { parameters: { validateRequestParameters: true, validateRequestBody: false } },
    'x-amazon-apigateway-gateway-responses': gatewayResponses(),
  };
};
