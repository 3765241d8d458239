import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { deltaDoubt } from './delta-check.ts';
import { exact } from './exact.ts';
import { isQuantity, MARKERS, quantityOf } from './markers/catalogue.ts';
import { amounts } from './testing/drawn.ts';

const date = (text: string) => CalendarDate.parse(text);
const at = (on: string, value: string) => ({ on: date(on), value: exact(value) });
const doubt = (id: string, before: [string, string], after: [string, string]) => deltaDoubt(quantityOf(id), at(...after), at(...before));

describe('a value far from the last', () => {
  test.each([
    ['haemoglobin, 3 in a week', 'haemoglobin', ['2026-11-01', '12'], ['2026-11-08', '15'], undefined],
    ['haemoglobin, more than 3 in a week', 'haemoglobin', ['2026-11-01', '12'], ['2026-11-08', '15.1'], 'rise'],
    ['haemoglobin, as much in eight days', 'haemoglobin', ['2026-11-01', '12'], ['2026-11-09', '15.1'], undefined],
    ['haemoglobin, more than 5 in 60 days', 'haemoglobin', ['2026-09-01', '12'], ['2026-10-31', '6.9'], 'fall'],
    ['haemoglobin, as much in 61 days', 'haemoglobin', ['2026-09-01', '12'], ['2026-11-01', '6.9'], undefined],
    ['haemoglobin on one day', 'haemoglobin', ['2026-11-01', '12'], ['2026-11-01', '8.9'], 'fall'],
    ['HbA1c, an average of months', 'hba1c', ['2026-10-20', '9.1'], ['2026-11-19', '7.0'], 'fall'],
    ['creatinine, 2.5 times', 'creatinine', ['2026-11-01', '1.0'], ['2026-11-07', '2.5'], undefined],
    ['creatinine, more than 2.5 times', 'creatinine', ['2026-11-01', '1.0'], ['2026-11-07', '2.51'], 'rise'],
    ['creatinine, less than a part of 2.5', 'creatinine', ['2026-11-01', '2.51'], ['2026-11-07', '1.0'], 'fall'],
    ['weight, a tenth in a week', 'weight', ['2026-11-01', '70'], ['2026-11-08', '77'], undefined],
    ['weight, more than a tenth in a week', 'weight', ['2026-11-01', '70'], ['2026-11-08', '77.1'], 'rise'],
    ['weight over two years', 'weight', ['2024-11-01', '70'], ['2026-11-08', '110'], undefined],
    ['glucose, which swings', 'fasting-glucose', ['2026-11-01', '90'], ['2026-11-02', '310'], undefined],
    ['glucose in another unit', 'fasting-glucose', ['2026-11-01', '99'], ['2026-11-02', '5.5'], 'fall'],
    ['blood pressure, which has no limit', 'systolic', ['2026-11-01', '100'], ['2026-11-01', '200'], undefined],
    ['a rise from 0', 'creatinine', ['2026-11-01', '0'], ['2026-11-02', '5'], undefined],
  ] as const)('%s', (_, id, before, after, expected) => {
    expect(doubt(id, [...before], [...after])?.change).toBe(expected);
  });

  test('is looked at in the same way when an old report is added late', () => {
    expect(doubt('haemoglobin', ['2026-11-08', '15.1'], ['2026-11-01', '12'])).toMatchObject({ change: 'fall', days: 7 });
  });

  test('says why it is asked, in the person’s language', () => {
    const { words, limit } = doubt('weight', ['2026-11-01', '70'], ['2026-11-02', '7']) ?? {};
    expect([limit?.reason, words?.en, words?.hi]).toEqual([
      'body-changes-slowly',
      'This rarely changes so fast. Check the number and the unit.',
      'यह इतनी जल्दी कम ही बदलता है। नंबर और इकाई जाँचें।',
    ]);
  });

  test('has no distance if one of the two is only known to be below or above', () => {
    const plain = at('2026-11-01', '1');
    const open = { ...at('2026-11-02', '50'), comparator: '>' as const };
    expect(deltaDoubt(quantityOf('tsh'), open, plain)).toBeUndefined();
    expect(deltaDoubt(quantityOf('tsh'), plain, open)).toBeUndefined();
    expect(deltaDoubt(quantityOf('tsh'), { ...open, comparator: undefined }, plain)?.change).toBe('rise');
  });

  test('is as far from the one before as that is from it, and nothing is far from itself', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MARKERS.filter(isQuantity)),
        amounts,
        amounts,
        fc.integer({ min: 1, max: 28 }),
        (marker, one, other, day) => {
          const [a, b] = [at('2026-11-01', one), at(`2026-11-${String(day).padStart(2, '0')}`, other)];
          const [there, back] = [deltaDoubt(marker, b, a), deltaDoubt(marker, a, b)];
          expect([there?.change, back?.change]).toEqual(
            there ? [there.change, there.change === 'rise' ? 'fall' : 'rise'] : [undefined, undefined],
          );
          expect(deltaDoubt(marker, a, a)).toBeUndefined();
        },
      ),
    );
  });
});
