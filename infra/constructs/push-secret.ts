import { type aws_kms as kms, RemovalPolicy, SecretValue, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { FeatureFunction } from './feature-function.ts';
import { grantSecret } from './grant-secret.ts';
import type { House } from './house.ts';

/**
 * The key pair by which push services know us (VAPID, RFC 8292), and whom they may write to. It is empty until a person
 * puts it in (docs/deploying.md). The text here must stay as it is: a change of it makes CloudFormation write it over the
 * keys, and every browser's subscription is bound to them.
 */
export class PushSecret extends secretsmanager.Secret {
  constructor(scope: Construct, id: string, { stage, key }: { stage: Stage; key: kms.IKey }) {
    super(scope, id, {
      secretName: `arogya-${stage.name}-push`,
      description: 'Web Push: publicKey, privateKey, subject. See docs/deploying.md',
      encryptionKey: key,
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify({ publicKey: '', privateKey: '', subject: '' })),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const reason =
      'Every browser’s subscription is bound to the public key: a new pair would silence all of them until each person comes back.';
    acknowledge(this, { 'AwsSolutions-SMG4': reason, 'HIPAA.Security-SecretsManagerRotationEnabled': reason });
  }
}

/** May sign pushes, and say the public key to a browser that subscribes. */
export const grantPush = (fn: FeatureFunction, house: House): void => {
  grantSecret(fn, house, house.pushSecret, 'PUSH_SECRET_ARN');
  if (house.stage.pushOrigins.length > 0) fn.addEnvironment('PUSH_ORIGINS', house.stage.pushOrigins.join(','));
};
