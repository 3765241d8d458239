import {
  aws_apigateway as apigateway,
  CfnOutput,
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { contracts } from '../../functions/contracts.ts';
import { operationsOf } from '../../functions/shared/http/openapi.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { Alarm } from '../constructs/alarm.ts';
import type { Feature } from '../constructs/feature.ts';
import { FeatureFunction } from '../constructs/feature-function.ts';
import { gatewayBody } from '../constructs/gateway-body.ts';
import type { House, HouseWithoutApi } from '../constructs/house.ts';
import { LiveApi } from '../constructs/live-api.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import { features } from '../features.ts';

/** Below `https://<api>.execute-api…/`; the paths within begin with `/v1`. */
const STAGE = 'api';

/** One line of JSON for each request. Neither path nor query, which hold ids and names; the route's template instead. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  errorType: '$context.error.responseType',
  latencyMs: '$context.responseLatency',
  functionMs: '$context.integration.latency',
  functionStatus: '$context.integration.status',
  bytes: '$context.responseLength',
  accountId: '$context.authorizer.claims.sub',
  firewall: '$context.wafResponseCode',
  tls: '$context.tlsVersion',
  trace: '$context.xrayTraceId',
};

/** The functions that answer requests, the one REST API in front of them, and the WebSocket API beside it. */
export class ApiStack extends Stack {
  readonly api: apigateway.SpecRestApi;
  readonly liveApi: LiveApi;
  /** By feature; `streams` are those of the `stream: true` routes. */
  readonly handlers = new Map<string, FeatureFunction>();
  readonly streams = new Map<string, FeatureFunction>();
  readonly alarms: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, { house: foundations, ...props }: StackProps & { house: HouseWithoutApi }) {
    super(scope, id, props);
    const logsAccount = this.#logsAccount();
    this.liveApi = new LiveApi(this, 'LiveApi', { ...foundations, logsAccount });
    const house: House = { ...foundations, liveApi: this.liveApi };
    const operations = operationsOf(contracts);
    for (const feature of features) {
      const own = operations.filter((operation) => operation.feature === feature.name);
      if (own.some(({ route }) => !route.stream)) this.handlers.set(feature.name, this.#handler(feature, house));
      if (own.some(({ route }) => route.stream)) this.streams.set(feature.name, this.#stream(feature, house));
    }

    this.api = this.#gateway(house, logsAccount);
    for (const fn of [...this.handlers.values(), ...this.streams.values()]) {
      new lambda.CfnPermission(this, `${fn.node.id}Invoke`, {
        action: 'lambda:InvokeFunction',
        principal: 'apigateway.amazonaws.com',
        functionName: fn.functionArn,
        sourceArn: this.formatArn({ service: 'execute-api', resource: this.api.restApiId, resourceName: `${STAGE}/*/v1/*` }),
      });
      this.alarms.push(...fn.alarms);
    }
    this.alarms.push(this.#failingAlarm(house));
    new CfnOutput(this, 'Origin', { value: `https://${this.api.restApiId}.execute-api.${this.region}.${this.urlSuffix}` });
    new CfnOutput(this, 'LiveOrigin', { value: this.liveApi.origin });
    new CfnOutput(this, 'ApiUrl', { value: this.api.urlForPath('/v1') });
  }

  #handler(feature: Feature, house: House): FeatureFunction {
    const fn = new FeatureFunction(this, {
      house,
      feature: feature.name,
      file: 'handler',
      description: `The API of ${feature.name}`,
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.#settle(fn, feature, house);
    feature.http?.(fn, house);
    fn.alarmOnFailure(`People who use ${feature.name} get an error that we did not mean.`);
    fn.alarmWhenSlow(`People who use ${feature.name} wait longer than half a second.`);
    return fn;
  }

  #stream(feature: Feature, house: House): FeatureFunction {
    const fn = new FeatureFunction(this, {
      house,
      feature: feature.name,
      file: 'stream',
      description: `The streams of ${feature.name}`,
      timeout: Duration.minutes(15),
      memory: 1024,
    });
    this.#settle(fn, feature, house);
    feature.stream?.(fn, house);
    fn.alarmOnFailure(`People who follow a stream of ${feature.name} see it break off.`);
    return fn;
  }

  /** What every function that answers requests has. */
  #settle(fn: FeatureFunction, feature: Feature, house: House): void {
    if (feature.table === 'read') house.table.grantRead(fn);
    else house.table.grantReadWrite(fn);
    fn.addEnvironment('WEB_ORIGINS', house.stage.webOrigins.join(','));
    fn.addEnvironment('PEOPLE_POOL_ID', house.peoplePool.userPoolId);
    fn.addEnvironment('ADMIN_POOL_ID', house.adminPool.userPoolId);
  }

  #gateway(house: House, logsAccount: apigateway.CfnAccount): apigateway.SpecRestApi {
    const { stage } = house;
    const encryptedLog = (logId: string, logGroupName: string) =>
      new logs.LogGroup(this, logId, {
        logGroupName,
        retention: logs.RetentionDays.ONE_MONTH,
        encryptionKey: house.operationsKey,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    const accessLog = encryptedLog('AccessLog', `/arogya/${stage.name}/api-access`);
    const api = new apigateway.SpecRestApi(this, 'Api', {
      restApiName: `arogya-${stage.name}`,
      description: `Arogya, ${stage.name}`,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      apiDefinition: apigateway.ApiDefinition.fromInline(
        gatewayBody(contracts, {
          title: `arogya-${stage.name}`,
          region: this.region,
          partition: this.partition,
          userPoolArns: [house.peoplePool.userPoolArn, house.adminPool.userPoolArn],
          webOrigins: stage.webOrigins,
          functionArnOf: ({ feature, route }) => {
            const fn = (route.stream ? this.streams : this.handlers).get(feature);
            if (!fn) throw new Error(`${feature} has routes but is not in infra/features.ts`);
            return fn.functionArn;
          },
        }),
      ),
      deployOptions: {
        stageName: STAGE,
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
        accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        // Would write bodies and tokens to the log.
        dataTraceEnabled: false,
        tracingEnabled: true,
        throttlingRateLimit: stage.throttle.rate,
        throttlingBurstLimit: stage.throttle.burst,
      },
    });
    acknowledge(api, {
      'AwsSolutions-APIG2':
        'The validator is in the body, on every method: required parameters at the gateway, bodies by zod in the function.',
      'HIPAA.Security-APIGWCacheEnabledAndEncrypted': 'There is no cache: replies hold health records and differ by caller.',
      'HIPAA.Security-APIGWSSLEnabled': 'A client certificate proves the gateway to an HTTP backend; ours are functions, invoked by IAM.',
    });
    const restApi = api.node.defaultChild as apigateway.CfnRestApi;
    // TLS 1.3 where the phone can, 1.2 with forward secrecy where it cannot; nothing older.
    restApi.securityPolicy = apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
    restApi.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;

    // The gateway writes its execution log to this name; made here, it is encrypted and does not stay for ever.
    const executionLog = encryptedLog('ExecutionLog', `API-Gateway-Execution-Logs_${api.restApiId}/${STAGE}`);
    const deployedStage = api.deploymentStage.node.defaultChild as apigateway.CfnStage;
    deployedStage.node.addDependency(executionLog, logsAccount);
    new WebAcl(this, 'Firewall', { house, stageArn: api.deploymentStage.stageArn });
    return api;
  }

  /** API Gateway writes logs with one role per account and region; both stages may share an account, so it stays. */
  #logsAccount(): apigateway.CfnAccount {
    const role = new iam.Role(this, 'GatewayLogsRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'The role that API Gateway documents for its logs; the gateway checks for exactly these rights.',
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const account = new apigateway.CfnAccount(this, 'GatewayAccount', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }

  #failingAlarm(house: House): Alarm {
    const metric = (metricName: string, statistic: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiName: `arogya-${house.stage.name}`, Stage: STAGE },
        period: Duration.minutes(5),
        statistic,
      });
    return new Alarm(this, 'FailingAlarm', {
      metric: new cloudwatch.MathExpression({
        // One failure at night among three requests wakes nobody; one in twenty does.
        expression: 'IF(requests >= 20, 100 * failures / requests, 0)',
        usingMetrics: { failures: metric('5XXError', 'Sum'), requests: metric('Count', 'SampleCount') },
        period: Duration.minutes(5),
        label: '% of requests that failed',
      }),
      above: 5,
      times: 1,
      of: 1,
      whoIsHurt: 'Patients and doctors: more than one request in twenty fails.',
      runbook: 'api-failing',
      topic: house.alarmTopic,
    });
  }
}
