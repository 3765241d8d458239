import { writeSync } from 'node:fs';
import { Readable } from 'node:stream';

import { sendBatch } from '../frontend/src/features/observations/apple-sending.ts';

/**
 * Run as a process of its own, with an export on standard input: the browser's worker reads it, and each batch is made ready to
 * send as the screen does. Says on descriptor 3 what that took. Bytes, and seconds.
 */
export type Imported = {
  readonly bytes: number;
  readonly values: number;
  readonly batches: number;
  /** Values of the largest batch, and bytes of the largest body. */
  readonly most: number;
  readonly largestBody: number;
  readonly bodies: number;
  /** The heap at its highest, and the most of it that was still there after a collection. */
  readonly heap: number;
  readonly held: number;
  /** All memory of the process at its highest, and what it grew by since before the first byte. */
  readonly rss: number;
  readonly rssGrowth: number;
  readonly seconds: number;
};

type Worker = typeof import('../frontend/src/features/observations/apple-health-worker.ts');
type ToWorker = import('../frontend/src/features/observations/apple-health-worker.ts').ToWorker;
type FromWorker = import('../frontend/src/features/observations/apple-health-worker.ts').FromWorker;

const page = { hear: (_: FromWorker) => {}, worker: async (_: { data: ToWorker }): Promise<void> => {} };
Object.assign(globalThis, {
  self: {
    addEventListener: (_: string, listener: typeof page.worker) => {
      page.worker = listener;
    },
    postMessage: (message: FromWorker) => page.hear(message),
  },
});
await (import('../frontend/src/features/observations/apple-health-worker.ts') satisfies Promise<Worker>);

/** As the screen speaks to its worker: one message, one answer. */
const asked = (message: ToWorker): Promise<FromWorker> =>
  new Promise((resolve) => {
    page.hear = resolve;
    void page.worker({ data: message });
  });

/** Between two collections that are asked for, to see what is held. */
const BATCHES_BETWEEN = 10;
const collect = (globalThis as { gc?: () => void }).gc;
if (!collect) throw new Error('Start it with --expose-gc.');

collect();
const start = process.memoryUsage();
const peak = { heap: start.heapUsed, held: start.heapUsed, rss: start.rss };
const look = () => {
  const { heapUsed, rss } = process.memoryUsage();
  peak.heap = Math.max(peak.heap, heapUsed);
  peak.rss = Math.max(peak.rss, rss);
};
const looking = setInterval(look, 5);

let [bytes, values, batches, most, bodies, largestBody] = [0, 0, 0, 0, 0, 0];
const file = { stream: () => Readable.toWeb(process.stdin) } as unknown as File;
const startedAt = performance.now();
for (let said = await asked({ file }); said.is !== 'end'; said = await asked('next')) {
  if (said.is === 'broken') throw new Error('The worker says that this is no export of Apple Health.');
  look();
  const { saved } = await sendBatch(said.values, async (observations) => {
    const body = Buffer.byteLength(JSON.stringify({ observations, provenance: { kind: 'apple-health' } }));
    bodies += body;
    largestBody = Math.max(largestBody, body);
  });
  values += saved;
  batches += 1;
  if (batches % BATCHES_BETWEEN === 0) {
    collect();
    peak.held = Math.max(peak.held, process.memoryUsage().heapUsed);
  }
  most = Math.max(most, said.values.length);
  bytes = said.read;
}
const seconds = (performance.now() - startedAt) / 1000;
look();
clearInterval(looking);
const told: Imported = {
  bytes,
  values,
  batches,
  most,
  largestBody,
  bodies,
  heap: peak.heap,
  held: peak.held,
  rss: peak.rss,
  rssGrowth: peak.rss - start.rss,
  seconds,
};
writeSync(3, JSON.stringify(told));
