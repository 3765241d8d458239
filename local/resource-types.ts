import { createHash } from 'node:crypto';

export const REGION = 'ap-south-1';
export const ACCOUNT = '000000000000';

/** Types that the local cloud leaves out, and why: everything else it either runs or refuses. */
export const ignoredTypes: Record<string, string> = {
  'AWS::IAM::Role': 'there is one user here; rights are checked by template tests',
  'AWS::IAM::Policy': 'there is one user here; rights are checked by template tests',
  'AWS::IAM::ManagedPolicy': 'there is one user here; rights are checked by template tests',
  'AWS::KMS::Key': 'data on this disk is not encrypted',
  'AWS::KMS::Alias': 'data on this disk is not encrypted',
  'AWS::Logs::LogGroup': 'logs are files in the data directory, shown at /local',
  'AWS::Logs::ResourcePolicy': 'logs are files in the data directory',
  'AWS::Logs::MetricFilter': 'metrics come from log lines, shown at /local',
  'AWS::CloudWatch::Alarm': 'nobody is on call for a laptop',
  'AWS::CloudWatch::CompositeAlarm': 'nobody is on call for a laptop',
  'AWS::CloudWatch::Dashboard': '/local shows metrics',
  'AWS::Budgets::Budget': 'nothing here costs money',
  'AWS::ApiGateway::Account': 'it is about CloudWatch logs of the gateway',
  'AWS::ApiGateway::Deployment': 'the body is served as it stands',
  'AWS::Events::Archive': 'receipts are kept in the table, from which events can be published again',
  'AWS::S3::BucketPolicy': 'there is one user here',
  'AWS::Cognito::UserPoolDomain': 'the identity provider is at /oidc',
  'AWS::Cognito::ManagedLoginBranding': 'the identity provider has pages of its own',
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': 'risk is not judged here',
  'AWS::Cognito::LogDeliveryConfiguration': 'logs are files in the data directory',
  'AWS::WAFv2::WebACLAssociation': 'the rules stand before the only API',
  'AWS::WAFv2::LoggingConfiguration': 'refused requests are in the log of the local cloud',
  'AWS::SES::EmailIdentity': 'no e-mail leaves; /local shows it',
  'AWS::Bedrock::Guardrail': 'the embedded model has no guardrail; ask for one by a model script',
  'AWS::Bedrock::GuardrailVersion': 'the embedded model has no guardrail',
  'AWS::Amplify::Branch': 'the built web app is served as it stands',
  'AWS::Amplify::Domain': 'the web app is on localhost',
  'AWS::CDK::Metadata': 'it is about the CDK itself',
};

/** Properties of buckets that the local cloud leaves out, and why. */
export const ignoredBucketProperties: Record<string, string> = {
  LifecycleConfiguration: 'nothing is deleted by age here; what must go is deleted by the functions themselves',
  VersioningConfiguration: 'one version of an object is kept, and a deleted one is gone',
  ObjectLockEnabled: 'an object can be overwritten and deleted',
  LoggingConfiguration: 'nobody reads access logs of a laptop',
};

/** Attributes of Fn::GetAtt beside `Arn`, by type. */
export const attributesOf: Record<
  string,
  (r: { name: string; arn: string }, queueUrl: (name: string) => string) => Record<string, string>
