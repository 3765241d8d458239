import type { IncomingMessage, ServerResponse } from 'node:http';

import type { createIdentityProvider } from './identity-provider.ts';

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
   * first bytes of a streamed answer.
   */
  at?: 'before' | 'after-effect' | 'mid-stream';
  /** `queue-redelivery`: which queue (a part of its name); any when absent. */
  queueName?: string;
  /** `late-index`: how late; `model-slow`: pause before each piece; otherwise unused. */
  milliseconds?: number;
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

/** An e-mail that would have left the building. */
export type Mail = { id: string; at: string; from: string; to: string[]; subject: string; text: string; html?: string };

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
