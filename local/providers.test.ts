import { DescribePhoneNumbersCommand, PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendWhatsAppMessageCommand, SocialMessagingClient } from '@aws-sdk/client-socialmessaging';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type Providers, startProviders, topicResources } from './providers-testing.ts';
import { createTopics } from './topics.ts';

let world: Providers;
beforeEach(async () => {
  world = await startProviders();
});
afterEach(() => world.stop());

const SUNITA = '+919800000001';
const dlt = { IN_TEMPLATE_ID: '1107160000000000001', IN_ENTITY_ID: '1101500000000000001' };

const text = (more: Record<string, unknown> = {}) =>
  new PinpointSMSVoiceV2Client(world.client('sms')).send(
    new SendTextMessageCommand({
      DestinationPhoneNumber: SUNITA,
      OriginationIdentity: 'AROGYA',
      MessageBody: 'दवा का समय',
      ConfigurationSetName: 'texts',
      Context: { stage: 'dev' },
      DestinationCountryParameters: dlt,
      ...more,
    }),
  );
const write = (to = SUNITA, more: Record<string, unknown> = {}) =>
  new SocialMessagingClient(world.client('whatsapp')).send(
    new SendWhatsAppMessageCommand({
      originationPhoneNumberId: 'phone-number-id-0123456789abcdef',
      metaApiVersion: 'v20.0',
      message: Buffer.from(
        JSON.stringify({
          messaging_product: 'whatsapp',
          to,
          type: 'template',
          biz_opaque_callback_data: 'our-reference',
          template: {
            name: 'dose_due',
            language: { code: 'hi' },
            components: [{ type: 'body', parameters: [{ type: 'text', text: '08:00' }] }],
          },
          ...more,
        }),
      ),
    }),
  );
const letter = (more: Record<string, unknown> = {}) =>
  new SESv2Client(world.client('ses')).send(
    new SendEmailCommand({
      FromEmailAddress: 'Arogya <no-reply@arogya.example>',
      Destination: { ToAddresses: ['sunita@arogya.example'] },
      Content: { Simple: { Subject: { Data: 'Your visit' }, Body: { Text: { Data: 'Namaste' } } } },
      ConfigurationSetName: 'letters',
      EmailTags: [{ Name: 'kind', Value: 'visit' }],
      ...more,
    }),
  );
const stateOf = (id: string | undefined) => world.outbox().find((message) => message.id === id)?.state;
/** What the WhatsApp account told, unwrapped as a consumer does it. */
const news = () =>
  world.onQueue.map(({ Message }) => JSON.parse(Message)).map((each) => ({ ...each, entry: JSON.parse(each.whatsAppWebhookEntry) }));
const statuses = () =>
  news().flatMap(({ messageId, entry }) => (entry.changes[0].value.statuses ?? []).map((each: object) => ({ messageId, ...each })));

