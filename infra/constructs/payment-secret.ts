import { type aws_kms as kms, RemovalPolicy, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { FeatureFunction } from './feature-function.ts';
import { grantSecret } from './grant-secret.ts';
import type { House } from './house.ts';

/**
 * What Arogya and Razorpay know of each other: `keyId` and `keySecret` of our account there, and `webhookSecret`, which
 * AWS makes up and we tell Razorpay. The keys are put in by hand (docs/deploying.md). `generateSecretString` must stay as
 * it is: a change of it makes CloudFormation write a new value over them.
 */
export class PaymentSecret extends secretsmanager.Secret {
  constructor(scope: Construct, id: string, { stage, key }: { stage: Stage; key: kms.IKey }) {
    super(scope, id, {
      secretName: `arogya-${stage.name}-payments`,
      description: 'Razorpay: keyId, keySecret, webhookSecret. See docs/deploying.md',
      encryptionKey: key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ keyId: '', keySecret: '' }),
        generateStringKey: 'webhookSecret',
        // Pasted into a field of Razorpay's dashboard.
        excludePunctuation: true,
        passwordLength: 48,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const reason = 'Razorpay has no API that makes new keys: a person makes them in its dashboard and puts them here (docs/deploying.md).';
    acknowledge(this, { 'AwsSolutions-SMG4': reason, 'HIPAA.Security-SecretsManagerRotationEnabled': reason });
  }
}

/** May read what it needs to speak with Razorpay and to know its webhooks. */
export const grantPaymentSecret = (fn: FeatureFunction, house: House): void =>
  grantSecret(fn, house, house.paymentSecret, 'PAYMENT_SECRET_ARN');
