import { expect, test } from 'vitest';

import { consentRoutes } from '../../../../functions/consents/contract.ts';
import { groupedCode, isWholeCode, plainCode } from './code-text.ts';

test.each([
  ['ABCDE-FGHJK', true],
  ['abcde fghjk', true],
  [' abcdefgh23 ', true],
  ['ABCDE', false],
  ['ABCDE-FGHJKL', false],
  ['ABCDE-FGHI0', false],
  ['', false],
])('"%s" is a whole code: %s, as the API says too', (typed, whole) => {
  expect(isWholeCode(typed)).toBe(whole);
  expect(consentRoutes.redeemCode.body.safeParse({ code: typed }).success).toBe(whole);
});

test('a code is shown in two groups, and comes back the same when typed so', () => {
  expect(groupedCode('abcdefgh23')).toBe('ABCDE-FGH23');
  expect(plainCode(groupedCode('ABCDEFGH23'))).toBe('ABCDEFGH23');
});