describe('a text', () => {
  test('is in the outbox, taken by the carrier first and then by the phone, and its stage comes back', async () => {
    const { MessageId } = await text();
    expect(world.outbox()).toMatchObject([
      { id: MessageId, channel: 'sms', from: 'AROGYA', to: [SUNITA], text: 'दवा का समय', subject: dlt.IN_TEMPLATE_ID },
    ]);
    await world.until(() => world.onBus.length === 2);
    expect(world.onBus).toMatchObject(
      [
        { messageStatus: 'SUCCESSFUL', isFinal: false },
        { messageStatus: 'DELIVERED', isFinal: true },
      ].map((detail) => ({
        source: 'aws.sms-voice',
        detailType: 'Text Message Delivery Status Updated',
        detail: { ...detail, messageId: MessageId, destinationPhoneNumber: SUNITA, context: { stage: 'dev' } },
      })),
    );
    expect(stateOf(MessageId)).toBe('delivered');
  });

  test('without the ids of its DLT registration is taken, and dropped by the carrier', async () => {
    const { MessageId } = await text({ DestinationCountryParameters: { IN_ENTITY_ID: dlt.IN_ENTITY_ID } });
    await world.until(() => world.onBus.length === 1);
    expect(world.onBus[0]?.detail).toMatchObject({ messageId: MessageId, messageStatus: 'CARRIER_BLOCKED', isFinal: true });
    expect(stateOf(MessageId)).toBe('failed');
  });

  test('to somebody who said STOP is refused as AWS refuses it, until they say START', async () => {
    const { MessageId = '' } = await text();
    expect(world.providers().answer(MessageId, ' stop ')).toBe(true);
    await expect(text()).rejects.toMatchObject({ name: 'ConflictException', Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' });
    await text({ DestinationPhoneNumber: '+919800000002' });
    world.providers().answer(MessageId, 'START');
    await text();
    expect(world.outbox()).toHaveLength(3);
  });

  test('to no number, without words, or of a configuration set that the template does not have is refused, as are other calls', async () => {
    await expect(text({ DestinationPhoneNumber: '09800000001' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(text({ MessageBody: 'x'.repeat(1_601) })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(text({ ConfigurationSetName: 'others' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(new PinpointSMSVoiceV2Client(world.client('sms')).send(new DescribePhoneNumbersCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    expect(world.outbox()).toEqual([]);
  });
});

describe('a WhatsApp message', () => {
  test('is in the outbox, and its receipts come by the topic, wrapped twice', async () => {
    const { messageId } = await write();
    expect(world.outbox()).toMatchObject([{ id: messageId, channel: 'whatsapp', to: [SUNITA], subject: 'dose_due (hi)', text: '08:00' }]);
    await world.until(() => statuses().length === 2);
    expect(world.onQueue[0]).toMatchObject({ Type: 'Notification', MessageId: expect.any(String), Timestamp: expect.any(String) });
    expect(statuses()).toMatchObject([
      { messageId, status: 'sent', recipient_id: '919800000001', biz_opaque_callback_data: 'our-reference' },
      { messageId, status: 'delivered', id: expect.stringMatching(/^wamid\./) },
    ]);
    expect(stateOf(messageId)).toBe('delivered');
  });

  test('that is no template is taken and fails, since nobody wrote to us within the day', async () => {
    const { messageId } = await write(SUNITA, { type: 'text', template: undefined, text: { body: 'Hello' } });
    await world.until(() => statuses().length === 1);
    expect(statuses()).toMatchObject([{ messageId, status: 'failed', errors: [{ code: 131047 }] }]);
  });

  test('that somebody answers comes back as what they wrote, without an id of ours', async () => {
    const { messageId = '' } = await write();
    expect(world.providers().answer(messageId, 'बंद')).toBe(true);
    const written = news().find(({ entry }) => entry.changes[0].value.messages);
    expect(written).not.toHaveProperty('messageId');
    expect(written?.entry.changes[0]).toMatchObject({
      field: 'messages',
      value: { messages: [{ from: '919800000001', type: 'text', text: { body: 'बंद' } }] },
    });
    expect(world.providers().answer('nobody', 'STOP')).toBe(false);
  });

  test('to no number, or of no template, is refused', async () => {
    await expect(write('Sunita')).rejects.toMatchObject({ name: 'InvalidParametersException' });
    await expect(write(SUNITA, { template: { name: 'dose_due' } })).rejects.toMatchObject({ name: 'InvalidParametersException' });
    expect(world.outbox()).toEqual([]);
  });
});

describe('a letter of a configuration set', () => {
  test('is told of on the account’s bus, with its tags', async () => {
    const { MessageId } = await letter();
    await world.until(() => world.onBus.length === 1);
    expect(world.onBus).toMatchObject([
      {
        source: 'aws.ses',
        detailType: 'Email Delivered',
        detail: {
          eventType: 'Delivery',
          mail: {
            messageId: MessageId,
            destination: ['sunita@arogya.example'],
            tags: { kind: ['visit'], 'ses:configuration-set': ['letters'] },
          },
          delivery: { recipients: ['sunita@arogya.example'] },
        },
      },
    ]);
  });

  test.each([
    [
      'bounces for good',
      'receipt-bounced',
      'Email Bounced',
      { bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'sunita@arogya.example' }] } },
    ],
    ['is given up by SES', 'receipt-failed', 'Email Bounced', { bounce: { bounceType: 'Transient' } }],
    [
      'is complained of after it arrived',
      'receipt-complained',
      'Email Complaint Received',
      { complaint: { complainedRecipients: [{ emailAddress: 'sunita@arogya.example' }] } },
    ],
  ] as const)('%s when a fault says so', async (_, kind, detailType, detail) => {
    world.faults.add({ kind });
    const { MessageId } = await letter();
    await world.until(() => world.onBus.some((event) => event.detailType === detailType));
    expect(world.onBus.at(-1)?.detail).toMatchObject({ mail: { messageId: MessageId }, ...detail });
  });

  test('is unknown to SES when the template has no such set; one without a set is told of to nobody', async () => {
    await expect(letter({ ConfigurationSetName: 'others' })).rejects.toMatchObject({ name: 'NotFoundException' });
    const { MessageId } = await letter({ ConfigurationSetName: undefined });
    await world.until(() => stateOf(MessageId) === 'delivered');
    expect(world.onBus).toEqual([]);
  });
});

describe('a receipt', () => {
  test('is lost, told twice, or of a message that nobody sent, only for whom the fault names', async () => {
    world.faults.add({ kind: 'receipt-lost', channel: 'sms', to: '0001' });
    const lost = await text();
    world.faults.add({ kind: 'receipt-repeated', channel: 'whatsapp' });
    const twice = await write();
    world.faults.add({ kind: 'receipt-unknown', channel: 'email' });
    const beside = await letter();
    await world.until(() => statuses().length === 4 && world.onBus.length === 2);
    expect(statuses().map(({ messageId, status }) => [messageId, status])).toEqual(
      expect.arrayContaining([
        [twice.messageId, 'sent'],
        [twice.messageId, 'delivered'],
      ]),
    );
    const ids = world.onBus.map(({ detail }) => detail.mail.messageId);
    expect(ids).toContain(beside.MessageId);
    expect(new Set(ids).size).toBe(2);
    expect(stateOf(lost.MessageId)).toBe('accepted');
  });

  test('that is late leaves the message where it is, while later ones are told of', async () => {
    world.faults.add({ kind: 'receipt-late', milliseconds: 600_000 });
    const late = await text();
    const next = await text();
    await world.until(() => stateOf(next.MessageId) === 'delivered');
    expect(stateOf(late.MessageId)).toBe('accepted');
  });
});

test('what was not told when the cloud ended is told after the next start', async () => {
  const { MessageId } = await text();
  world.restart();
  expect(world.onBus).toEqual([]);
  await world.until(() => stateOf(MessageId) === 'delivered');
});

describe('a provider', () => {
  test('that is down takes nothing; one that is cut off has taken it', async () => {
    world.faults.add({ kind: 'provider-down', times: 3 });
    for (const send of [text, () => write(), letter]) await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    expect(world.outbox()).toEqual([]);
    world.faults.add({ kind: 'provider-down', at: 'after-effect', channel: 'sms' });
    await expect(text()).rejects.toThrow();
    expect(world.outbox()).toMatchObject([{ channel: 'sms' }]);
  });

  test('that is slow answers in the end', async () => {
    world.faults.add({ kind: 'provider-slow', channel: 'sms', milliseconds: 1 });
    await text();
    expect(world.faults.list()).toMatchObject([{ happened: 1 }]);
  });
});

test('a subscription that filters messages, or whose queue is not there, stops the start', () => {
  const { policies, subscriptions } = topicResources;
  const filtered = subscriptions.map((each) => ({ ...each, properties: { ...each.properties, FilterPolicy: {} } }));
  const queues = { has: () => true, send: () => undefined };
  expect(() => createTopics({ policies, subscriptions: filtered, queues })).toThrow('filters');
  expect(() => createTopics({ policies, subscriptions, queues: { ...queues, has: () => false } })).toThrow('is no queue');
});
