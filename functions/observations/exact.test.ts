import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compare, decimalText, exact, fraction, minus, over, plus, storedDecimal, times } from './exact.ts';
import { decimals } from './testing/drawn.ts';

describe('a number that a person wrote', () => {
  test.each([
    ['12.50', 1, '12.5'],
    ['0.05', 1, '0.1'],
    ['0.049', 1, '0.0'],
    ['-0.05', 1, '-0.1'],
    ['-0.04', 1, '0.0'],
    ['99.5', 0, '100'],
    ['99.4999', 0, '99'],
    ['7', 2, '7.00'],
    ['0.3', 4, '0.3000'],
  ])('%s with %i places is shown as %s', (written, places, shown) => {
    expect(decimalText(exact(written), places)).toBe(shown);
  });

  test.each([
    ['100', '100'],
    ['100.10', '100.1'],
    ['0', '0'],
    ['-0', '0'],
    ['0.000001', '0.000001'],
    ['0.0000004', '0'],
  ])('%s is kept as %s', (written, kept) => {
    expect(storedDecimal(exact(written))).toBe(kept);
  });

  test('keeps a third as a third, and six places of it in the table', () => {
    const third = over(exact('1'), exact('3'));
    expect(times(third, exact('3'))).toEqual(exact('1'));
    expect(storedDecimal(third)).toBe('0.333333');
  });

  test('is the same number with a tenth and two tenths as with three tenths', () => {
    expect(plus(exact('0.1'), exact('0.2'))).toEqual(exact('0.3'));
  });

  test.each(['', '1e5', '1,5', '.5', '5.', 'NaN', '+1', '1.0000000001', '1234567890123', '１'])('%j is none', (written) => {
    expect(() => exact(written)).toThrow(RangeError);
  });

  test('is not divided by nothing', () => {
    expect(() => over(exact('1'), exact('0.0'))).toThrow(RangeError);
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
  });

  test('comes back from what is kept and shown, whatever it is', () => {
    fc.assert(
      fc.property(decimals, (written) => {
        expect(exact(storedDecimal(exact(written)))).toEqual(exact(written));
        expect(exact(decimalText(exact(written), 6))).toEqual(exact(written));
      }),
    );
  });

  test('can be added and taken away, multiplied and divided without a trace', () => {
    fc.assert(
      fc.property(decimals, decimals, (one, other) => {
        const [a, b] = [exact(one), exact(other)];
        expect(minus(plus(a, b), b)).toEqual(a);
        fc.pre(b.num !== 0n);
        expect(over(times(a, b), b)).toEqual(a);
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
      }),
    );
  });
});
