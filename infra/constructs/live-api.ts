import {
  ArnFormat,
  Aws,
  aws_apigatewayv2 as apigateway,
  CfnOutput,
  Fn,
  type aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { Construct, type IDependable } from 'constructs';

import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { FeatureFunction } from './feature-function.ts';

const STAGE = 'live';
/** The output of the API's stack that names the WebSocket API. */
const API_ID = 'LiveApiId';

/** One line of JSON for each message. Not the query, which holds the ticket. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  event: '$context.eventType',
  route: '$context.routeKey',
  status: '$context.status',
  connectionId: '$context.connectionId',
  error: '$context.error.messageString',
  functionMs: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
};

/** Everything that comes on a socket. A browser's own messages are answered on the socket by what the function returns. */
const ROUTES = { Connect: '$connect', Default: '$default', Disconnect: '$disconnect' };

/** The WebSocket API: what changed reaches the open screens of whoever it concerns. */
export class LiveApi extends Construct {
  /** `wss://…`, for the web app's content security policy. */
  readonly origin: string;
  readonly #api: apigateway.CfnApi;

  constructor(
    scope: Construct,
    id: string,
    { stage, operationsKey, logsAccount }: { stage: Stage; operationsKey: kms.IKey; logsAccount: IDependable },
  ) {
    super(scope, id);
    this.#api = new apigateway.CfnApi(this, 'Api', {
      name: `arogya-${stage.name}-live`,
      description: `Arogya, ${stage.name}: what open screens are told`,
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    });
    const accessLog = new logs.LogGroup(this, 'AccessLog', {
      logGroupName: `/arogya/${stage.name}/live-access`,
      retention: logs.RetentionDays.ONE_MONTH,
      encryptionKey: operationsKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deployed = new apigateway.CfnStage(this, 'Stage', {
      apiId: this.#api.ref,
      stageName: STAGE,
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLog.logGroupArn, format: JSON.stringify(ACCESS_LOG) },
      defaultRouteSettings: { throttlingRateLimit: stage.throttle.rate, throttlingBurstLimit: stage.throttle.burst },
    });
    deployed.node.addDependency(logsAccount);
    const own = Stack.of(this);
    new CfnOutput(own, API_ID, { value: this.#api.ref });
    this.origin = `wss://${this.#api.ref}.execute-api.${own.region}.${own.urlSuffix}`;
  }

  /** What a browser opens, with its ticket. */
  get url(): string {
    return `${this.origin}/${STAGE}`;
  }

  #arn(resource: string): string {
    return Stack.of(this).formatArn({ service: 'execute-api', resource: this.#api.ref, resourceName: `${STAGE}/${resource}` });
  }

  /** Every route is this function's. */
  serveBy(fn: FeatureFunction): void {
    const { partition, region } = Stack.of(this);
    const integration = new apigateway.CfnIntegration(this, 'Function', {
      apiId: this.#api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`,
    });
    for (const [name, routeKey] of Object.entries(ROUTES)) {
      const answers = routeKey === '$default';
      const route = new apigateway.CfnRoute(this, name, {
        apiId: this.#api.ref,
        routeKey,
        authorizationType: 'NONE',
        target: `integrations/${integration.ref}`,
        ...(answers ? { routeResponseSelectionExpression: '$default' } : {}),
      });
      acknowledge(route, {
        'AwsSolutions-APIG4':
          'A browser cannot send a header with a WebSocket. $connect takes a ticket of half a minute that the REST API, with its authorizer, gave to this person, and uses it up in the transaction that makes the connection; other routes are reached on a connection only.',
      });
      if (answers)
        new apigateway.CfnRouteResponse(this, 'Answer', { apiId: this.#api.ref, routeId: route.ref, routeResponseKey: '$default' });
    }
    new lambda.CfnPermission(this, 'Invoke', {
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      functionName: fn.functionArn,
      sourceArn: this.#arn('*'),
    });
  }

  /** May send on open sockets, and close them. The API's id is asked for by its output, so that the finding has a name that can be said here. */
  grantTell(fn: FeatureFunction): void {
    if (!fn.role) throw new Error(`${fn.node.path} has no role`);
    const own = Stack.of(this);
    const apiId = Fn.getStackOutput(own.stackName, API_ID, own.region);
    Stack.of(fn).addStackDependency(own);
    const where = (id: string, method: string) => `${id}/${STAGE}/${method}/@connections/*`;
    const arn = (resource: string) =>
      Stack.of(fn).formatArn({ service: 'execute-api', account: Aws.ACCOUNT_ID, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
    const methods = ['DELETE', 'POST'];
    fn.allow(
      ['execute-api:ManageConnections'],
      methods.map((method) => arn(where(apiId, method))),
    );
    const said = JSON.stringify(Stack.of(fn).resolve(apiId));
    const reasons = methods.map((method) => [
      `AwsSolutions-IAM5[Resource::arn:aws:execute-api:${own.region}:<AWS::AccountId>:${where(said, method)}]`,
      'Sockets of this one API; their ids are made up when a browser connects.',
    ]);
    acknowledge(fn.role, Object.fromEntries(reasons));
    fn.addEnvironment('LIVE_CALLBACK_URL', `https://${apiId}.execute-api.${own.region}.${own.urlSuffix}/${STAGE}`);
  }
}
