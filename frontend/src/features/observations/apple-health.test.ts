import { expect, test } from 'vitest';

import { ApiFailure } from '../../shared/api/failure.ts';
import { batchesOf, NotAppleHealth, valuesOfExport } from './apple-export.ts';
import { type AppleValue, valueOfRecord } from './apple-record.ts';
import { sendBatch } from './apple-sending.ts';

const record = (type: string, unit: string, value: string, startDate = '2026-11-20 07:05:00 +0530') =>
  `<Record type="HKQuantityTypeIdentifier${type}" sourceName="Watch" unit="${unit}" startDate="${startDate}" value="${value}"/>`;
const exportOf = (...records: string[]) =>
  `<?xml version="1.0"?><!DOCTYPE HealthData [<!ELEMENT HealthData (Record*)>]><HealthData locale="en_IN">${records.join('\n')}</HealthData>`;

async function* cut(text: string, length: number) {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}
const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

test.each([
  [['BodyMass', 'lb', '154.32358352941176'], { code: '29463-7', value: '154.323584', unit: '[lb_av]' }],
  [['OxygenSaturation', '%', '0.97'], { code: '59408-5', value: '97', unit: '%' }],
  [['BloodGlucose', 'mmol<180.1558800000541>/L', '5.5'], { code: '2345-7', value: '5.5', unit: 'mmol/L' }],
  [['BodyTemperature', 'degF', '99.1'], { code: '8310-5', value: '99.1', unit: '[degF]' }],
] as const)('a phone that kept %j has kept a value of ours', ([type, unit, value], fields) => {
  const found = valueOfRecord({
    type: `HKQuantityTypeIdentifier${type}`,
    unit,
    value,
    startDate: '2026-11-20 07:05:00 +0530',
    sourceName: 'Watch',
  });
  expect(found?.value).toEqual({ ...fields, at: '2026-11-20T01:35:00Z', source: 'Watch' });
});

test.each([
  ['StepCount', 'count', '200', '2026-11-20 07:05:00 +0530'],
  ['BodyMass', 'stones', '11', '2026-11-20 07:05:00 +0530'],
  ['BodyMass', 'kg', 'heavy', '2026-11-20 07:05:00 +0530'],
  ['BodyMass', 'kg', '70', 'yesterday'],
])('%s of %s %s at %s is no value of ours', (type, unit, value, startDate) => {
  expect(valueOfRecord({ type: `HKQuantityTypeIdentifier${type}`, unit, value, startDate })).toBeUndefined();
});

test.each([1, 7, 64, 10_000])('an export cut into pieces of %d letters has the same values', async (length) => {
  const text = exportOf(record('BodyMass', 'kg', '70'), record('StepCount', 'count', '9'), record('Height', 'cm', '165'));
  expect((await all(valuesOfExport(cut(text, length)))).map(({ value }) => value)).toEqual(['70', '165']);
});

test('of what a watch measures all day the last of each day is taken', async () => {
  const at = (time: string) => record('RestingHeartRate', 'count/min', time.slice(11, 13), `${time} +0530`);
  const text = exportOf(at('2026-11-19 23:10:00'), at('2026-11-20 06:00:00'), at('2026-11-20 22:00:00'), at('2026-11-20 21:00:00'));
  expect((await all(valuesOfExport(cut(text, 50)))).map(({ value }) => value)).toEqual(['23', '22']);
});

test.each(['<other/>', 'no xml at all', '<HealthData><Record', ''])('a patient who chooses another file (%s) is told', async (text) => {
  await expect(all(valuesOfExport(cut(text, 5)))).rejects.toThrow(NotAppleHealth);
});

test('values go in batches, the same one once', async () => {
  const value = (at: number): AppleValue => ({ code: '29463-7', value: String(at), unit: 'kg', at: '2026-11-20' });
  async function* values() {
    yield* [value(1), value(1), value(2), value(3)];
  }
  expect((await all(batchesOf(values(), 2))).map((batch) => batch.map(({ value: amount }) => amount))).toEqual([['1', '2'], ['3']]);
});

const values = ['70', '700', '71'].map((value): AppleValue => ({ code: '29463-7', value, unit: 'kg', at: '2026-11-20' }));

test('an odd value of a thousand is left out and counted; the others are saved', async () => {
  const sent: string[][] = [];
  const result = await sendBatch(values, async (batch) => {
    sent.push(batch.map(({ value }) => value));
    if (batch.some(({ value }) => value === '700'))
      throw new ApiFailure({ status: 409, code: 'second-look', message: '', details: { doubts: [{ kind: 'unusual', index: 1 }] } });
  });
  expect(result).toEqual({ saved: 2, left: 1 });
  expect(sent).toEqual([
    ['70', '700', '71'],
    ['70', '71'],
  ]);
});

test('a server that does not answer is asked again with the same key, and at last the patient is', async () => {
  const keys: string[] = [];
  const silent = new ApiFailure({ status: 0, code: 'network', message: '' });
  const send = async (_: unknown, key: string) => {
    keys.push(key);
    throw silent;
  };
  await expect(sendBatch(values, send, { wait: async () => undefined })).rejects.toBe(silent);
  expect(keys.length).toBe(5);
  expect(new Set(keys).size).toBe(1);
});
