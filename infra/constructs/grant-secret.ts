import type { aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';

import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';

/** May read this secret, whose key is ours, and is told its ARN. */
export const grantSecret = (fn: FeatureFunction, house: House, secret: secretsmanager.ISecret, environmentName: string): void => {
  fn.allow(['secretsmanager:GetSecretValue'], [secret.secretArn]);
  fn.allow(['kms:Decrypt'], [house.operationsKey.keyArn], {
    StringEquals: { 'kms:ViaService': `secretsmanager.${house.stage.region}.amazonaws.com` },
  });
  fn.addEnvironment(environmentName, secret.secretArn);
};
