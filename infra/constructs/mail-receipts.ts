import { aws_events as events, Stack, aws_ses as ses } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import type { EventOfAws } from './consumer.ts';
import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';
import { grantMail } from './mail.ts';

/** What SES calls them in a configuration set, and on the bus. */
const RECEIPTS = new Map([
  [ses.EmailSendingEvent.DELIVERY, 'Email Delivered'],
  [ses.EmailSendingEvent.BOUNCE, 'Email Bounced'],
  [ses.EmailSendingEvent.COMPLAINT, 'Email Complaint Received'],
]);

/** Letters that are sent with this set: SES tells the account's own bus, the only one that it may, what became of each. */
export class MailReceipts extends Construct {
  readonly events: EventOfAws;
  readonly #name: string;

  constructor(scope: Construct, id: string, { stage }: House) {
    super(scope, id);
    this.#name = `arogya-${stage.name}-letters`;
    const set = new ses.ConfigurationSet(this, 'Set', {
      configurationSetName: this.#name,
      tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // An address that bounced or complained anywhere in the account is refused by SES itself, and so told as bounced.
      suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    set.addEventDestination('Bus', {
      destination: ses.EventDestination.eventBus(events.EventBus.fromEventBusName(this, 'AccountBus', 'default')),
      events: [...RECEIPTS.keys()],
    });
    // Both stages may share an account and its bus.
    this.events = {
      source: ['aws.ses'],
      detailType: [...RECEIPTS.values()],
      detail: { mail: { tags: { 'ses:configuration-set': [this.#name] } } },
    };
  }

  /** May send e-mail by this set, from the stage's sender only. */
  grantSend(fn: FeatureFunction, house: House): void {
    grantMail(fn, house);
    const set = Stack.of(fn).formatArn({ service: 'ses', resource: 'configuration-set', resourceName: this.#name });
    fn.allow(['ses:SendEmail'], [set], { StringEquals: { 'ses:FromAddress': house.stage.mailFrom } });
    fn.addEnvironment('MAIL_CONFIGURATION_SET', this.#name);
  }
}