> = {
  'AWS::DynamoDB::GlobalTable': ({ arn, name }) => ({ StreamArn: `${arn}/stream/local`, TableId: name }),
  'AWS::DynamoDB::Table': ({ arn }) => ({ StreamArn: `${arn}/stream/local` }),
  'AWS::SQS::Queue': ({ name }, queueUrl) => ({ QueueName: name, QueueUrl: queueUrl(name) }),
  'AWS::SQS::QueuePolicy': () => ({}),
  'AWS::S3::Bucket': ({ name }) => ({ DomainName: `${name}.s3.amazonaws.com`, RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com` }),
  'AWS::Lambda::Function': () => ({}),
  'AWS::Lambda::EventSourceMapping': ({ name }) => ({ Id: name }),
  'AWS::Lambda::EventInvokeConfig': () => ({}),
  'AWS::Lambda::Permission': () => ({}),
  'AWS::Events::EventBus': ({ name }) => ({ Name: name }),
  'AWS::Events::Rule': () => ({}),
  'AWS::Cognito::UserPool': ({ name }) => ({
    UserPoolId: name,
    ProviderName: `cognito-idp.${REGION}.amazonaws.com/${name}`,
    ProviderURL: `https://cognito-idp.${REGION}.amazonaws.com/${name}`,
  }),
  'AWS::Cognito::UserPoolClient': ({ name }) => ({ ClientId: name }),
  'AWS::Cognito::UserPoolGroup': () => ({}),
  'AWS::Cognito::UserPoolResourceServer': () => ({}),
  'AWS::ApiGateway::RestApi': ({ name }) => ({ RestApiId: name, RootResourceId: 'root' }),
  'AWS::ApiGateway::Stage': () => ({}),
  'AWS::ApiGateway::GatewayResponse': () => ({}),
  'AWS::ApiGateway::Authorizer': () => ({}),
  'AWS::ApiGatewayV2::Api': ({ name }) => ({ ApiId: name, ApiEndpoint: `wss://${name}.execute-api.${REGION}.amazonaws.com` }),
  'AWS::ApiGatewayV2::Stage': () => ({}),
  'AWS::ApiGatewayV2::Integration': ({ name }) => ({ IntegrationId: name }),
  'AWS::ApiGatewayV2::Route': ({ name }) => ({ RouteId: name }),
  'AWS::ApiGatewayV2::RouteResponse': ({ name }) => ({ RouteResponseId: name }),
  'AWS::WAFv2::WebACL': ({ name }) => ({ Id: name }),
  'AWS::SecretsManager::Secret': ({ arn }) => ({ Id: arn }),
  'AWS::SNS::Topic': ({ arn, name }) => ({ TopicArn: arn, TopicName: name }),
  'AWS::SNS::TopicPolicy': () => ({}),
  'AWS::SNS::Subscription': ({ arn }) => ({ SubscriptionArn: arn }),
  'AWS::SES::ConfigurationSet': () => ({}),
  'AWS::SES::ConfigurationSetEventDestination': () => ({}),
  'AWS::SMSVOICE::ConfigurationSet': () => ({}),
  'AWS::GuardDuty::MalwareProtectionPlan': ({ name }) => ({ MalwareProtectionPlanId: name, Status: 'ACTIVE' }),
  'AWS::Amplify::App': ({ name }) => ({ AppId: name, AppName: name, DefaultDomain: `${name}.amplifyapp.com` }),
};

/** The property that names a resource; Ref answers with the name, except for queues (their URL) and those of `refIsArn`. */
export const nameProperty: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Cognito::UserPoolGroup': 'GroupName',
  'AWS::Cognito::UserPoolResourceServer': 'Identifier',
  'AWS::ApiGateway::Stage': 'StageName',
  'AWS::ApiGatewayV2::Stage': 'StageName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SMSVOICE::ConfigurationSet': 'ConfigurationSetName',
};

/** Types whose Ref is their ARN. */
export const refIsArn = ['AWS::SecretsManager::Secret', 'AWS::SNS::Topic'];

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const shortened = (name: string, limit: number, id: string) =>
  name.length <= limit ? name : `${name.slice(0, limit - 9)}-${id.slice(0, 8)}`;
/** Ids that AWS makes up are made from the logical id instead, so that they are the same after every start. */
export const madeUpName = (type: string, stack: string, logicalId: string): string => {
  const id = digest(`${stack}/${logicalId}`);
  if (type === 'AWS::Cognito::UserPool') return `${REGION}_${id.slice(0, 9)}`;
  if (type === 'AWS::Cognito::UserPoolClient') return id.slice(0, 26);
  if (type === 'AWS::ApiGateway::RestApi' || type === 'AWS::ApiGatewayV2::Api') return id.slice(0, 10);
  const name = `${stack}-${logicalId}`;
  if (type === 'AWS::S3::Bucket') return shortened(name.toLowerCase(), 63, id);
  return shortened(name, type === 'AWS::SQS::Queue' ? 80 : 64, id);
};

export const arnOf = (type: string, name: string): string => {
  const at = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  switch (type) {
    case 'AWS::DynamoDB::GlobalTable':
    case 'AWS::DynamoDB::Table':
      return at('dynamodb', `table/${name}`);
    case 'AWS::SQS::Queue':
      return at('sqs', name);
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::Lambda::Function':
      return at('lambda', `function:${name}`);
    case 'AWS::Events::EventBus':
      return at('events', `event-bus/${name}`);
    case 'AWS::Events::Rule':
      return at('events', `rule/${name}`);
    case 'AWS::GuardDuty::MalwareProtectionPlan':
      return at('guardduty', `malware-protection-plan/${name}`);
    case 'AWS::Cognito::UserPool':
      return at('cognito-idp', `userpool/${name}`);
    case 'AWS::SecretsManager::Secret':
      // Six characters of AWS's own end it.
      return at('secretsmanager', `secret:${name}-${digest(name).slice(0, 6)}`);
    default:
      return at((type.split('::')[1] ?? 'aws').toLowerCase(), name);
  }
};
