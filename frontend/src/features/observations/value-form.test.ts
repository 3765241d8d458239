import { expect, test } from 'vitest';

import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { amountOf, draftOf, emptyDraft, fieldsOf, numberOf, problemsOf, refusedFields } from './value-form.ts';

const sugar = {
  code: '1558-6',
  kind: 'quantity',
  units: [
    { unit: 'mg/dL', text: 'mg/dL', decimals: 0 },
    { unit: 'mmol/L', text: 'mmol/L', decimals: 1 },
  ],
  findings: [],
} as unknown as MarkerInfo;
const protein = {
  code: '20454-5',
  kind: 'coded',
  units: [],
  findings: [{ code: 'negative', name: { en: '', hi: '' } }],
} as unknown as MarkerInfo;

const TODAY = '2026-11-20';
const typed = { ...emptyDraft(TODAY), code: '1558-6', value: '126', unit: 'mg/dL' };

test.each([
  ['7.2', '7.2'],
  [' 126 ', '126'],
  ['1,50,000', '150000'],
  ['150,000', '150000'],
  ['७.२', '7.2'],
  ['0.50', '0.50'],
])('a patient who types %s means %s', (text, number) => {
  expect(numberOf(text)).toBe(number);
});

test.each(['', '7,2', '1e3', 'seven', '7.', '1.2345678', '12345678901'])('a patient who types "%s" is asked again', (text) => {
  expect(numberOf(text)).toBeUndefined();
});

test('a patient can write what the lab could not measure', () => {
  expect(amountOf('< 0.5')).toEqual({ value: '0.5', comparator: '<' });
  expect(amountOf('≥40')).toEqual({ value: '40', comparator: '>=' });
  expect(amountOf('126')).toEqual({ value: '126' });
});

test('a patient is told at each field what is missing', () => {
  expect(problemsOf(emptyDraft(''), undefined, TODAY)).toEqual({ marker: 'marker-missing' });
  expect(problemsOf(emptyDraft(''), sugar, TODAY)).toEqual({ value: 'value-missing', unit: 'unit-missing', at: 'at-missing' });
  expect(problemsOf({ ...typed, day: '2026-11-21', low: 'x', high: '5' }, sugar, TODAY)).toEqual({ at: 'at-future', low: 'range-number' });
  expect(problemsOf({ ...typed, low: '10', high: '9' }, sugar, TODAY)).toEqual({ high: 'range-order' });
  expect(problemsOf({ ...typed, value: '1', unit: '' }, protein, TODAY)).toEqual({ value: 'finding-missing' });
  expect(problemsOf(typed, sugar, TODAY)).toEqual({});
});

test('what a patient typed is what is sent', () => {
  expect(fieldsOf({ ...typed, value: '<1,260', low: '70', high: ' 100', source: ' City Lab ' }, sugar)).toEqual({
    code: '1558-6',
    value: '1260',
    comparator: '<',
    unit: 'mg/dL',
    at: TODAY,
    labRange: { low: '70', high: '100' },
    source: 'City Lab',
  });
  expect(fieldsOf({ ...typed, code: '20454-5', value: 'negative' }, protein)).toEqual({ code: '20454-5', value: 'negative', at: TODAY });
});

test('what a report said stays as it was, as long as nobody changes it', () => {
  const read = {
    code: '1558-6',
    value: '126',
    comparator: '>',
    unit: 'mg/dL',
    at: '2026-11-19T20:05:00Z',
    labRange: { high: '100', highInclusive: false, text: '< 100' },
    source: 'City Lab',
    note: 'fasting',
  } as never;
  const draft = draftOf(read);
  // 1:35 am on the 20th in India.
  expect(draft.day).toBe('2026-11-20');
  expect(fieldsOf(draft, sugar)).toEqual(read);
  expect(fieldsOf({ ...draft, high: '110', day: '2026-11-18' }, sugar)).toMatchObject({ labRange: { high: '110' }, at: '2026-11-18' });
  expect(fieldsOf({ ...draft, high: '110' }, sugar).labRange).toEqual({ high: '110' });
});

test('what the API refuses is shown at the field of that value', () => {
  const found = refusedFields([
    { field: 'body.observations.1.value', rule: 'must be possible' },
    { field: 'body.observations.1.unit', rule: 'must be one of' },
    { field: 'body.values.3.fields.labRange.low', rule: 'must be a number' },
    { field: 'body.revision', rule: 'must be' },
  ]);
  expect([...found]).toEqual([
    [1, { value: 'value-impossible', unit: 'unit-wrong' }],
    [3, { high: 'range-order' }],
  ]);
});
