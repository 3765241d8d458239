import { Stack, aws_smsvoice as smsvoice } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import type { EventOfAws } from './consumer.ts';
import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';

/**
 * Texts to phones in India, by End User Messaging. The sender id itself is registered by a person (docs/deploying.md):
 * CloudFormation makes only those that need no registration.
 */
export class Texts extends Construct {
  /** What became of each text. The sender gives each its stage as context: both stages may share an account and its bus. */
  readonly receipts: EventOfAws;
  readonly #set: smsvoice.CfnConfigurationSet;

  constructor(scope: Construct, id: string, { stage }: House) {
    super(scope, id);
    this.#set = new smsvoice.CfnConfigurationSet(this, 'Set', {
      configurationSetName: `arogya-${stage.name}-texts`,
      defaultSenderId: stage.smsSenderId,
    });
    this.receipts = {
      source: ['aws.sms-voice'],
      detailType: ['Text Message Delivery Status Updated'],
      detail: { context: { stage: [stage.name] } },
    };
  }

  /** May text from the stage's sender id, and from nothing else. */
  grantSend(fn: FeatureFunction, { stage }: House): void {
    const at = (resource: string, resourceName: string) => Stack.of(fn).formatArn({ service: 'sms-voice', resource, resourceName });
    const { configurationSetName = '' } = this.#set;
    fn.allow(['sms-voice:SendTextMessage'], [at('sender-id', `${stage.smsSenderId}/IN`), at('configuration-set', configurationSetName)]);
    fn.addEnvironment('SMS_ORIGINATION', stage.smsSenderId);
    fn.addEnvironment('SMS_CONFIGURATION_SET', configurationSetName);
  }
}
