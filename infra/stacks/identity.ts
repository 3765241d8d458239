import { Aws, CfnOutput, aws_cognito as cognito, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { acknowledge } from '../constructs/acknowledge.ts';
import { domainOf } from '../constructs/mail.ts';
import { signInDomain } from '../constructs/sign-in-domain.ts';
import type { Stage } from '../stages.ts';

/** Where managed login returns to, below each web origin. */
export const RETURN_PATHS = { signedIn: '/signed-in', signedOut: '/' } as const;

const GROUPS = {
  doctor: 'Doctors whose registration an admin has verified',
  'health-worker': 'Health workers who follow mothers and children',
  responder: 'People who answer calls for help',
};

/**
 * Two user pools: people, and admins, for whom MFA is required. Managed login holds every password; this app sees none.
 * What one signs in with (e-mail, phone) cannot be changed once a pool exists.
 */
export class IdentityStack extends Stack {
  readonly peoplePool: cognito.UserPool;
  readonly adminPool: cognito.UserPool;
  readonly peopleClient: cognito.UserPoolClient;
  readonly adminClient: cognito.UserPoolClient;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const common = {
      email: cognito.UserPoolEmail.withSES({
        fromEmail: stage.mailFrom,
        fromName: 'Arogya',
        sesRegion: stage.region,
        sesVerifiedDomain: domainOf(stage.mailFrom),
      }),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      signInCaseSensitive: false,
    } satisfies cognito.UserPoolProps;

    this.peoplePool = new cognito.UserPool(this, 'PeoplePool', {
      ...common,
      userPoolName: `arogya-${stage.name}-people`,
      signInAliases: { email: true, phone: true },
      selfSignUpEnabled: true,
      autoVerify: { email: true, phone: true },
      keepOriginal: { email: true, phone: true },
      passwordPolicy: {
        minLength: 10,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      // A phone can be re-assigned by its operator; who has an e-mail address gets it back by that first.
      accountRecovery: cognito.AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA,
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
    });
    acknowledge(this.peoplePool, {
      'AwsSolutions-COG2': 'A patient may add an authenticator app. To demand one would shut out people with a shared or simple phone.',
      'AwsSolutions-COG8':
        'The Plus plan is paid for each patient each month. Failed sign-ins are locked out by Cognito, and codes, SOS and AI have exact limits of their own.',
      'AwsSolutions-IAM5[Resource::*]':
        'sns:Publish to a phone number has no resource; Cognito alone may assume the role, with an external id.',
    });
    for (const [groupName, description] of Object.entries(GROUPS)) {
      new cognito.UserPoolGroup(this.peoplePool, `Group-${groupName}`, { userPool: this.peoplePool, groupName, description });
    }

    this.adminPool = new cognito.UserPool(this, 'AdminPool', {
      ...common,
      userPoolName: `arogya-${stage.name}-admins`,
      signInAliases: { email: true },
      selfSignUpEnabled: false,
      autoVerify: { email: true },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      // Few admins, much power: the plan with threat protection costs little here.
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
    });

    this.peopleClient = this.#webClient(this.peoplePool, 'people', stage);
    this.adminClient = this.#webClient(this.adminPool, 'admins', stage);
  }

  /** The browser's client: code flow with PKCE, no secret, the scope `arogya/api`, and managed login to sign in at. */
  #webClient(pool: cognito.UserPool, name: 'people' | 'admins', stage: Stage): cognito.UserPoolClient {
    const scope = new cognito.ResourceServerScope({ scopeName: 'api', scopeDescription: 'Use Arogya’s API' });
    const server = pool.addResourceServer('ResourceServer', {
      identifier: 'arogya',
      userPoolResourceServerName: 'Arogya',
      scopes: [scope],
    });
    const client = pool.addClient('WebClient', {
      userPoolClientName: `arogya-${stage.name}-${name}-web`,
      generateSecret: false,
      authFlows: { userSrp: true },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [
          cognito.OAuthScope.OPENID,
          cognito.OAuthScope.PROFILE,
          cognito.OAuthScope.EMAIL,
          cognito.OAuthScope.PHONE,
          cognito.OAuthScope.resourceServer(server, scope),
        ],
        callbackUrls: stage.webOrigins.map((origin) => `${origin}${RETURN_PATHS.signedIn}`),
        logoutUrls: stage.webOrigins.map((origin) => `${origin}${RETURN_PATHS.signedOut}`),
      },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(7),
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: signInDomain(stage, name, Aws.ACCOUNT_ID) },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    // Managed login answers with an error page until its client has a branding resource.
    new cognito.CfnManagedLoginBranding(pool, 'Branding', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    new CfnOutput(this, `${name}Authority`, { value: `https://cognito-idp.${stage.region}.amazonaws.com/${pool.userPoolId}` });
    new CfnOutput(this, `${name}ClientId`, { value: client.userPoolClientId });
    return client;
  }
}
