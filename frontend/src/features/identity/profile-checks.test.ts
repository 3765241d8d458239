import { expect, test } from 'vitest';

import { isEmail, isPincode, phoneOf, phoneText } from './profile-checks.ts';

test.each([
  ['98123 45678', '+919812345678'],
  ['09812345678', '+919812345678'],
  ['+91 98123-45678', '+919812345678'],
  ['0044 20 7946 0958', '+442079460958'],
  ['12345', undefined],
  ['call me', undefined],
])('a number typed as "%s" is understood as %s', (typed, number) => {
  expect(phoneOf(typed)).toBe(number);
});

test('an Indian number is shown in two groups of five', () => {
  expect(phoneText('+919812345678')).toBe('+91 98123 45678');
});

test('an e-mail address needs a name, an @ and a domain', () => {
  expect(isEmail('sunita@arogya.example')).toBe(true);
  expect(isEmail('sunita@arogya')).toBe(false);
  expect(isEmail('sunita arogya.example')).toBe(false);
});

test('a PIN code has six digits and does not start with 0', () => {
  expect(isPincode('411001')).toBe(true);
  expect(isPincode('011001')).toBe(false);
});
