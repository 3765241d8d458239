import type { CalendarDate } from '../../shared/values.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';

/** Day first, as India writes; a year of two digits is of this century. */
const FORMS: readonly {
  readonly form: RegExp;
  readonly order: readonly ['day' | 'month' | 'year', 'day' | 'month' | 'year', 'day' | 'month' | 'year'];
}[] = [
  { form: /(?<![\d./-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g, order: ['year', 'month', 'day'] },
  { form: /(?<![\d./-])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?![\d]|[-/.]\d)/g, order: ['day', 'month', 'year'] },
  {
    form: new RegExp(String.raw`(?<![\d./-])(\d{1,2})(?:st|nd|rd|th)?[\s./,-]{0,2}${MONTH}[\s./,'-]{0,3}(\d{4}|\d{2})(?!\d)`, 'gi'),
    order: ['day', 'month', 'year'],
  },
  {
    form: new RegExp(String.raw`\b${MONTH}[\s.]{1,2}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(\d{4})(?!\d)`, 'gi'),
    order: ['month', 'day', 'year'],
  },
];

const monthNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1);

const dateOf = (year: number, month: number, day: number): CalendarDate | undefined => {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 && year < 2100 ? (date.toISOString().slice(0, 10) as CalendarDate) : undefined;
};

export type PrintedDate = { readonly date: CalendarDate; readonly start: number; readonly end: number };

/** The dates of a text with their places in it. */
export const datesIn = (text: string): PrintedDate[] => {
  const found: PrintedDate[] = [];
  for (const { form, order } of FORMS) {
    for (const match of text.matchAll(form)) {
      const part = (name: (typeof order)[number]) => match[order.indexOf(name) + 1] ?? '';
      const year = Number(part('year'));
      const date = dateOf(year < 100 ? 2000 + year : year, monthNumber(part('month')), Number(part('day')));
      const end = match.index + match[0].length;
      if (date && !found.some((other) => match.index < other.end && end > other.start)) found.push({ date, start: match.index, end });
    }
  }
  return found.sort((left, right) => left.start - right.start);
};

const TIME = /\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?|\b(?:at|hrs?|ist)\b/gi;

/** Whether a text is a date and nothing else but a time. */
export const isDate = (text: string): boolean => {
  const [first, ...more] = datesIn(text);
  if (!first || more.length > 0) return false;
  return `${text.slice(0, first.start)} ${text.slice(first.end)}`.replace(TIME, '').replace(/[\s,:;()|-]/g, '') === '';
};
