import { describe, expect, test } from 'vitest';

import { contracts } from '../functions/contracts.ts';
import { statusOfError } from '../functions/shared/http/errors.ts';
import { operationsOf } from '../functions/shared/http/openapi.ts';
import { flat, listOf, type Properties, synthesized } from './testing/synthesized.ts';

const WEB_ORIGINS = 'https://a.example,https://b.example';
const { only, ofType } = synthesized({ webOrigins: WEB_ORIGINS });
const api = only('ApiGateway::RestApi');
const body = api.Properties.Body;
const operations = operationsOf(contracts);

/** Every method of the body that is not a preflight. */
const methods = Object.entries<Properties>(body.paths).flatMap(([path, item]) =>
  Object.entries<Properties>(item)
    .filter(([method]) => method !== 'options')
    .map(([method, declared]) => ({ key: `${method.toUpperCase()} ${path}`, declared })),
);
const declaredFor = ({ route, path }: (typeof operations)[number]): Properties => body.paths[path]?.[route.method.toLowerCase()];
const integrationOf = (declared: Properties): Properties => declared['x-amazon-apigateway-integration'];

describe('who may call', () => {
  test('every method asks for an access token of one of the two pools, but for a short list', () => {
    const open = methods.filter(({ declared }) => declared.security === undefined).map(({ key }) => key);
    expect(open.sort()).toEqual([
      // A monitor has no account; the documentation page has no account.
      'GET /v1/health',
      'GET /v1/openapi.json',
      // A form of Razorpay's page: it changes nothing, shows nothing and redirects.
      'POST /v1/appointments/{appointmentId}/payment-return',
      // A service worker and the reader of a letter have no session: each has a token for one dose, one receipt, one stop.
      'POST /v1/dose-answers',
      'POST /v1/email-stops/{token}',
      'POST /v1/notification-receipts',
      // Razorpay signs each message; the function refuses what is not signed.
      'POST /v1/payments/webhook',
    ]);
    for (const { key, declared } of methods) if (!open.includes(key)) expect(declared.security, key).toEqual([{ signIn: ['arogya/api'] }]);
  });

  test('the open ones are those whose contract says why', () => {
    for (const operation of operations) {
      const reason = 'anyone' in operation.route.allow ? operation.route.allow.anyone : undefined;
      expect(declaredFor(operation).security === undefined, operation.operationId).toBe(reason !== undefined);
      if (reason !== undefined) expect(reason.length, operation.operationId).toBeGreaterThan(15);
    }
  });

  test('the authorizer lists both pools', () => {
    const { signIn } = body.components.securitySchemes;
    expect(signIn['x-amazon-apigateway-authtype']).toBe('cognito_user_pools');
    expect(signIn['x-amazon-apigateway-authorizer'].type).toBe('cognito_user_pools');
    const pools = signIn['x-amazon-apigateway-authorizer'].providerARNs.map(flat);
    expect(pools).toEqual([expect.stringContaining('PeoplePool'), expect.stringContaining('AdminPool')]);
  });
});

describe('the body', () => {
  test('has every route of the contracts and nothing else', () => {
    expect(methods.map(({ key }) => key).sort()).toEqual(operations.map(({ route, path }) => `${route.method} ${path}`).sort());
  });

  test('names each operation once, in letters only', () => {
    const names = methods.map(({ declared }) => declared.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z]+$/);
  });

  test('requires Idempotency-Key of exactly the idempotent routes', () => {
    for (const operation of operations) {
      const declared = declaredFor(operation);
      const required = (declared.parameters ?? []).filter((parameter: Properties) => parameter.in === 'header' && parameter.required);
      expect(
        required.map(({ name }: Properties) => name),
        operation.operationId,
      ).toEqual(operation.route.idempotent ? ['Idempotency-Key'] : []);
      expect(declared['x-amazon-apigateway-request-validator']).toBe('parameters');
    }
    expect(body['x-amazon-apigateway-request-validators'].parameters).toEqual({
      validateRequestParameters: true,
      validateRequestBody: false,
    });
  });

  test('declares every parameter of a path', () => {
    for (const operation of operations) {
      const inPath = (declaredFor(operation).parameters ?? []).filter((parameter: Properties) => parameter.in === 'path');
      expect(
        inPath.map(({ name }: Properties) => name),
        operation.operationId,
      ).toEqual([...operation.pathParameters]);
    }
  });

  test('streams exactly the routes that say so, for up to 15 minutes', () => {
    for (const operation of operations) {
      const { uri, ...integration } = integrationOf(declaredFor(operation));
      const file = operation.route.stream ? 'stream' : 'handler';
      const fn = ofType('Lambda::Function').find(({ Properties }) => Properties.FunctionName === `arogya-dev-${operation.feature}-${file}`);
      const [version, suffix] = operation.route.stream ? ['2021-11-15', 'response-streaming-invocations'] : ['2015-03-31', 'invocations'];
      expect(flat(uri), operation.operationId).toBe(
        `arn:aws:apigateway:ap-south-1:lambda:path/${version}/functions/<${fn?.logicalId}.Arn>/${suffix}`,
      );
      expect(integration, operation.operationId).toEqual({
        type: 'aws_proxy',
        httpMethod: 'POST',
        passthroughBehavior: 'when_no_match',
        ...(operation.route.stream ? { responseTransferMode: 'STREAM', timeoutInMillis: 900_000 } : { timeoutInMillis: 29_000 }),
      });
    }
    expect(operations.filter(({ route }) => route.stream).length).toBeGreaterThan(0);
  });

  test('says nothing that the gateway’s import would refuse', () => {
    const text = JSON.stringify(body);
    expect(body.openapi).toBe('3.0.1');
    expect(text).not.toContain('$ref');
    expect(text).not.toMatch(/"(exclusiveMinimum|exclusiveMaximum|const|anyOf|oneOf)"/);
    // CloudFormation takes a template of 1 MB; all 185 routes must fit.
    expect(text.length / operations.length).toBeLessThan(4_000);
  });
});

