import { SaxesParser } from 'saxes';

import { type AppleValue, dayByDay, valueOfRecord } from './apple-record.ts';

export class NotAppleHealth extends Error {}

const ROOT = 'HealthData';

/**
 * Reads the values out of an export.xml piece by piece: what is held at any time is one piece and the values found in it.
 * `pieces`: text as it comes, cut anywhere.
 */
export async function* valuesOfExport(pieces: AsyncIterable<string>): AsyncGenerator<AppleValue> {
  let found: AppleValue[] = [];
  const days = dayByDay((value) => found.push(value));
  const parser = new SaxesParser();
  let isRoot = true;
  parser.on('opentag', ({ name, attributes }) => {
    if (isRoot && name !== ROOT) throw new NotAppleHealth(`begins with ${ROOT} in an export`);
    isRoot = false;
    const value = name === 'Record' ? valueOfRecord(attributes) : undefined;
    if (value) days.put(value);
  });
  parser.on('error', (error) => {
    throw new NotAppleHealth(error.message);
  });
  for await (const piece of pieces) {
    parser.write(piece);
    yield* found;
    found = [];
  }
  parser.close();
  if (isRoot) throw new NotAppleHealth('has no element');
  days.end();
  yield* found;
}

/** Gathers values into batches of `size`; the same value twice in a batch (a blood pressure stands alone and in its pair) is one. */
export async function* batchesOf(values: AsyncIterable<AppleValue>, size: number): AsyncGenerator<AppleValue[]> {
  let batch = new Map<string, AppleValue>();
  for await (const value of values) {
    batch.set(JSON.stringify(value), value);
    if (batch.size < size) continue;
    yield [...batch.values()];
    batch = new Map();
  }
  if (batch.size > 0) yield [...batch.values()];
}
