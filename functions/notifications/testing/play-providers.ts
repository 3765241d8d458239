import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

import { generateVAPIDKeys } from 'web-push';

import { Life } from '../../shared/testing/mortal.ts';
import type { Channel, PushSubscriptionFields } from '../contract.ts';

type Ece = {
  decrypt: (bytes: Buffer, o: { version: 'aes128gcm'; privateKey: ReturnType<typeof createECDH>; authSecret: string }) => Buffer;
};
/** RFC 8188, as `web-push` brings it; it has no types. */
const ece = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece') as Ece;

/** What a provider has accepted. */
export type Accepted = {
  readonly channel: Channel;
  readonly to: string;
  /** The provider's id of it. */
  readonly id: string;
  /** What we gave it to be known by: our reference, or of a push its tag. */
  readonly known: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into messages of every shape
  readonly said: any;
  readonly headers: IncomingMessage['headers'];
};

type Json = Record<string, unknown>;

/** What befalls a call: not taken and perhaps later, refused for good, taken and the answer lost. */
export type Mishap = 'away' | 'refused' | 'opted-out' | 'gone' | 'answer-lost';

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** The errors of AWS that its SDKs read, by mishap. */
const errorsOf: Readonly<
  Record<
    'whatsapp' | 'sms' | 'email',
    Partial<Record<Mishap, { readonly status: number; readonly type: string; readonly reason?: string }>>
  >
