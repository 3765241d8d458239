import type { IncomingMessage, ServerResponse } from 'node:http';

import type { createIdentityProvider } from './identity-provider.ts';
import type { Order, Payment, Refund } from './payments-entities.ts';

/** A Cognito user pool of the template. */
export type Pool = {
  poolId: string;
  logicalId: string;
  name: 'people' | 'admins';
  mfaRequired: boolean;
  groups: string[];
  clients: { clientId: string; callbackUrls: string[]; logoutUrls: string[]; accessTokenSeconds: number; refreshTokenSeconds: number }[];
  /** `arogya/api` and whatever else the resource servers declare. */
  scopes: string[];
};

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The local cloud's own messages (not the functions'): kept in `<data>/cloud.log`; warnings and errors also reach the terminal. */
export type Log = { info(message: string): void; warn(message: string): void; error(message: string): void };

/** The claims of a token that has been verified. */
export type Claims = Record<string, unknown> & { sub: string; token_use?: string; scope?: string; client_id?: string };

export const faultKinds = [
  'transaction-conflict',
  'throttled-table',
  'late-index',
  'model-throttled',
  'model-fails-midstream',
  'model-slow',
  'model-script',
  'mail-throttled',
  'function-crash',
  'queue-redelivery',
  'payment-api-down',
  'payment-api-slow',
  'refund-failed',
  'webhook-late',
  'webhook-repeated',
  'webhook-reordered',
  'webhook-forged',
  'webhook-lost',
  's3-slow',
  's3-broken-upload',
  'scan-slow',
  'scan-fails',
  'provider-down',
  'provider-slow',
  'receipt-late',
  'receipt-lost',
  'receipt-failed',
  'receipt-bounced',
  'receipt-complained',
  'receipt-repeated',
  'receipt-unknown',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What is asked for with `POST /local/api/faults`. Without `times` and `until` it happens once. */
export type NewFault = {
  kind: FaultKind;
  /** How often it happens still. */
  times?: number;
  /** ISO 8601 instant after which it no longer happens. */
  until?: string;
  /** `function-crash`: which function (its name, its logical id, or a part of either). */
  functionName?: string;
  /**
   * `function-crash`: before the handler runs, after the handler is done but before its answer leaves, or after the
   * first bytes of a streamed answer. `payment-api-down`: `after-effect` does what was asked and cuts the connection
   * instead of answering; otherwise nothing is done and 503 is answered. `provider-down`: the same, of e-mail, SMS,
   * WhatsApp and push.
   */
  at?: 'before' | 'after-effect' | 'mid-stream';
  /** `queue-redelivery`: which queue (a part of its name); any when absent. */
  queueName?: string;
  /** `webhook-…`: only messages of this event, such as `payment.captured`; any when absent. */
  event?: string;
  /** `provider-…`, `receipt-…`: only of this channel, only to addresses with this part; any when absent. */
  channel?: Mail['channel'];
  to?: string;
  /**
   * `late-index`, `webhook-late`: how late; `model-slow`: pause before each piece; `payment-api-slow`: pause before the
   * answer; `webhook-reordered`: how long messages are held back for more to come, before they go in reverse; `s3-slow`:
   * pause before each piece (64 KB) of an upload, or before the answer to a signed link; `scan-slow`: pause before a scan;
   * `provider-slow`: pause before the answer; `receipt-late`: how late.
   */
  milliseconds?: number;
  /** `s3-broken-upload`: after how many bytes of an upload its connection is cut; one that is smaller is spared. */
  afterBytes?: number;
  /** `model-fails-midstream`: after how many pieces of text. */
  afterPieces?: number;
  /** `model-script`: what the model says instead; its form is model.ts's. */
  script?: unknown;
};
export type Fault = NewFault & { id: string; happened: number };

export type Faults = {
  /** The first fault of the kind that is due, counted as having happened; undefined when there is none. */
  take(kind: FaultKind, matches?: (fault: Fault) => boolean): Fault | undefined;
  add(fault: NewFault): Fault;
  list(): Fault[];
  /** All of them without an id. */
  remove(id?: string): void;
};

/** A message that would have left the building. */
export type Mail = {
  /** The provider's own id of it. */
  id: string;
  at: string;
  channel: 'email' | 'sms' | 'whatsapp' | 'push';
  /** What the provider has told of it so far. A push is delivered when a browser has it. */
  state: 'accepted' | 'delivered' | 'failed' | 'bounced' | 'complained';
  from: string;
  /** Addresses, phone numbers, or the endpoint of a push subscription. */
  to: string[];
  /** Of WhatsApp the template's name, of an SMS its DLT id, of a push its title. */
  subject: string;
  text: string;
  html?: string;
  headers?: Record<string, string>;
};

export type QueueView = {
  name: string;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Name of the queue that failed messages go to. */
  deadLetterQueue?: string;
  /** Names of the queues whose failed messages come here: then this is a dead-letter queue. */
  deadLettersOf: string[];
  /** Name of the function that reads it. */
  consumer?: string;
};

export type QueuedMessage = { id: string; sentAt: string; receiveCount: number; body: string };

export type FunctionView = {
  name: string;
  logicalId: string;
  /** `cold`: no worker; `idle`: at least one, none working. */
  state: 'cold' | 'idle' | 'busy';
  workers: number;
  busy: number;
  invocations: number;
  errors: number;
  timeouts: number;
  crashes: number;
  lastInvokedAt?: string;
  lastMilliseconds?: number;
  memoryMegabytes: number;
  timeoutSeconds: number;
};

export type FunctionLogLine = { at: string; text: string };

/** One EMF metric, summed since the start. */
export type MetricView = {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  unit: string;
  count: number;
  sum: number;
  min: number;
  max: number;
  last: number;
  lastAt: string;
};

export type ScheduleView = { name: string; expression: string; targets: string[]; nextAt?: string; lastAt?: string };

/** A message of the payment sandbox. */
export type WebhookView = {
  number: number;
  /** `X-Razorpay-Event-Id`: the same for a repeated message. */
  eventId: string;
  event: string;
  orderId: string;
  /** `held` back to be sent in reverse; `lost` on purpose; `refused`: forged, and rightly not taken; `given-up` after a day. */
  status: 'waiting' | 'held' | 'delivered' | 'lost' | 'refused' | 'given-up';
  forged: boolean;
  tries: number;
  /** Status of the last answer, or what came instead of one. */
  answer?: string;
  nextAt?: string;
  createdAt: string;
};

/** Newest first, a hundred of each; and the faults that are about payments. */
export type PaymentsView = { orders: Order[]; payments: Payment[]; refunds: Refund[]; webhooks: WebhookView[]; faults: Fault[] };

export type BucketView = { name: string; objects: number; bytes: number };

/** What was found in an object that came into a bucket with a malware protection plan. */
export type ScanView = {
  bucket: string;
  key: string;
  at: string;
  status: 'NO_THREATS_FOUND' | 'THREATS_FOUND' | 'UNSUPPORTED' | 'FAILED';
  threats: string[];
  scanner: 'clamav' | 'signatures';
};

/** Scans newest first, fifty at most. */
export type FilesView = { buckets: BucketView[]; scanner: ScanView['scanner']; scans: ScanView[] };

/** What the page `/local` shows and does. */
export type CloudView = {
  origin: string;
  stage: string;
  startedAt: string;
  /** Where data lives. */
  data: string;
  /** Resources of the template that the local cloud leaves out, and why. */
  ignored: { logicalId: string; type: string; reason: string }[];
  faults: Faults;
  identity: Awaited<ReturnType<typeof createIdentityProvider>>;
  mail: { list(): Mail[] };
  /** Somebody writes back to a WhatsApp message or an SMS; false when there is none of that id. */
  answer(messageId: string, text: string): boolean;
  payments: {
    view(): PaymentsView;
    /** As at the checkout page, `late` after so many seconds; undefined when there is no such order. */
    pay(orderId: string, outcome: 'paid' | 'failed' | 'late', seconds?: number): Payment | undefined;
    sendAgain(webhookNumber: number): boolean;
  };
  files(): FilesView;
  queues(): QueueView[];
  /** Oldest first; reading changes nothing. */
  peek(queueName: string, limit?: number): QueuedMessage[];
  /** Moves every message of a dead-letter queue back to the queue it came from; answers how many. */
  redrive(deadLetterQueueName: string): Promise<number>;
  functions(): FunctionView[];
  /** Newest last; 500 lines are kept. */
  logs(functionName: string): FunctionLogLine[];
  metrics(): MetricView[];
  schedules(): ScheduleView[];
  /** Fires a schedule now. */
  fire(scheduleName: string): Promise<void>;
};
