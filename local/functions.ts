import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

import type { Fault, Faults, FunctionLogLine, FunctionView } from './cloud.ts';
import type { FromWorker, LambdaError, ToWorker, WorkerSetup } from './function-worker.ts';
import type { Metrics } from './metrics.ts';
import { StartProblem } from './options.ts';
import { REGION } from './resource-types.ts';
import type { Resource } from './template.ts';

/** What Lambda answers instead of a result when a function fails. */
export class FunctionError extends Error {
  readonly error: LambdaError;
  constructor(error: LambdaError) {
    super(`${error.errorType}: ${error.errorMessage}`);
    this.error = error;
  }
}

/** Takes the pieces of a streamed answer; the function's next write waits for the promise. */
type Sink = (bytes: Uint8Array) => void | Promise<void>;

type Invocation = {
  requestId: string;
  event: unknown;
  sink: Sink | undefined;
  crash: Fault | undefined;
  pieces: Uint8Array[];
  count: number;
  startedAt: number;
  timer?: NodeJS.Timeout;
  resolve: (payload: string) => void;
  reject: (error: FunctionError) => void;
};

type Instance = { worker: Worker; warm: boolean; current: Invocation | undefined; idle?: NodeJS.Timeout; reason?: LambdaError };

type Hosted = WorkerSetup & {
  logicalId: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  instances: Set<Instance>;
  waiting: Invocation[];
  lines: FunctionLogLine[];
  log: (line: string) => void;
  stats: { invocations: number; errors: number; timeouts: number; crashes: number; lastInvokedAt?: string; lastMilliseconds?: number };
};

/** More at once wait: each thread costs some 25 MB. */
const INSTANCES_PER_FUNCTION = 24;
/** The first few start together, the others one by one: more would take the processor from those that already run. */
const STARTING_TOGETHER = 4;
const IDLE_MILLISECONDS = 60_000;
/** For the time before the handler runs. Lambda gives 10 s; a laptop that is building meanwhile is given more. */
const INIT_MILLISECONDS = 30_000;
const RESULT_LIMIT = 6 * 1024 * 1024;
const LINES_KEPT = 500;

const lambdaError = (errorType: string, errorMessage: string): LambdaError => ({ errorType, errorMessage, trace: [] });