> = {
  whatsapp: { away: { status: 500, type: 'InternalServiceException' }, refused: { status: 400, type: 'InvalidParametersException' } },
  sms: {
    away: { status: 500, type: 'InternalServerException' },
    refused: { status: 400, type: 'ValidationException' },
    'opted-out': { status: 400, type: 'ConflictException', reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
  },
  email: { away: { status: 400, type: 'SendingPausedException' }, refused: { status: 400, type: 'MessageRejected' } },
};

/** SES, SMS, WhatsApp, the push services and their secret, each over HTTP as its client speaks it. */
export const playProviders = async () => {
  const accepted: Accepted[] = [];
  const mishaps = new Map<Channel, Mishap>();
  const browsers = new Map<string, { readonly ecdh: ReturnType<typeof createECDH>; readonly auth: string; gone: boolean }>();
  const vapid = generateVAPIDKeys();
  let life = new Life();
  let beforeAnswer: ((sent: Accepted) => Promise<void>) | undefined;
  let serial = 0;
  let origin = '';

  const readers = {
    email: (body: Json) => ({
      to: (body as { Destination: { ToAddresses: string[] } }).Destination.ToAddresses[0] ?? '',
      known: (body as { EmailTags?: { Name: string; Value: string }[] }).EmailTags?.find(({ Name }) => Name === 'delivery')?.Value ?? '',
      said: body,
    }),
    sms: (body: Json) => ({
      to: String(body.DestinationPhoneNumber),
      known: (body as { Context?: { delivery: string } }).Context?.delivery ?? '',
      said: body,
    }),
    whatsapp: (body: Json) => {
      const said = JSON.parse(Buffer.from(String(body.message), 'base64').toString('utf8'));
      return { to: said.to, known: said.biz_opaque_callback_data, said };
    },
  };

  const channelOf = (request: IncomingMessage): Channel | 'secret' | undefined => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target === 'secretsmanager.GetSecretValue') return 'secret';
    if (target === 'PinpointSMSVoiceV2.SendTextMessage') return 'sms';
    if (request.url === '/v2/email/outbound-emails') return 'email';
    if (request.url === '/v1/whatsapp/send') return 'whatsapp';
    return request.url?.startsWith('/push/') ? 'push' : undefined;
  };

  const server = createServer(async (request, response) => {
    const channel = channelOf(request);
    const bytes = await bytesOf(request);
    const reply = (status: number, body: object, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers }).end(JSON.stringify(body));
    if (channel === undefined) return reply(404, {});
    if (channel === 'secret') return reply(200, { SecretString: JSON.stringify({ ...vapid, subject: 'mailto:help@arogya.example' }) });
    const mishap = mishaps.get(channel);
    await life.step(`before ${channel} accepts`);
    const accept = (to: string, known: string, said: unknown): string => {
      serial += 1;
      const id = `${channel}-${serial}`;
      accepted.push({ channel, to, id, known, said, headers: request.headers });
      return id;
    };
    if (channel === 'push') {
      const browser = browsers.get(request.url?.slice('/push/'.length) ?? '');
      if (!browser || browser.gone || mishap === 'gone') return reply(410, {});
      if (mishap === 'away') return reply(503, {});
      if (mishap === 'refused') return reply(413, {});
      const said = JSON.parse(ece.decrypt(bytes, { version: 'aes128gcm', privateKey: browser.ecdh, authSecret: browser.auth }).toString());
      accept(request.url ?? '', said.tag, said);
      await life.step('after push accepts');
      if (mishap === 'answer-lost') return request.socket.destroy();
      return reply(201, {});
    }
    const error = mishap && errorsOf[channel][mishap];
    if (error) return reply(error.status, { __type: error.type, message: 'no', Reason: error.reason }, { 'x-amzn-errortype': error.type });
    const { to, known, said } = readers[channel](JSON.parse(bytes.toString('utf8')));
    const id = accept(to, known, said);
    await beforeAnswer?.(accepted.at(-1) as Accepted);
    await life.step(`after ${channel} accepts`);
    if (mishap === 'answer-lost') return request.socket.destroy();
    return reply(200, channel === 'whatsapp' ? { messageId: id } : { MessageId: id });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The SDK's clients read these when they first send.
  for (const service of ['SESV2', 'PINPOINT_SMS_VOICE_V2', 'SOCIALMESSAGING', 'SECRETS_MANAGER'])
    process.env[`AWS_ENDPOINT_URL_${service}`] = origin;
  Object.assign(process.env, {
    PUSH_SECRET_ARN: 'arn:aws:secretsmanager:ap-south-1:111122223333:secret:arogya-test-push',
    PUSH_ORIGINS: origin,
    SMS_ORIGINATION: 'AROGYA',
    SMS_CONFIGURATION_SET: 'arogya-test',
    MAIL_CONFIGURATION_SET: 'arogya-test',
    WHATSAPP_PHONE_NUMBER_ID: 'phone-number-id-976c72a700aac43eaf573ae050example',
  });

  return {
    accepted: accepted as readonly Accepted[],
    mishaps,
    publicKey: vapid.publicKey,
    /** A browser that allows push, as its `PushSubscription.toJSON()` says it. */
    newBrowser: (): PushSubscriptionFields => {
      serial += 1;
      const ecdh = createECDH('prime256v1');
      ecdh.generateKeys();
      const auth = randomBytes(16).toString('base64url');
      browsers.set(`b${serial}`, { ecdh, auth, gone: false });
      return { endpoint: `${origin}/push/b${serial}`, keys: { p256dh: ecdh.getPublicKey('base64url'), auth } };
    },
    /** The browser takes no push any more. */
    uninstall: ({ endpoint }: PushSubscriptionFields) => {
      const browser = browsers.get(endpoint.split('/').at(-1) ?? '');
      if (browser) browser.gone = true;
    },
    /** The process that sends from now on. */
    servedTo: (process: Life) => {
      life = process;
    },
    /** What happens between a provider's acceptance and its answer to us: a receipt that is quicker. */
    beforeAnswering: (happens: typeof beforeAnswer) => {
      beforeAnswer = happens;
    },
    forget: () => {
      accepted.length = 0;
      beforeAnswer = undefined;
      mishaps.clear();
      life = new Life();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

export type Providers = Awaited<ReturnType<typeof playProviders>>;
