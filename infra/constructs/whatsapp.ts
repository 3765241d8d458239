import { Aws, aws_iam as iam, Stack, aws_sns as sns, type aws_sqs as sqs } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Consumer } from './consumer.ts';
import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';

/**
 * WhatsApp, by End User Messaging Social. A person links the WhatsApp account in AWS's console and names this topic
 * there (docs/deploying.md): CloudFormation has no type for it. What people answer, and what became of each message,
 * comes by the topic alone; AWS puts none of it on a bus.
 */
export class Whatsapp extends Construct {
  readonly #topic: sns.Topic;

  constructor(scope: Construct, id: string, { stage, operationsKey }: House) {
    super(scope, id);
    this.#topic = new sns.Topic(this, 'News', {
      topicName: `arogya-${stage.name}-whatsapp`,
      masterKey: operationsKey,
      enforceSSL: true,
    });
    this.#topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('social-messaging.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }

  /** The topic's messages into a consumer's queue. Not by SnsSubscription, which writes the topic's ARN into the policy of a key of another stack: a cycle. */
  tell({ queue, deadLetters }: Consumer): void {
    for (const each of [queue, deadLetters]) this.#letIn(each);
    new sns.CfnSubscription(queue, 'WhatsappNews', {
      topicArn: this.#topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
    });
  }

  #letIn(queue: sqs.Queue): void {
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': this.#topic.topicArn } },
      }),
    );
  }

  /** May send from the stage's number, and from no other. */
  grantSend(fn: FeatureFunction, { stage }: House): void {
    const number = Stack.of(fn).formatArn({
      service: 'social-messaging',
      resource: 'phone-number-id',
      resourceName: stage.whatsappPhoneNumberId.replace(/^phone-number-id-/, ''),
    });
    fn.allow(['social-messaging:SendWhatsAppMessage'], [number]);
    fn.addEnvironment('WHATSAPP_PHONE_NUMBER_ID', stage.whatsappPhoneNumberId);
  }
}
