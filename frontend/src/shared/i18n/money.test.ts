import { expect, test } from 'vitest';

import { rupeesText } from './money.ts';

test.each([
  [0, '₹0'],
  [50_000, '₹500'],
  [12_500_000, '₹1,25,000'],
  [49_950, '₹499.50'],
  [5, '₹0.05'],
  [-25_000, '−₹250'],
])('%d paise are written %s', (paise, text) => {
  expect(rupeesText(paise)).toBe(text);
});
