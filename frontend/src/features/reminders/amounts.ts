import type { Form } from '../../../../functions/reminders/contract.ts';

const SIGNS: Readonly<Record<number, string>> = { 0.25: '¼', 0.5: '½', 0.75: '¾' };
const QUARTERS = Object.entries(SIGNS).map(([value, sign]) => ({ value: Number(value), sign }));
/** What is measured, not broken in pieces. */
const isMeasured = (form: Form): boolean => form === 'ml' || form === 'unit';

/** `½`, `1¼`, `12.5` of what is measured; without its unit. */
export const amountText = (amount: number, form: Form): string => {
  const whole = Math.floor(amount);
  const sign = SIGNS[amount - whole];
  if (isMeasured(form) || sign === undefined) return amount.toLocaleString('en-IN');
  return whole === 0 ? sign : `${whole.toLocaleString('en-IN')}${sign}`;
};

/** What chooses between `1 tablet` and `2 tablets`: half of one is still of one. */
export const countOf = (amount: number): number => (amount <= 1 ? 1 : 2);

/** Of the API's contract. */
const LARGEST = 1_000;

/** Half a tablet of `0.5`, `½`, `1/2` and `0,5`; undefined if it is no amount in whole quarters. */
export const amountOf = (typed: string): number | undefined => {
  const text = typed.trim().replace(',', '.');
  const sign = QUARTERS.find((quarter) => text.endsWith(quarter.sign));
  const whole = sign ? text.slice(0, -1).trim() : text;
  const fraction = /^(?:(\d+)\s+)?([13])\/([24])$/.exec(whole);
  const amount = fraction
    ? Number(fraction[1] ?? 0) + Number(fraction[2]) / Number(fraction[3])
    : /^\d+(?:\.\d+)?$/.test(whole)
      ? Number(whole) + (sign?.value ?? 0)
      : whole === '' && sign
        ? sign.value
        : Number.NaN;
  return amount >= 0.25 && amount <= LARGEST && Number.isInteger(amount * 4) ? amount : undefined;
};

const TABLETS = [0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const PIECES = [1, 2, 3, 4, 5, 6, 8, 10];

/** What to tap on; undefined for what is measured and typed. */
export const choicesOf = (form: Form, now: number | undefined): readonly number[] | undefined => {
  if (isMeasured(form)) return undefined;
  const usual = form === 'tablet' ? TABLETS : PIECES;
  return now === undefined || usual.includes(now) ? usual : [...usual, now].toSorted((one, other) => one - other);
};