const handlerFile = (directory: string, handler: string): { file: string; exportName: string } => {
  const dot = handler.lastIndexOf('.');
  const base = join(directory, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find(existsSync);
  if (!file) throw new StartProblem(`${handler} is not in ${directory}: was the function built?`);
  return { file, exportName: handler.slice(dot + 1) };
};

export type Functions = ReturnType<typeof createFunctions>;

/**
 * Lambda: each function in worker threads of its own, started when first needed, one invocation at a time in each.
 * Not as on Lambda: work after the answer goes on instead of being frozen, and the memory limit is the heap's.
 */
export const createFunctions = (o: {
  resources: Resource[];
  codeDirectory: (resource: Resource) => string;
  /** Endpoints of the local services and credentials, for every function. */
  platformEnvironment: (environment: Record<string, string>) => Record<string, string>;
  data: string;
  faults: Faults;
  metrics: Metrics;
  idleMilliseconds?: number;
}) => {
  const logDirectory = join(o.data, 'logs');
  mkdirSync(logDirectory, { recursive: true });

  const host = (resource: Resource): Hosted => {
    const p = resource.properties as {
      Handler: string;
      MemorySize?: number;
      Timeout?: number;
      Environment?: { Variables?: Record<string, unknown> };
    };
    const memoryMegabytes = Number(p.MemorySize ?? 128);
    const declared = Object.fromEntries(Object.entries(p.Environment?.Variables ?? {}).map(([name, value]) => [name, String(value)]));
    const lines: FunctionLogLine[] = [];
    const file = createWriteStream(join(logDirectory, `${resource.name}.log`), { flags: 'a' });
    return {
      ...handlerFile(o.codeDirectory(resource), p.Handler),
      functionName: resource.name,
      logicalId: resource.logicalId,
      arn: resource.arn,
      memoryMegabytes,
      timeoutSeconds: Number(p.Timeout ?? 3),
      environment: {
        ...declared,
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: resource.name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${resource.name}`,
        AWS_LAMBDA_LOG_STREAM_NAME: 'local',
        _HANDLER: p.Handler,
        TZ: ':UTC',
        ...o.platformEnvironment(declared),
      },
      instances: new Set(),
      waiting: [],
      lines,
      log: (line) => {
        if (o.metrics.fromLogLine(line)) return;
        const at = new Date().toISOString();
        lines.push({ at, text: line });
        if (lines.length > LINES_KEPT) lines.shift();
        file.write(`${at} ${line}\n`);
      },
      stats: { invocations: 0, errors: 0, timeouts: 0, crashes: 0 },
    };
  };
  const hosted = new Map(o.resources.map((resource) => [resource.name, host(resource)]));

  const settle = (fn: Hosted, instance: Instance, done: { payload: string } | { error: LambdaError }) => {
    const invocation = instance.current;
    if (!invocation) return;
    instance.current = undefined;
    clearTimeout(invocation.timer);
    fn.stats.lastMilliseconds = Math.round(Date.now() - invocation.startedAt);
    if ('payload' in done) invocation.resolve(done.payload);
    else {
      fn.stats.errors += 1;
      invocation.reject(new FunctionError(done.error));
    }
    instance.idle = setTimeout(() => void instance.worker.terminate(), o.idleMilliseconds ?? IDLE_MILLISECONDS).unref();
    dispatch(fn);
  };

  /** Ends the thread at once, as when Lambda's sandbox dies. */
  const kill = (fn: Hosted, instance: Instance, error: LambdaError) => {
    fn.instances.delete(instance);
    fn.log(JSON.stringify({ level: 'ERROR', message: error.errorMessage, errorType: error.errorType }));
    settle(fn, instance, { error });
    clearTimeout(instance.idle);
    void instance.worker.terminate();
  };

  const crash = (fn: Hosted, instance: Instance) => {
    fn.stats.crashes += 1;
    kill(
      fn,
      instance,
      lambdaError('Runtime.ExitError', `RequestId: ${instance.current?.requestId} Error: Runtime exited with error: signal: killed`),
    );
  };

  const limitTime = (fn: Hosted, instance: Instance, milliseconds: number) => {
    const invocation = instance.current;
    if (!invocation) return;
    clearTimeout(invocation.timer);
    invocation.timer = setTimeout(() => {
      fn.stats.timeouts += 1;
      const seconds = (milliseconds / 1000).toFixed(2);
      kill(
        fn,
        instance,
        lambdaError('Sandbox.Timedout', `RequestId: ${invocation.requestId} Error: Task timed out after ${seconds} seconds`),
      );
    }, milliseconds).unref();
  };

  const onChunk = async (fn: Hosted, instance: Instance, bytes: Uint8Array) => {
    const invocation = instance.current;
    if (!invocation) return;
    invocation.count += 1;
    if (invocation.sink) await invocation.sink(bytes);
    else invocation.pieces.push(bytes);
    if (instance.current !== invocation) return;
    // The first piece is the status and headers.
    if (invocation.crash?.at === 'mid-stream' && invocation.count > (invocation.crash.afterPieces ?? 1)) crash(fn, instance);
    else instance.worker.postMessage({ type: 'taken' } satisfies ToWorker);
  };

  const onMessage = (fn: Hosted, instance: Instance, message: FromWorker) => {
    const invocation = instance.current;
    if (!invocation) return;
    switch (message.type) {
      case 'started':
        limitTime(fn, instance, fn.timeoutSeconds * 1000);
        if (!instance.warm) {
          instance.warm = true;
          dispatch(fn);
        }
        return;
      case 'chunk':
        return void onChunk(fn, instance, message.bytes);
      case 'error':
        return settle(fn, instance, { error: message.error });
      default: {
        if (invocation.crash) return crash(fn, instance);
        if (message.type === 'end') return settle(fn, instance, { payload: Buffer.concat(invocation.pieces).toString() });
        if (Buffer.byteLength(message.payload) > RESULT_LIMIT) {
          const limit = `Response payload size exceeded maximum allowed payload size (${RESULT_LIMIT} bytes).`;
          return settle(fn, instance, { error: lambdaError('Function.ResponseSizeTooLarge', limit) });
        }
        return settle(fn, instance, { payload: message.payload });
      }
    }
  };

  const startInstance = (fn: Hosted): Instance => {
    const { file, exportName, functionName, arn, memoryMegabytes } = fn;
    const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
      workerData: { file, exportName, functionName, arn, memoryMegabytes } satisfies WorkerSetup,
      env: fn.environment,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    const instance: Instance = { worker, warm: false, current: undefined };
    for (const output of [worker.stdout, worker.stderr]) createInterface({ input: output }).on('line', fn.log);
    worker.on('message', (message: FromWorker) => onMessage(fn, instance, message));
    worker.on('error', (problem: NodeJS.ErrnoException) => {
      const outOfMemory = problem.code === 'ERR_WORKER_OUT_OF_MEMORY';
      instance.reason = outOfMemory
        ? lambdaError('Runtime.OutOfMemory', `RequestId: ${instance.current?.requestId} Error: Runtime exited with error: signal: killed`)
        : lambdaError(problem.name, problem.message);
    });
    worker.on('exit', (code) => {
      fn.instances.delete(instance);
      clearTimeout(instance.idle);
      if (!instance.current) return;
      fn.stats.crashes += 1;
      const exited = `RequestId: ${instance.current.requestId} Error: Runtime exited with error: exit status ${code}`;
      kill(fn, instance, instance.reason ?? lambdaError('Runtime.ExitError', exited));
    });
    fn.instances.add(instance);
    return instance;
  };

  const dispatch = (fn: Hosted): void => {
    while (fn.waiting.length > 0) {
      let instance = [...fn.instances].find(({ current }) => current === undefined);
      if (!instance) {
        const starting = [...fn.instances].filter(({ warm }) => !warm).length;
        const mayStart = fn.instances.size < STARTING_TOGETHER || (starting === 0 && fn.instances.size < INSTANCES_PER_FUNCTION);
        if (!mayStart) return;
        instance = startInstance(fn);
      }
      const invocation = fn.waiting.shift();
      if (!invocation) return;
      clearTimeout(instance.idle);
      instance.current = invocation;
      invocation.startedAt = Date.now();
      fn.stats.invocations += 1;
      fn.stats.lastInvokedAt = new Date().toISOString();
      if (invocation.crash?.at === 'before') {
        crash(fn, instance);
        continue;
      }
      limitTime(fn, instance, INIT_MILLISECONDS);
      instance.worker.postMessage({
        type: 'invoke',
        requestId: invocation.requestId,
        event: invocation.event,
        deadline: fn.timeoutSeconds * 1000,
        traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
      } satisfies ToWorker);
    }
  };

  const nameOf = (arnOrName: string) => arnOrName.split(':function:').at(-1)?.split(':')[0] ?? arnOrName;
  const find = (arnOrName: string): Hosted => {
    const fn = hosted.get(nameOf(arnOrName));
    if (!fn) throw new Error(`There is no function ${arnOrName}.`);
    return fn;
  };

  const run = (arnOrName: string, event: unknown, sink?: Sink): Promise<string> => {
    const fn = find(arnOrName);
    const crashes = o.faults.take('function-crash', ({ functionName = '' }) => `${fn.functionName} ${fn.logicalId}`.includes(functionName));
    return new Promise((resolve, reject) => {
      fn.waiting.push({
        requestId: randomUUID(),
        event,
        sink,
        crash: crashes && { ...crashes, at: crashes.at ?? 'before' },
        pieces: [],
        count: 0,
        startedAt: 0,
        resolve,
        reject,
      });
      dispatch(fn);
    });
  };

  return {
    has: (arnOrName: string) => hosted.has(nameOf(arnOrName)),
    /** Runs a function to its end. Throws FunctionError when it fails, times out or dies. */
    invoke: async (arnOrName: string, event: unknown): Promise<unknown> => JSON.parse((await run(arnOrName, event)) || 'null'),
    /** As `invoke`, but a streaming function's pieces go to the sink as they come; another's result is the answer. */
    invokeStreaming: (arnOrName: string, event: unknown, sink: Sink): Promise<string> => run(arnOrName, event, sink),
    views: (): FunctionView[] =>
      [...hosted.values()].map((fn) => {
        const busy = [...fn.instances].filter(({ current }) => current).length;
        return {
          name: fn.functionName,
          logicalId: fn.logicalId,
          state: fn.instances.size === 0 ? 'cold' : busy > 0 ? 'busy' : 'idle',
          workers: fn.instances.size,
          busy,
          ...fn.stats,
          memoryMegabytes: fn.memoryMegabytes,
          timeoutSeconds: fn.timeoutSeconds,
        };
      }),
    logs: (name: string): FunctionLogLine[] => [...(hosted.get(name)?.lines ?? [])],
    async stop(): Promise<void> {
      for (const fn of hosted.values()) fn.waiting.length = 0;
      await Promise.all([...hosted.values()].flatMap((fn) => [...fn.instances].map(({ worker }) => worker.terminate())));
    },
  };
};
