import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

/** What the thread of a function is started with. */
export type WorkerSetup = { file: string; exportName: string; functionName: string; arn: string; memoryMegabytes: number };
export type ToWorker = { type: 'invoke'; requestId: string; event: unknown; deadline: number; traceId: string } | { type: 'taken' };
export type LambdaError = { errorType: string; errorMessage: string; trace: string[] };
export type FromWorker =
  | { type: 'started' }
  | { type: 'result'; payload: string }
  | { type: 'chunk'; bytes: Uint8Array }
  | { type: 'end' }
  | { type: 'error'; error: LambdaError };

type Handler = (event: unknown, ...rest: unknown[]) => unknown;

const port = parentPort as MessagePort;
const setup = workerData as WorkerSetup;
const send = (message: FromWorker) => port.postMessage(message);

const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');
let chunkTaken: (() => void) | undefined;

/** One write at a time reaches the reader: the next begins when the one before was taken, as on Lambda's socket. */
class ResponseStream extends Writable {
  #beforeFirstWrite: (() => Uint8Array[]) | undefined;

  setContentType(): void {}

  _onBeforeFirstWrite(prelude: () => Uint8Array[]): void {
    this.#beforeFirstWrite = prelude;
  }

  #prelude(): Uint8Array[] {
    const prelude = this.#beforeFirstWrite?.() ?? [];
    this.#beforeFirstWrite = undefined;
    return prelude;
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    for (const piece of this.#prelude()) send({ type: 'chunk', bytes: piece });
    chunkTaken = done;
    send({ type: 'chunk', bytes });
  }

  override _final(done: () => void): void {
    for (const piece of this.#prelude()) send({ type: 'chunk', bytes: piece });
    done();
  }
}

Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: Handler) => Object.assign(handler, { [streaming]: true }),
    HttpResponseStream: {
      // On the wire: metadata as JSON, eight NUL bytes, then the body.
      from(stream: ResponseStream, metadata: unknown): ResponseStream {
        stream.setContentType();
        stream._onBeforeFirstWrite(() => [Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)])]);
        return stream;
      },
    },
  },
});

const describe = (thrown: unknown): LambdaError =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') }
    : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };

const fail = (error: LambdaError) => {
  console.error(JSON.stringify({ level: 'ERROR', message: 'Invoke Error', ...error }));
  send({ type: 'error', error });
};

let handler: Promise<Handler & { [streaming]?: boolean }> | undefined;
const load = async () => {
  const module = (await import(pathToFileURL(setup.file).href)) as Record<string, unknown>;
  const found = module[setup.exportName] ?? (module.default as Record<string, unknown> | undefined)?.[setup.exportName];
  if (typeof found !== 'function')
    throw Object.assign(new Error(`${setup.exportName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  return found as Handler & { [streaming]?: boolean };
};

const invoke = async ({ requestId, event, deadline, traceId }: Extract<ToWorker, { type: 'invoke' }>) => {
  process.env._X_AMZN_TRACE_ID = traceId;
  let startedAt = Date.now();
  const context = {
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.arn,
    memoryLimitInMB: String(setup.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, startedAt + deadline - Date.now()),
  };
  try {
    handler ??= load();
    const run = await handler;
    startedAt = Date.now();
    send({ type: 'started' });
    if (!run[streaming]) {
      const result = await run(event, context);
      send({ type: 'result', payload: JSON.stringify(result) ?? 'null' });
      return;
    }
    const stream = new ResponseStream();
    // The handler decides what a broken stream means; without a listener it would end the thread.
    stream.on('error', () => {});
    await run(event, stream, context);
    if (!stream.writableEnded) stream.end();
    if (!stream.writableFinished) await new Promise<void>((resolve) => stream.once('close', resolve));
    send({ type: 'end' });
  } catch (thrown) {
    fail(describe(thrown));
  }
};

port.on('message', (message: ToWorker) => {
  if (message.type === 'invoke') void invoke(message);
  else {
    const taken = chunkTaken;
    chunkTaken = undefined;
    taken?.();
  }
});
