import fc from 'fast-check';

/** Decimals as reports print them, up to six places. */
export const decimals = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), fc.integer({ min: 0, max: 6 }))
  .map(([negative, digits, places]) => {
    const text = digits.toString().padStart(places + 1, '0');
    const decimal = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    return negative ? `-${decimal}` : decimal;
  });

/** The same, not below 0. */
export const amounts = decimals.map((decimal) => decimal.replace('-', ''));
