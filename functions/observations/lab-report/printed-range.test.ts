import { expect, test } from 'vitest';

import { looksLikeRange, type Person, readRange } from './printed-range.ts';

const WOMAN: Person = { sex: 'female', ageYears: 40 };
const MAN: Person = { sex: 'male', ageYears: 40 };

test.each([
  ['70 - 99', { from: '70', to: '99' }],
  ['70-99', { from: '70', to: '99' }],
  ['70 to 99', { from: '70', to: '99' }],
  ['70 – 99', { from: '70', to: '99' }],
  ['13.0- 17.0 g/dL', { from: '13.0', to: '17.0' }],
  ['(4.0-10.0) x10^3/µL', { from: '4.0', to: '10.0' }],
  ['1,50,000 - 4,10,000 /cumm', { from: '150000', to: '410000' }],
  ['0 - 20 mm/1st hr', { from: '0', to: '20' }],
  ['< 5.7', { below: '5.7' }],
  ['Less than 5.7', { below: '5.7' }],
  ['<= 40', { to: '40' }],
  ['Up to 40', { to: '40' }],
  ['Upto 40', { to: '40' }],
  ['> 90', { above: '90' }],
  ['>= 60', { from: '60' }],
  ['Adults: 70 - 99', { from: '70', to: '99' }],
  ['Adult: 0.6 - 1.2 Child: 0.3 - 0.7', { from: '0.6', to: '1.2' }],
  ['Desirable: < 200 Borderline High: 200 - 239 High: >= 240', { below: '200' }],
  ['Deficiency: < 20 Insufficiency: 20 - 29 Sufficiency: 30 - 100 Toxicity: > 100', { from: '30', to: '100' }],
  ['Prediabetes: 5.7 - 6.4 Non diabetic: < 5.7 Diabetes: >= 6.5', { below: '5.7' }],
  ['70 - 99, Impaired: 100 - 125, Diabetes: >= 126', { from: '70', to: '99' }],
  ['< 200 Desirable, 200 - 239 Borderline', { below: '200' }],
  ['18 - 60 years: 0.7 - 1.3 > 60 years: 0.8 - 1.5', { from: '0.7', to: '1.3' }],
])('the range of %j is read', (printed, bounds) => {
  expect(readRange(printed, WOMAN)).toEqual({ text: printed, bounds });
});

test.each([
  ['M: 13-17 F: 12-15'],
  ['F: 12 - 15, M: 13 - 17'],
  ['Male : 13.0 - 17.0 Female : 12.0 - 15.0'],
  ['Men: 13-17 / Women: 12-15'],
  ['13 - 17 (M) 12 - 15 (F)'],
  ['Males: 13-17; Females: 12-15'],
])('%j is for women and men, and each gets their own', (printed) => {
  const low = (person: Person) => Number(readRange(printed, person).bounds?.from);
  expect([low(WOMAN), low(MAN)]).toEqual([12, 13]);
  expect(readRange(printed, {})).toEqual({ text: printed, needsSex: true });
});

test.each([
  'Deficiency: < 20',
  'Diabetes: >= 6.5',
  'Borderline High: 200 - 239',
  'Follicular: 3 - 12 Luteal: 1 - 9',
  '0 - 1 month: 14 - 22 1 - 12 months: 10 - 14',
  'Refer to the interpretation',
  '12-03-2026',
])('%j says no range for this person: it is kept as words', (printed) => {
  expect(readRange(printed, WOMAN)).toEqual({ text: printed });
});

test.each([
  ['70 - 99', true],
  ['< 5.7', true],
  ['M: 13-17 F: 12-15', true],
  ['Glucose of 126 - 200 suggests', false],
  ['13.2', false],
  ['g/dL', false],
  ['Non Reactive', false],
])('%j looks like a range: %s', (text, looks) => {
  expect(looksLikeRange(text)).toBe(looks);
});
