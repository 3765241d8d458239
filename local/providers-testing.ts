import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import type { HttpHandler, Log } from './cloud.ts';
import { createFaults } from './faults.ts';
import { closeServer, listen, reply } from './http.ts';
import { createProviders } from './providers.ts';
import { openKeyring } from './secrets.ts';
import type { Resource } from './template.ts';
import { createTopics } from './topics.ts';

const log: Log = { info() {}, warn() {}, error: console.error };
const queueArn = 'arn:aws:sqs:ap-south-1:000000000000:news';
const topicArn = 'arn:aws:sns:ap-south-1:000000000000:whatsapp';

const resource = (type: string, name: string, properties: Record<string, unknown> = {}): Resource => ({
  logicalId: name,
  stack: 'small',
  type,
  name,
  arn: `arn:aws:test:ap-south-1:000000000000:${name}`,
  properties,
});
const resources = [
  resource('AWS::SES::ConfigurationSet', 'letters'),
  resource('AWS::SES::ConfigurationSetEventDestination', 'to-the-bus', {
    ConfigurationSetName: 'letters',
    EventDestination: { Enabled: true, MatchingEventTypes: ['delivery', 'bounce', 'complaint'], EventBridgeDestination: {} },
  }),
  resource('AWS::SMSVOICE::ConfigurationSet', 'texts'),
];

export const topicResources = {
  policies: [
    resource('AWS::SNS::TopicPolicy', 'policy', {
      Topics: [topicArn],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'social-messaging.amazonaws.com' }, Action: 'sns:Publish' }] },
    }),
  ],
  subscriptions: [resource('AWS::SNS::Subscription', 'subscription', { TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn })],
};

// biome-ignore lint/suspicious/noExplicitAny: what AWS tells is JSON whose shape is what the tests assert
type Told = any;

/** All providers of messages behind a port, and whoever hears their receipts. For tests of the sandbox itself. */
export const startProviders = async () => {
  const store = new DatabaseSync(':memory:');
  const faults = createFaults();
  const onBus: { source: string; detailType: string; detail: Told }[] = [];
  const onQueue: Told[] = [];
  let handle: HttpHandler = (_, response) => reply(response, 503, {});
  const { server, port } = await listen(0, (request, response) => handle(request, response), log);
  const origin = `http://127.0.0.1:${port}`;
  const open = () =>
    createProviders({
      template: { ofType: (...types) => resources.filter(({ type }) => types.includes(type)) },
      store,
      keyring: openKeyring(store),
      events: {
        put: ({ Source = '', DetailType = '', Detail = '' }) => {
          onBus.push({ source: Source, detailType: DetailType, detail: JSON.parse(Detail) });
          return {};
        },
      },
      topics: createTopics({
        ...topicResources,
        queues: { has: (arn) => arn === queueArn, send: (_, body) => void onQueue.push(JSON.parse(body)) },
      }),
      faults,
      log,
      origin,
      webOrigins: ['http://web.example'],
    });
  let providers = open();
  handle = (request, response) => {
    const [, name, rest] = /^\/(ses|sms|whatsapp)(\/.*)$/.exec(request.url ?? '') ?? [];
    if (!rest) return providers.push(request, response);
    request.url = rest;
    return providers[name as 'ses' | 'sms' | 'whatsapp'](request, response);
  };
  providers.start();
  return {
    origin,
    faults,
    providers: () => providers,
    outbox: () => providers.mail.list(),
    onBus,
    onQueue,
    client: (service: 'ses' | 'sms' | 'whatsapp') => ({
      endpoint: `${origin}/${service}`,
      region: 'ap-south-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    }),
    async until(holds: () => boolean): Promise<void> {
      const end = Date.now() + 15_000;
      while (!holds()) {
        if (Date.now() > end)
          throw new Error(`it did not come about: ${JSON.stringify({ onBus, onQueue, outbox: providers.mail.list() })}`);
        await sleep(20);
      }
    },
    restart(): void {
      providers.stop();
      providers = open();
      providers.start();
    },
    async stop(): Promise<void> {
      providers.stop();
      await closeServer(server);
      store.close();
    },
  };
};

export type Providers = Awaited<ReturnType<typeof startProviders>>;
