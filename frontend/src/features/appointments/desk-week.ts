import type { AppointmentSummary, Slot } from '../../../../functions/appointments/contract.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { takesTime } from './desk-day.ts';
import { minuteOfDay } from './india-clock.ts';

export type Entry =
  | { readonly kind: 'appointment'; readonly startsAt: string; readonly appointment: AppointmentSummary }
  | { readonly kind: 'free'; readonly startsAt: string; readonly slot: Slot };

/** Free times that follow each other, as one. */
export type FreeRun = { readonly kind: 'free'; readonly startsAt: string; readonly endsAt: string; readonly count: number };
export type Shown = Extract<Entry, { kind: 'appointment' }> | FreeRun;

/** The longest rest between two visits; a longer gap is a break. */
const LONGEST_REST = 30 * 60_000;

/** Entries with free times in a row put together, so that a day can be taken in at a glance. */
export const shownOf = (entries: readonly Entry[]): Shown[] => {
  const shown: Shown[] = [];
  for (const entry of entries) {
    const last = shown.at(-1);
    if (entry.kind === 'appointment') shown.push(entry);
    else if (last?.kind === 'free' && Date.parse(entry.startsAt) - Date.parse(last.endsAt) <= LONGEST_REST)
      shown[shown.length - 1] = { ...last, endsAt: entry.slot.endsAt, count: last.count + 1 };
    else shown.push({ kind: 'free', startsAt: entry.startsAt, endsAt: entry.slot.endsAt, count: 1 });
  }
  return shown;
};

export type Calendar = {
  /** Full hours from the first to the last that anything begins in: 9 for 9:00 to 9:59. */
  readonly hours: readonly number[];
  readonly on: (day: string) => readonly Entry[];
  readonly at: (day: string, hour: number) => readonly Entry[];
};

/** What is booked and what is free, by day and by hour of its start, in India. */
export const calendarOf = (appointments: readonly AppointmentSummary[], slots: readonly Slot[]): Calendar => {
  const entries: readonly Entry[] = [
    ...appointments
      .filter(takesTime)
      .map((appointment) => ({ kind: 'appointment', startsAt: appointment.startsAt as string, appointment }) as const),
    ...slots.map((slot) => ({ kind: 'free', startsAt: slot.startsAt as string, slot }) as const),
  ].sort((left, right) => left.startsAt.localeCompare(right.startsAt));
  const hourOf = ({ startsAt }: Entry): number => Math.floor(minuteOfDay(startsAt) / 60);
  const byDay = Map.groupBy(entries, ({ startsAt }) => indianDay(startsAt));
  const on = (day: string): readonly Entry[] => byDay.get(day) ?? [];
  const starts = entries.map(hourOf);
  const first = Math.min(...starts);
  const last = Math.max(...starts);
  return {
    hours: starts.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, place) => first + place),
    on,
    at: (day, hour) => on(day).filter((entry) => hourOf(entry) === hour),
  };
};
