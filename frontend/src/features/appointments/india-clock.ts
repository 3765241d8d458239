const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
/** India is 5 h 30 min ahead of UTC all year. */
const AHEAD = 330;

/** Minutes since midnight in India at an instant. */
export const minuteOfDay = (instant: string): number => (Math.floor(Date.parse(instant) / MINUTE) + AHEAD) % DAY_MINUTES;

/** Minutes since midnight of `09:20`; 1440 of `24:00`. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The instant of a clock time on a day in India; `24:00` is the next day's start. */
export const instantAt = (day: string, minutes: number): string =>
  `${new Date(Date.parse(`${day}T00:00:00Z`) + (minutes - AHEAD) * MINUTE).toISOString().slice(0, 19)}Z`;

/** The seven days, Monday first, of the week that a day is in. */
export const weekOf = (day: string): readonly string[] => {
  const start = Date.parse(`${day}T00:00:00Z`);
  const sinceMonday = (new Date(start).getUTCDay() + 6) % 7;
  return [0, 1, 2, 3, 4, 5, 6].map((place) => new Date(start + (place - sinceMonday) * DAY_MINUTES * MINUTE).toISOString().slice(0, 10));
};
