import * as z from 'zod';

/**
 * The units and instants that items, events and contracts share. Each is branded, so that a
 * millisecond cannot be handed over where a second is meant.
 */

/** An instant, ISO 8601 UTC to the second: `2026-11-20T07:05:00Z`. One spelling, so that strings sort as times do. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'must be an instant in UTC to the second, like 2026-11-20T07:05:00Z')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a real instant')
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** A calendar date in Asia/Kolkata, `YYYY-MM-DD`, without a clock. */
export const CalendarDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-11-20')
  .refine((text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }, 'must be a day that exists')
  .brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof CalendarDate>;

/** Whole seconds since 1970, the unit of DynamoDB's TTL. */
export const EpochSeconds = z.int().positive().brand<'EpochSeconds'>();
export type EpochSeconds = z.infer<typeof EpochSeconds>;

/** Indian money in whole paise (100 to the rupee), never negative. */
export const Paise = z.int('must be whole paise').min(0, 'must not be negative').brand<'Paise'>();
export type Paise = z.infer<typeof Paise>;

/** The instant `milliseconds` after 1970, cut to the second. */
export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z') as Instant;

/** Milliseconds since 1970 of an instant. */
export const millisecondsOf = (instant: Instant): number => Date.parse(instant);

/** The instant `seconds` later (earlier if negative). */
export const later = (instant: Instant, seconds: number): Instant => instantOf(millisecondsOf(instant) + seconds * 1000);

/** TTL for an item that may be tidied `days` after `instant`. */
export const ttlAfter = (instant: Instant, days: number): EpochSeconds =>
  (Math.floor(millisecondsOf(instant) / 1000) + days * 86_400) as EpochSeconds;

/** India is 5 h 30 min ahead of UTC all year; `Intl` would cost each function 11 ms at its start to say so. */
const INDIA_AHEAD = 330 * 60_000;

/** The calendar date in Asia/Kolkata at an instant. */
export const indianDateOf = (instant: Instant): CalendarDate =>
  new Date(millisecondsOf(instant) + INDIA_AHEAD).toISOString().slice(0, 10) as CalendarDate;

/** What `newSpokenCode` draws from: no I, O, 0 or 1. */
const LETTER = '[A-HJ-NP-Z2-9]';
const inWords = { 8: 'eight', 10: 'ten' } as const;

/** A code that a patient shows and somebody types in, in whatever case and with spaces or dashes: `abcd-2345`. */
export const spokenCode = (length: keyof typeof inWords, typed = z.string()) =>
  typed
    .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
    .pipe(
      z.string().regex(new RegExp(`^${LETTER}{${length}}$`), `must be the ${inWords[length]} letters and digits that the patient sees`),
    );
