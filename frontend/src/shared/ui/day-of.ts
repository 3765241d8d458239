import { monthNames } from '../i18n/dates.ts';

const aliases: Readonly<Record<string, number>> = {
  january: 1,
  february: 2,
  march: 3,
  april: 4,
  may: 5,
  june: 6,
  july: 7,
  august: 8,
  september: 9,
  october: 10,
  november: 11,
  december: 12,
  sept: 9,
  फरवरी: 2,
  नवम्बर: 11,
  सितम्बर: 9,
  दिसम्बर: 12,
  अक्तूबर: 10,
};

const DEVANAGARI_ZERO = 0x0966;

/** Western digits for Devanagari ones, which some keyboards write. */
const western = (text: string) => text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - DEVANAGARI_ZERO));

/** 1 to 12 of `3`, `03`, `mar`, `March`, `मार्च`. */
export function monthOf(text: string): number | undefined {
  const typed = western(text.trim()).toLocaleLowerCase().replace(/\.$/, '');
  if (/^\d{1,2}$/.test(typed)) {
    const month = Number(typed);
    return month >= 1 && month <= 12 ? month : undefined;
  }
  if (typed.length < 3) return undefined;
  const known = aliases[typed];
  if (known) return known;
  for (const language of ['en', 'hi'] as const) {
    const index = monthNames(language).findIndex((name) => name.toLocaleLowerCase() === typed);
    if (index >= 0) return index + 1;
  }
  const started = Object.keys(aliases).find((name) => name.startsWith(typed));
  return started === undefined ? undefined : aliases[started];
}

export type TypedDay = { readonly day: string; readonly month: string; readonly year: string };

/** `YYYY-MM-DD` of what stands in the three boxes; nothing if it is no day that exists. */
export function dayOf({ day, month, year }: TypedDay): string | undefined {
  const number = Number(western(day.trim()) || Number.NaN);
  const monthNumber = monthOf(month);
  const yearText = western(year.trim());
  if (!Number.isInteger(number) || !monthNumber || !/^\d{4}$/.test(yearText)) return undefined;
  const text = `${yearText}-${String(monthNumber).padStart(2, '0')}-${String(number).padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
}
