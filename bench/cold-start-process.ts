import { readFileSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/**
 * Run as a process of its own: loads one function's bundle, gives it one event and says on descriptor 3 when it had
 * loaded and when it answered. A streamed answer counts from its first `text` event, which is what a doctor waits for.
 * Times are milliseconds since 1970, so that the process that started this one can take its own from them.
 */
export type ColdStart = { readonly begunAt: number; readonly loadedAt: number; readonly answeredAt: number; readonly status: number };

type Handler = (event: unknown, ...rest: unknown[]) => Promise<unknown>;

const now = () => performance.timeOrigin + performance.now();
const begunAt = now();
const [bundle = '', eventFile = ''] = process.argv.slice(2);
let loadedAt = 0;

const answered = (status: number): never => {
  writeSync(3, JSON.stringify({ begunAt, loadedAt, answeredAt: now(), status } satisfies ColdStart));
  process.exit(0);
};

const streamed = Symbol();
let streamedStatus = 0;
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: Handler) => Object.assign(handler, { [streamed]: true }),
    HttpResponseStream: {
      from(stream: Writable, { statusCode }: { statusCode: number }): Writable {
        streamedStatus = statusCode;
        return stream;
      },
    },
  },
});

const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: Handler & { [streamed]?: boolean } };
loadedAt = now();
const event: unknown = JSON.parse(readFileSync(eventFile, 'utf8'));
const context = { awsRequestId: 'bench', functionName: 'bench', memoryLimitInMB: '256', getRemainingTimeInMillis: () => 30_000 };
if (handler[streamed]) {
  let text = '';
  const socket = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk;
      if (text.includes('event: text')) answered(streamedStatus);
      done();
    },
  });
  await handler(event, socket, context);
  // It ended without a word: the parent sees a status that is no success.
  answered(streamedStatus === 200 ? 599 : streamedStatus);
} else {
  const { statusCode } = (await handler(event, context)) as { statusCode: number };
  answered(statusCode);
}
