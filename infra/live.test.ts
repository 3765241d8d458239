import { describe, expect, test } from 'vitest';

import { TOKEN_MINUTES } from '../functions/live/contract.ts';
import { flat, type Properties, synthesized } from './testing/synthesized.ts';

const { ofType, only } = synthesized();
const api = only('ApiGatewayV2::Api');
const routes = ofType('ApiGatewayV2::Route');
const functionNamed = (name: string) =>
  ofType('Lambda::Function').find(({ Properties }) => Properties.FunctionName === `arogya-dev-live-${name}`);
const socket = functionNamed('socket');
const origin = `wss://<${api.logicalId}>.execute-api.ap-south-1.<AWS::URLSuffix>`;

describe('the WebSocket API', () => {
  test('is entered by ticket: no route has an authorizer, and all end in the one function that knows tickets and connections', () => {
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(['$connect', '$default', '$disconnect']);
    const integration = only('ApiGatewayV2::Integration');
    expect(flat(integration.Properties.IntegrationUri)).toContain(`functions/<${socket?.logicalId}.Arn>/invocations`);
    for (const { Properties } of routes) {
      expect(Properties.AuthorizationType).toBe('NONE');
      expect(flat(Properties.Target)).toBe(`integrations/<${integration.logicalId}>`);
    }
    expect(ofType('ApiGatewayV2::Authorizer')).toEqual([]);
    // Who gives the ticket out is known to the REST API's authorizer, as at every route of it.
    const { paths } = only('ApiGateway::RestApi').Properties.Body;
    expect(paths['/v1/live-tickets'].post.security).toEqual(paths['/v1/me'].get.security);
  });

  test('answers a browser’s message with what the function returns', () => {
    const route = routes.find(({ Properties }) => Properties.RouteKey === '$default');
    expect(route?.Properties.RouteResponseSelectionExpression).toBe('$default');
    expect(only('ApiGatewayV2::RouteResponse').Properties).toMatchObject({
      RouteId: { Ref: route?.logicalId },
      RouteResponseKey: '$default',
    });
  });

  test('may invoke that function and no other, from this API only', () => {
    const permissions = ofType('Lambda::Permission').filter(({ Properties }) =>
      flat(Properties.SourceArn ?? '').includes(`<${api.logicalId}>`),
    );
    expect(permissions.map(({ Properties }) => flat(Properties.FunctionName))).toEqual([`<${socket?.logicalId}.Arn>`]);
    expect(flat(permissions[0]?.Properties.SourceArn)).toBe(`arn:aws:execute-api:ap-south-1:<AWS::AccountId>:<${api.logicalId}>/live/*`);
  });

  test('is throttled, and logs who came when but no ticket', () => {
    const { AccessLogSettings, DefaultRouteSettings } = only('ApiGatewayV2::Stage').Properties;
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    expect(flat(AccessLogSettings.DestinationArn)).toContain('<LiveApiAccessLog');
    expect(AccessLogSettings.Format).toContain('$context.connectionId');
    expect(AccessLogSettings.Format).not.toMatch(/query|path|identity/i);
  });

  test('is told to browsers by the ticket’s route, and to the deployment for the web app’s policy', () => {
    expect(flat(functionNamed('handler')?.Properties.Environment.Variables.LIVE_URL)).toBe(`${origin}/live`);
  });
});

test('only whoever tells the open screens may send on sockets, and close them', () => {
  const granting = ofType('IAM::Policy').filter(({ Properties }) => JSON.stringify(Properties).includes('execute-api:ManageConnections'));
  const roles = granting.flatMap(({ Properties }) => Properties.Roles.map(({ Ref }: Properties) => `<${Ref}.Arn>`));
  expect(roles).toEqual([flat(functionNamed('on-live-logged')?.Properties.Role)]);
  const statements: Properties[] = granting.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const [statement] = statements.filter(({ Action }) => Action === 'execute-api:ManageConnections');
  const sockets = 'arn:aws:execute-api:ap-south-1:<AWS::AccountId>:<arogya-dev-api.LiveApiId>/live';
  expect(statement?.Resource.map(flat)).toEqual([`${sockets}/DELETE/@connections/*`, `${sockets}/POST/@connections/*`]);
  expect(flat(functionNamed('on-live-logged')?.Properties.Environment.Variables.LIVE_CALLBACK_URL)).toMatch(/^https:.+\/live$/);
});

test('a connection lives as long as an access token', () => {
  for (const { Properties } of ofType('Cognito::UserPoolClient')) {
    expect(Properties.TokenValidityUnits.AccessToken).toBe('minutes');
    expect(Properties.AccessTokenValidity).toBe(TOKEN_MINUTES);
  }
});
