import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wallClock } from './testing/wall-clocks.ts';
import { CalendarDate, Instant } from './values.ts';
import { dateIn, instantIn, localOf } from './zones.ts';

const at = (text: string) => Instant.parse(text);
const on = (text: string) => CalendarDate.parse(text);

describe('the clock on a person’s wall', () => {
  test.each([
    ['Asia/Kolkata', '2026-11-23T02:30:00Z', '2026-11-23T08:00'],
    ['Asia/Kolkata', '2026-11-23T18:29:59Z', '2026-11-23T23:59'],
    ['Asia/Kolkata', '2026-11-23T18:30:00Z', '2026-11-24T00:00'],
    ['Asia/Calcutta', '2026-11-23T02:30:00Z', '2026-11-23T08:00'],
    ['Asia/Kathmandu', '2026-11-23T02:15:00Z', '2026-11-23T08:00'],
    ['America/New_York', '2027-01-01T04:59:59Z', '2026-12-31T23:59'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01T00:00'],
    ['Pacific/Pago_Pago', '2028-03-01T10:59:00Z', '2028-02-29T23:59'],
    ['UTC', '2028-02-29T00:00:00Z', '2028-02-29T00:00'],
  ])('in %s shows at %s %s', (zone, instant, shown) => {
    expect(localOf(at(instant), zone)).toBe(shown);
    expect(dateIn(at(instant), zone)).toBe(shown.slice(0, 10));
  });

  test.each([
    ['Asia/Kolkata', '2026-11-23', '08:00', '2026-11-23T02:30:00Z', 'as every day'],
    ['Asia/Kathmandu', '2026-11-23', '00:00', '2026-11-22T18:15:00Z', 'as every day'],
    ['America/New_York', '2027-03-14', '01:59', '2027-03-14T06:59:00Z', 'before the clocks go forward'],
    ['America/New_York', '2027-03-14', '02:00', '2027-03-14T07:00:00Z', 'as they go forward'],
    ['America/New_York', '2027-03-14', '02:30', '2027-03-14T07:00:00Z', 'in the hour that is not there: at its end'],
    ['America/New_York', '2027-03-14', '03:00', '2027-03-14T07:00:00Z', 'after it'],
    ['America/New_York', '2027-11-07', '01:30', '2027-11-07T05:30:00Z', 'in the hour that is there twice: the first time'],
    ['America/New_York', '2027-11-07', '02:00', '2027-11-07T07:00:00Z', 'after both'],
    ['Australia/Lord_Howe', '2027-10-03', '02:15', '2027-10-02T15:30:00Z', 'in half an hour that is not there'],
    ['Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45:00Z', 'in half an hour that is there twice'],
    ['Africa/Cairo', '2027-04-30', '00:30', '2027-04-29T22:00:00Z', 'when the day begins at one o’clock'],
    ['Africa/Casablanca', '2026-02-15', '02:30', '2026-02-15T01:30:00Z', 'as Ramadan begins: the first of two'],
    ['Africa/Casablanca', '2026-03-22', '02:30', '2026-03-22T02:00:00Z', 'after Ramadan: at the end of what is not there'],
    ['Pacific/Apia', '2011-12-30', '08:00', '2011-12-30T10:00:00Z', 'on the day that Samoa left out: as the next one begins'],
  ])('in %s on %s shows %s at %s, %s', (zone, date, clock, instant) => {
    expect(instantIn(on(date), clock, zone)).toBe(instant);
  });

  test('shows whatever a walk from one change of the clocks to the next says', () => {
    const zones = ['America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati', 'Africa/Casablanca', 'Asia/Kolkata'];
    const minutes = fc.oneof(
      fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2033, 0, 1) / 60_000 }),
      // The hours around changes.
      fc
        .tuple(
          fc.constantFrom('2027-03-14', '2027-11-07', '2027-04-04', '2027-10-03', '2026-02-15', '2026-03-22', '2028-03-12', '2028-11-05'),
          fc.integer({ min: 0, max: 300 }),
        )
        .map(([date, minute]) => Date.parse(date) / 60_000 + minute),
    );
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
        const shown = new Date(minute * 60_000).toISOString();
        const instant = instantIn(on(shown.slice(0, 10)), shown.slice(11, 16), zone);
        const expected = wallClock(zone).firstAt(minute);
        expect(Date.parse(instant)).toBe(expected * 60_000);
        expect(Date.parse(`${localOf(instant, zone)}Z`)).toBe(wallClock(zone).shownAt(expected) * 60_000);
      }),
      { numRuns: 2_000, seed: 20_261_123 },
    );
  });
});
