import { dayAfter } from '../../shared/i18n/dates.ts';

/** The longest that the API lets one grant last, in days; a test compares it with the contract's. */
export const LONGEST_DAYS = 365;

/** `visit`: until the end of the day of the next visit. */
export type Until = 'visit' | 'today' | '30-days' | 'date';

/** The last second of a calendar date in India, which is 5 h 30 min ahead of UTC all year. */
const endOf = (day: string): string => `${day}T18:29:59Z`;

/** The last date that may be chosen, so that even its last second is within the limit; `today` is the date in India. */
export const latestDay = (today: string): string => dayAfter(today, LONGEST_DAYS - 1);

/** When a grant ends; nothing while a date is missing, past or too far. */
export const endsAtOf = (
  until: Until,
  { today, visitDay, date }: { today: string; visitDay?: string | undefined; date: string },
): string | undefined => {
  if (until === 'today') return endOf(today);
  if (until === '30-days') return endOf(dayAfter(today, 30));
  const day = until === 'visit' ? visitDay : date;
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= today && day <= latestDay(today) ? endOf(day) : undefined;
};
