import { StartProblem } from './options.ts';

type Integration = {
  type: string;
  uri?: string;
  responseTransferMode?: string;
  timeoutInMillis?: number;
  requestTemplates?: Record<string, string>;
  responses?: Record<
    string,
    { statusCode: string; responseParameters?: Record<string, string>; responseTemplates?: Record<string, string> }
  >;
};
type Operation = {
  parameters?: { name: string; in: string; required?: boolean }[];
  security?: Record<string, string[]>[];
  'x-amazon-apigateway-integration'?: Integration;
  'x-amazon-apigateway-request-validator'?: string;
};
export type Body = {
  paths?: Record<string, Record<string, Operation>>;
  security?: Record<string, string[]>[];
  components?: { securitySchemes?: Record<string, { 'x-amazon-apigateway-authorizer'?: { type: string; providerARNs?: string[] } }> };
  'x-amazon-apigateway-request-validator'?: string;
  'x-amazon-apigateway-request-validators'?: Record<string, { validateRequestParameters?: boolean }>;
  'x-amazon-apigateway-binary-media-types'?: string[];
  'x-amazon-apigateway-gateway-responses'?: Record<
    string,
    { statusCode?: string; responseParameters?: Record<string, string>; responseTemplates?: Record<string, string> }
  >;
};
export type Route = {
  resource: string;
  method: string;
  pattern: RegExp;
  params: string[];
  integration: Integration;
  functionArn: string | undefined;
  required: { name: string; in: string }[];
  scopes: string[] | undefined;
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'x-amazon-apigateway-any-method'];

/** Static parts win over parameters, and parameters over `{proxy+}`. */
const weight = (path: string) =>
  path
    .split('/')
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('');

/** Every method of the body with what serves it. Refuses integrations and authorizers that the local gateway does not know. */
export const routesFrom = (body: Body, pools: string[]): Route[] => {
  const authorizers = new Set<string>();
  for (const [name, scheme] of Object.entries(body.components?.securitySchemes ?? {})) {
    const authorizer = scheme['x-amazon-apigateway-authorizer'];
    if (!authorizer) continue;
    const foreign = authorizer.providerARNs?.filter((arn) => !pools.includes(arn)) ?? [];
    if (authorizer.type !== 'cognito_user_pools' || foreign.length > 0)
      throw new StartProblem(`The authorizer ${name} is not one of the template's user pools.`);
    authorizers.add(name);
  }
  const validators = body['x-amazon-apigateway-request-validators'] ?? {};
  const routes: Route[] = [];
  for (const [resource, operations] of Object.entries(body.paths ?? {})) {
    const params: string[] = [];
    const source = resource.replace(/[.*?^$()|[\]\\]/g, '\\$&').replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
      params.push(name);
      return greedy ? '(.+)' : '([^/]+)';
    });
    for (const method of METHODS) {
      const operation = operations[method];
      const integration = operation?.['x-amazon-apigateway-integration'];
      if (!operation || !integration) continue;
      const functionArn = /functions\/(arn:aws:lambda:[^/]+)\/(?:invocations|response-streaming-invocations)$/.exec(
        integration.uri ?? '',
      )?.[1];
      if (integration.type.toLowerCase() === 'aws_proxy' ? !functionArn : integration.type.toLowerCase() !== 'mock') {
        throw new StartProblem(
          `${method.toUpperCase()} ${resource} has an integration that the local gateway does not know (${integration.type} ${integration.uri ?? ''}).`,
        );
      }
      if (functionArn && (integration.responseTransferMode === 'STREAM') !== integration.uri?.endsWith('response-streaming-invocations')) {
        throw new StartProblem(
          `${method.toUpperCase()} ${resource}: responseTransferMode and the integration's uri disagree about streaming.`,
        );
      }
      const security = (operation.security ?? body.security ?? []).find((scheme) =>
        Object.keys(scheme).some((name) => authorizers.has(name)),
      );
      const validator =
        validators[operation['x-amazon-apigateway-request-validator'] ?? body['x-amazon-apigateway-request-validator'] ?? ''];
      routes.push({
        resource,
        method: method === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase(),
        pattern: new RegExp(`^${source}$`),
        params,
        integration,
        functionArn,
        required: validator?.validateRequestParameters ? (operation.parameters ?? []).filter(({ required }) => required) : [],
        scopes: security && Object.values(security)[0],
      });
    }
  }
  return routes.sort(
    (a, b) => weight(a.resource).localeCompare(weight(b.resource)) || Number(a.method === 'ANY') - Number(b.method === 'ANY'),
  );
};