describe('a browser at another origin', () => {
  const previews = Object.entries<Properties>(body.paths).map(([path, item]) => ({
    path,
    methods: Object.keys(item),
    preflight: item.options,
  }));

  test('gets an answer to its preflight at every path, without a token and without a function', () => {
    for (const { path, preflight } of previews) {
      expect(preflight?.security, path).toBeUndefined();
      expect(integrationOf(preflight), path).toMatchObject({
        type: 'mock',
        requestTemplates: { 'application/json': '{"statusCode": 204}' },
      });
    }
  });

  test('is told the methods of the path and the headers that it may send', () => {
    for (const { path, methods: own, preflight } of previews) {
      const headers = integrationOf(preflight).responses.default.responseParameters;
      const allowed = headers['method.response.header.Access-Control-Allow-Methods'].slice(1, -1).split(',');
      expect(allowed.map((method: string) => method.toLowerCase()).sort(), path).toEqual([...own].sort());
      for (const header of ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id'])
        expect(headers['method.response.header.Access-Control-Allow-Headers'], path).toContain(header);
    }
  });

  test('is let in only if its origin is one of ours', () => {
    for (const { path, preflight } of previews) {
      const { responseParameters, responseTemplates } = integrationOf(preflight).responses.default;
      expect(responseParameters['method.response.header.Access-Control-Allow-Origin'], path).toBeUndefined();
      expect(responseTemplates['application/json'], path).toContain(
        '#if($origin == "https://a.example" || $origin == "https://b.example")#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end',
      );
    }
  });
});

describe('an error of the gateway itself', () => {
  const responses = Object.entries<Properties>(body['x-amazon-apigateway-gateway-responses']);

  test('is in our envelope, with a code of ours and its status, and readable at another origin', () => {
    expect(responses.length).toBeGreaterThan(15);
    for (const [type, { statusCode, responseParameters, responseTemplates }] of responses) {
      const { error } = JSON.parse(responseTemplates['application/json']);
      expect(Object.keys(error), type).toEqual(['code', 'message', 'requestId']);
      expect(error.requestId, type).toBe('$context.requestId');
      expect(Object.keys(statusOfError), type).toContain(error.code);
      if (!type.startsWith('DEFAULT_')) expect(statusCode, type).toBe(String(statusOfError[error.code as keyof typeof statusOfError]));
      expect(responseParameters['gatewayresponse.header.Access-Control-Allow-Origin'], type).toBe("'*'");
      expect(responseParameters['gatewayresponse.header.Cache-Control'], type).toBe("'no-store'");
    }
  });

  test('covers both defaults, so that no answer is in the gateway’s own words', () => {
    expect(responses.map(([type]) => type)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
  });

  test('tells an expired session to sign in again, and an unknown address that there is nothing', () => {
    const of = Object.fromEntries(responses);
    expect(of.EXPIRED_TOKEN?.statusCode).toBe('401');
    expect(of.MISSING_AUTHENTICATION_TOKEN?.statusCode).toBe('404');
    expect(of.THROTTLED?.responseParameters['gatewayresponse.header.Retry-After']).toBe("'1'");
  });
});

describe('the gateway', () => {
  const stage = only('ApiGateway::Stage').Properties;

  test('is regional, and takes nothing older than TLS 1.2 with forward secrecy', () => {
    expect(api.Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });

  test('logs each request as JSON, without path, query, address or body', () => {
    expect(stage.StageName).toBe('api');
    const format = JSON.parse(stage.AccessLogSetting.Format);
    expect(format).toMatchObject({ requestId: '$context.requestId', route: '$context.resourcePath', status: '$context.status' });
    expect(JSON.stringify(format)).not.toMatch(/\$context\.(path|identity)|\$input/);
    expect(flat(stage.AccessLogSetting.DestinationArn)).toContain('<AccessLog');
    expect(stage.MethodSettings).toEqual([expect.objectContaining({ LoggingLevel: 'ERROR', DataTraceEnabled: false })]);
  });

  test('is traced and throttled', () => {
    expect(stage.TracingEnabled).toBe(true);
    expect(stage.MethodSettings[0]).toMatchObject({
      HttpMethod: '*',
      ResourcePath: '/*',
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
  });

  test('keeps every log encrypted and for 30 days, its execution log too', () => {
    for (const log of ofType('Logs::LogGroup')) {
      expect(log.Properties.RetentionInDays, log.logicalId).toBe(30);
      expect(flat(log.Properties.KmsKeyId), log.logicalId).toContain('OperationsKey');
    }
    const names = ofType('Logs::LogGroup').map(({ Properties }) => flat(Properties.LogGroupName));
    expect(names).toContain(`API-Gateway-Execution-Logs_<${api.logicalId}>/api`);
    expect(only('ApiGateway::Stage').DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^ExecutionLog/)]));
  });

  test('may invoke each function that it needs by one permission, for this API only', () => {
    const permissions = ofType('Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com' && flat(Properties.SourceArn).includes(`<${api.logicalId}>`),
    );
    const needed = new Set(methods.map(({ declared }) => /functions\/<(\w+)\.Arn>/.exec(flat(integrationOf(declared).uri))?.[1]));
    expect(permissions.map(({ Properties }) => Properties.FunctionName['Fn::GetAtt'][0]).sort()).toEqual([...needed].sort());
    for (const { Properties } of permissions)
      expect(flat(Properties.SourceArn)).toBe(`arn:aws:execute-api:ap-south-1:<AWS::AccountId>:<${api.logicalId}>/api/*/v1/*`);
  });

  test('is deployed anew when its body changes', () => {
    const other = synthesized({ webOrigins: 'https://c.example' });
    expect(other.only('ApiGateway::Deployment').logicalId).not.toBe(only('ApiGateway::Deployment').logicalId);
  });

  test('takes few resources, so that 185 routes fit into one stack', () => {
    expect(ofType('ApiGateway::RestApi').length + ofType('ApiGateway::Method').length + ofType('ApiGateway::Resource').length).toBe(1);
  });
});

describe('the firewall', () => {
  const acl = only('WAFv2::WebACL').Properties;
  const rule = (name: string): Properties => acl.Rules.find((each: Properties) => each.Name === name);

  test('stands before the API’s stage', () => {
    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    const association = only('WAFv2::WebACLAssociation').Properties;
    expect(flat(association.ResourceArn)).toMatch(new RegExp(`^arn:aws:apigateway:ap-south-1::/restapis/<${api.logicalId}>/stages/<.+>$`));
    expect(flat(association.WebACLArn)).toContain('Acl');
  });

  test('lets an address make 1000 requests a minute, and a token 100', () => {
    expect(rule('rate-per-ip').Statement.RateBasedStatement).toMatchObject({
      Limit: 1000,
      EvaluationWindowSec: 60,
      AggregateKeyType: 'IP',
    });
    expect(rule('rate-per-token').Statement.RateBasedStatement).toMatchObject({
      Limit: 100,
      EvaluationWindowSec: 60,
      AggregateKeyType: 'CUSTOM_KEYS',
      CustomKeys: [{ Header: { Name: 'Authorization' } }],
    });
  });

  test('answers too many requests with 429 in our envelope, readable at another origin', () => {
    for (const name of ['rate-per-ip', 'rate-per-token']) {
      const { ResponseCode, CustomResponseBodyKey, ResponseHeaders } = rule(name).Action.Block.CustomResponse;
      expect(ResponseCode).toBe(429);
      expect(ResponseHeaders).toContainEqual({ Name: 'Access-Control-Allow-Origin', Value: '*' });
      const { Content, ContentType } = acl.CustomResponseBodies[CustomResponseBodyKey];
      expect(ContentType).toBe('APPLICATION_JSON');
      expect(JSON.parse(Content).error).toMatchObject({
        code: 'too-many-requests',
        message: expect.any(String),
        requestId: expect.any(String),
      });
    }
  });

  test('lets long notes in Hindi through: rules on the body only count', () => {
    const { ManagedRuleGroupStatement: common } = rule('AWSManagedRulesCommonRuleSet').Statement;
    expect(common.RuleActionOverrides).toContainEqual({ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } });
    for (const { Name } of common.RuleActionOverrides) expect(Name).toMatch(/_BODY$/);
    expect(rule('AWSManagedRulesKnownBadInputsRuleSet').OverrideAction).toEqual({ None: {} });
  });

  test('keeps no token, path or query in its samples and logs', () => {
    for (const { VisibilityConfig } of [acl, ...acl.Rules]) expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
    const logging = only('WAFv2::LoggingConfiguration').Properties;
    expect(logging.RedactedFields).toEqual([{ SingleHeader: { Name: 'authorization' } }, { UriPath: {} }, { QueryString: {} }]);
    expect(listOf(logging.LogDestinationConfigs).map(flat)).toEqual([expect.stringMatching(/:log-group:<FirewallLog\w+>$/)]);
  });
});
