/** `2026-10` of `2026-11` and -1. */
export const monthAfter = (month: string, months: number): string => {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
};

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** Booking reaches three months ahead; two years back are a choice, more are a link away. */
const AHEAD = 3;
const BACK = 24;

/** Months to choose from, newest first, `asked` among them. */
export const monthsAround = (now: string, asked: string): readonly string[] => {
  const months = Array.from({ length: AHEAD + BACK + 1 }, (_, place) => monthAfter(now, AHEAD - place));
  return months.includes(asked) ? months : [...months, asked].toSorted().toReversed();
};
