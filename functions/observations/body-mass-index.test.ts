import { expect, test } from 'vitest';

import { bodyMassIndex } from './body-mass-index.ts';
import { compare, decimalText, exact } from './exact.ts';

test.each([
  ['58', '160', '22.7'],
  ['70', '175', '22.9'],
  ['3.1', '50', '12.4'],
])('%s kg at %s cm are %s', (kilograms, centimetres, expected) => {
  const index = bodyMassIndex(exact(kilograms), exact(centimetres));
  expect(index && decimalText(index, 1)).toBe(expected);
});

test('is exact at a limit: 57.5 kg at 158.1138… cm would be 23, and 158.2 cm are below', () => {
  const index = bodyMassIndex(exact('57.5'), exact('158.2'));
  expect(index && compare(index, exact('23'))).toBe(-1);
  expect(bodyMassIndex(exact('92'), exact('200'))).toEqual(exact('23'));
});

test('nobody is 0 cm tall', () => {
  expect(bodyMassIndex(exact('60'), exact('0'))).toBeUndefined();
});
