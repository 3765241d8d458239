import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { MOST_VALUES } from '../functions/observations/contract.ts';
import { appleExport } from './apple-export.ts';
import type { Imported } from './record-import-process.ts';
import { atMost, ratio, type Section } from './report.ts';

const MB = 1024 * 1024;
const SIZES = { small: 50 * MB, large: 500 * MB };
/** What the reader may hold beyond a collection: a tenth of the larger file. More ends it. */
const HEAP_MEGABYTES = 48;
/** Where garbage waits: with the 16 MB of a desktop what is seen is mostly how late it is collected (the process grows by 150 MB). */
const NEW_SPACE_MEGABYTES = 4;
const SAME = 1.25;
/** Of the large file, in per cent. */
const MOST_GROWTH = 15;

/** One import in a process of its own; the export comes through a pipe, and is at no time anywhere as a whole. */
const importOf = async (size: number): Promise<Imported & { readonly expected: number }> => {
  const script = join(import.meta.dirname, 'record-import-process.ts');
  const args = ['--expose-gc', `--max-old-space-size=${HEAP_MEGABYTES}`, `--max-semi-space-size=${NEW_SPACE_MEGABYTES}`, script];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    complained = (complained + chunk).slice(-800);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const { pieces, expected } = appleExport(size);
  try {
    await pipeline(Readable.from(pieces, { objectMode: true, highWaterMark: 1 }), child.stdin as Writable);
  } catch {
    // It ended before the file did; its own words say why.
  }
  const code = await ended;
  if (code !== 0 || said === '') throw new Error(`The import of ${size / MB} MB ended with ${code}: ${complained}`);
  return { ...(JSON.parse(said) as Imported), expected: expected() };
};

const megabytes = (bytes: number): string => `${(bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0)} MB`;
const count = (value: number): string => value.toLocaleString('en');

/** An export of Apple Health in the browser's own reader: how much memory it takes, and whether that grows with the file. */
export const measureImport = async (): Promise<Section> => {
  const small = await importOf(SIZES.small);
  const large = await importOf(SIZES.large);
  const told = ({ heap, held, rssGrowth, seconds, values, batches }: Imported) =>
    `heap ${megabytes(heap)} at its highest (${megabytes(held)} held), process +${megabytes(rssGrowth)}, ${seconds.toFixed(1)} s, ${count(values)} values in ${count(batches)} batches`;
  const file = (name: string, { bytes }: Imported) => `${name} (${megabytes(bytes)})`;
  return {
    title: `Import of an Apple Health export.xml (the browser’s worker in a Node process with a heap of ${HEAP_MEGABYTES} MB, file through a pipe)`,
    lines: [
      { what: file('small export', small), measured: told(small) },
      { what: file('large export', large), measured: told(large) },
      {
        what: 'every value that is in it',
        measured: `${count(large.values)} of ${count(large.expected)}`,
        aim: 'all',
        met: large.values === large.expected && small.values === small.expected,
      },
      atMost('values in a batch', large.most, MOST_VALUES, String, `largest body ${(large.largestBody / 1024).toFixed(1)} KB`),
      atMost('heap that is held, large against small', large.held / small.held, SAME, (value) => ratio(value, 1)),
      atMost('process, large against small', large.rss / small.rss, SAME, (value) => ratio(value, 1)),
      atMost('process, growth in per cent of the large file', (large.rssGrowth / large.bytes) * 100, MOST_GROWTH, (value) =>
        value.toFixed(1),
      ),
    ],
    notes: [
      `Ten years of a watch. Of ${megabytes(large.bytes)} the phone sends ${megabytes(large.bodies)}, one batch after the other; the file itself stays where it is.`,
      `What held the file would not fit: what outlives a collection has ${HEAP_MEGABYTES} MB. Reader, batches and their JSON are measured; the generator is another process.`,
    ],
    data: { small, large },
  };
};
