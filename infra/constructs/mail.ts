import { Stack } from 'aws-cdk-lib';

import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';

/** The domain of an e-mail address, which is the name of its SES identity. */
export const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);

/** May send e-mail, from the stage's sender only. */
export const grantMail = (fn: FeatureFunction, { stage }: House): void => {
  const identity = Stack.of(fn).formatArn({ service: 'ses', resource: 'identity', resourceName: domainOf(stage.mailFrom) });
  fn.allow(['ses:SendEmail'], [identity], { StringEquals: { 'ses:FromAddress': stage.mailFrom } });
  fn.addEnvironment('MAIL_FROM', `Arogya <${stage.mailFrom}>`);
};
