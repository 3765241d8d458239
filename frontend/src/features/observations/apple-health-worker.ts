import { batchesOf, valuesOfExport } from './apple-export.ts';
import type { AppleValue } from './apple-record.ts';
import { MOST_AT_ONCE } from './import-review.ts';

export type ToWorker = { readonly file: File } | 'next';
export type FromWorker =
  | { readonly is: 'batch'; readonly values: readonly AppleValue[]; readonly read: number }
  | { readonly is: 'end' }
  | { readonly is: 'broken' };

let read = 0;

async function* textOf(file: File): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    read += value.byteLength;
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}

const tell = (message: FromWorker) => self.postMessage(message);

let batches: AsyncGenerator<AppleValue[]> | undefined;

// One batch is asked for at a time: the file is read no faster than its values are saved.
self.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  if (data !== 'next') batches = batchesOf(valuesOfExport(textOf(data.file)), MOST_AT_ONCE);
  try {
    const next = await batches?.next();
    tell(!next || next.done ? { is: 'end' } : { is: 'batch', values: next.value, read });
  } catch {
    tell({ is: 'broken' });
  }
});
