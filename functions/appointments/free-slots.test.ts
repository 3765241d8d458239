import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CalendarDate, type Instant, instantOf, later, millisecondsOf } from '../shared/values.ts';
import { AvailabilityFields, type Weekday } from './contract.ts';
import { bookable, cellsOf, freeSlots, type OfferedSlot, offeredAt, offeredSlots } from './free-slots.ts';

const date = (text: string) => CalendarDate.parse(text);
const EVERY_DAY: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const hours = (from: string, to: string, slotMinutes = 20, bufferMinutes = 0) => ({
  from,
  to,
  slotMinutes,
  bufferMinutes,
  modes: ['video' as const],
});
const every = (from: string, to: string, slotMinutes?: number, bufferMinutes?: number) => ({
  days: EVERY_DAY,
  ...hours(from, to, slotMinutes, bufferMinutes),
});
const availabilityOf = (given: Partial<AvailabilityFields>): AvailabilityFields =>
  AvailabilityFields.parse({ weekly: [], exceptions: [], windowDays: 90, noticeMinutes: 0, ...given });

/** `2026-11-23 09:20` in Asia/Kolkata. */
const inIndia = (at: Instant) => new Date(millisecondsOf(at) + 330 * 60_000).toISOString().slice(0, 16).replace('T', ' ');
const fromIndia = (text: string) => instantOf(Date.parse(`${text.replace(' ', 'T')}:00+05:30`));
const starts = (slots: readonly OfferedSlot[]) => slots.map(({ startsAt }) => inIndia(startsAt));
/** Clock times of the starts on one day. */
const startsOn = (availability: AvailabilityFields, day: string) =>
  starts(offeredSlots(availability, date(day), date(day))).map((text) => text.slice(11));

describe('the times that a doctor’s hours offer', () => {
  test.each([
    ['slots one after the other', '09:00', '10:00', 20, 0, ['09:00', '09:20', '09:40']],
    ['a break after each', '09:00', '10:00', 15, 5, ['09:00', '09:20', '09:40']],
    ['a last slot whose break reaches beyond the end', '09:00', '09:50', 20, 10, ['09:00', '09:30']],
    ['no slot that would end after the end', '09:00', '09:55', 20, 0, ['09:00', '09:20']],
    ['a stretch just as long as a slot', '09:00', '10:00', 60, 30, ['09:00']],
    ['nothing where no slot fits', '09:00', '09:15', 20, 0, []],
    ['the last minutes of the day', '23:20', '24:00', 20, 0, ['23:20', '23:40']],
    ['the first minutes of the day', '00:00', '00:10', 5, 0, ['00:00', '00:05']],
  ])('are %s', (_, from, to, slotMinutes, bufferMinutes, expected) => {
    expect(startsOn(availabilityOf({ weekly: [every(from, to, slotMinutes, bufferMinutes)] }), '2026-11-23')).toEqual(expected);
  });

  test('say when, how and where, in UTC', () => {
    const weekly = [{ ...every('09:20', '09:40', 15, 5), modes: ['in-person' as const, 'phone' as const], location: 'Room 2' }];
    expect(offeredSlots(availabilityOf({ weekly }), date('2026-11-23'), date('2026-11-23'))).toEqual([
      {
        startsAt: '2026-11-23T03:50:00Z',
        endsAt: '2026-11-23T04:05:00Z',
        modes: ['in-person', 'phone'],
        location: 'Room 2',
        slotMinutes: 15,
        bufferMinutes: 5,
      },
    ]);
  });

  test.each([
    ['2026-11-23', 'mon'],
    ['2026-11-30', 'mon'],
    ['2026-12-01', 'tue'],
    ['2026-12-31', 'thu'],
    ['2027-01-01', 'fri'],
    ['2028-02-28', 'mon'],
    ['2028-02-29', 'tue'],
    ['2028-03-01', 'wed'],
    ['2027-02-28', 'sun'],
  ] as const)('are of the right weekday: %s is %s', (day, weekday) => {
    const on = (days: Weekday[]) => startsOn(availabilityOf({ weekly: [{ days, ...hours('09:00', '09:20') }] }), day);
    expect(on([weekday])).toEqual(['09:00']);
    expect(on(EVERY_DAY.filter((other) => other !== weekday))).toEqual([]);
  });

  test.each([
    ['the end of a month', '2026-11-30', '2026-12-01', ['2026-11-30', '2026-12-01']],
    ['a leap day', '2028-02-28', '2028-03-01', ['2028-02-28', '2028-02-29', '2028-03-01']],
    ['a year without one', '2027-02-28', '2027-03-01', ['2027-02-28', '2027-03-01']],
    ['the end of a year', '2026-12-31', '2027-01-01', ['2026-12-31', '2027-01-01']],
  ])('go on over %s, and each belongs to its day in India', (_, from, to, days) => {
    // 00:00 to 05:30 in India is still the day before in UTC.
    const availability = availabilityOf({ weekly: [every('00:00', '00:20'), every('23:40', '24:00')] });
    expect(starts(offeredSlots(availability, date(from), date(to)))).toEqual(days.flatMap((day) => [`${day} 00:00`, `${day} 23:40`]));
  });

  test('are none from a date to an earlier one', () => {
    expect(offeredSlots(availabilityOf({ weekly: [every('09:00', '17:00')] }), date('2026-12-01'), date('2026-11-30'))).toEqual([]);
  });
});

describe('a doctor on leave', () => {
  const weekly = [every('09:00', '10:20')];
  const off = (fromDate: string, toDate: string, from?: string, to?: string) => ({
    kind: 'off' as const,
    fromDate: date(fromDate),
    toDate: date(toDate),
    ...(from && to ? { from, to } : {}),
  });

  test('offers nothing from the first day to the last, both included', () => {
    const availability = availabilityOf({ weekly, exceptions: [off('2028-02-28', '2028-02-29')] });
    const days = offeredSlots(availability, date('2028-02-27'), date('2028-03-01')).map(({ startsAt }) => inIndia(startsAt).slice(0, 10));
    expect([...new Set(days)]).toEqual(['2028-02-27', '2028-03-01']);
  });

  test.each([
    ['the slots within', '09:20', '10:00', ['09:00', '10:00']],
    ['a slot that it touches', '09:35', '09:45', ['09:00', '10:00']],
    ['a slot that it lies within', '09:25', '09:30', ['09:00', '09:40', '10:00']],
    ['only the hours before', '00:00', '09:20', ['09:20', '09:40', '10:00']],
    ['only the hours until the day ends', '10:00', '24:00', ['09:00', '09:20', '09:40']],
    ['nothing, between the hours', '10:20', '12:00', ['09:00', '09:20', '09:40', '10:00']],
  ])('for some hours takes away %s', (_, from, to, expected) => {
    const availability = availabilityOf({ weekly, exceptions: [off('2026-12-31', '2026-12-31', from, to)] });
    expect(startsOn(availability, '2026-12-31')).toEqual(expected);
    expect(startsOn(availability, '2027-01-01')).toHaveLength(4);
  });

  test('keeps a slot whose break only reaches into the leave', () => {
    const availability = availabilityOf({
      weekly: [every('09:00', '10:00', 20, 10)],
      exceptions: [off('2026-11-23', '2026-11-23', '09:20', '09:30')],
    });
    expect(startsOn(availability, '2026-11-23')).toEqual(['09:00', '09:30']);
  });

  test('who adds an hour means that hour', () => {
    const extra = { kind: 'extra' as const, date: date('2026-11-24'), ...hours('18:00', '18:40') };
    const availability = availabilityOf({ weekly, exceptions: [extra, off('2026-11-23', '2026-11-25')] });
    expect(starts(offeredSlots(availability, date('2026-11-23'), date('2026-11-25')))).toEqual(['2026-11-24 18:00', '2026-11-24 18:20']);
  });
});

describe('hours that a doctor adds', () => {
  const withExtra = (from: string, to: string, slotMinutes = 20) =>
    availabilityOf({
      weekly: [every('09:00', '10:00')],
      exceptions: [{ kind: 'extra', date: date('2026-11-23'), ...hours(from, to, slotMinutes), modes: ['phone'] }],
    });

  test.each([
    ['before the usual ones', '08:00', '08:40', 20, ['08:00', '08:20', '09:00', '09:20', '09:40']],
    ['just after', '10:00', '10:20', 20, ['09:00', '09:20', '09:40', '10:00']],
    ['around the usual start: who starts earlier stays', '08:50', '09:10', 20, ['08:50', '09:20', '09:40']],
    ['within the usual ones: they stay', '09:10', '09:30', 20, ['09:00', '09:20', '09:40']],
    ['from the same start, but longer: the usual one stays', '09:00', '09:30', 30, ['09:00', '09:20', '09:40']],
  ])('%s never make two slots overlap', (_, from, to, slotMinutes, expected) => {
    expect(startsOn(withExtra(from, to, slotMinutes), '2026-11-23')).toEqual(expected);
  });

  test('from the same start as the usual ones leave those as they are', () => {
    const [slot] = offeredSlots(withExtra('09:00', '09:30', 30), date('2026-11-23'), date('2026-11-23'));
    expect(slot).toMatchObject({ modes: ['video'], slotMinutes: 20 });
  });

  test('are of their date only', () => {
    expect(startsOn(withExtra('18:00', '18:20'), '2026-11-30')).toEqual(['09:00', '09:20', '09:40']);
  });
});

test('a start that a doctor’s hours offer is found, any other is not', () => {
  const availability = availabilityOf({ weekly: [every('00:00', '01:00', 20, 5)] });
  expect(offeredAt(availability, fromIndia('2028-02-29 00:25'))).toMatchObject({ endsAt: fromIndia('2028-02-29 00:45'), bufferMinutes: 5 });
  expect(offeredAt(availability, fromIndia('2028-02-29 00:20'))).toBeUndefined();
  expect(offeredAt(availability, later(fromIndia('2028-02-29 00:25'), 1))).toBeUndefined();
});

test('an appointment claims every five minutes from its start to the end of its break', () => {
  const startsAt = fromIndia('2026-12-31 23:45');
  const endsAt = fromIndia('2027-01-01 00:00');
  expect(cellsOf({ startsAt, endsAt, bufferMinutes: 5 }).map(inIndia)).toEqual([
    '2026-12-31 23:45',
    '2026-12-31 23:50',
    '2026-12-31 23:55',
    '2027-01-01 00:00',
  ]);
  expect(cellsOf({ startsAt, endsAt, bufferMinutes: 0 })).toHaveLength(3);
});

describe('a patient can book', () => {
  const now = fromIndia('2026-11-30 12:00');
  test.each([
    ['exactly at the notice', 60, 1, '2026-11-30 13:00', 'yes'],
    ['not five minutes later than that', 60, 1, '2026-11-30 12:55', 'too-short-notice'],
    ['up to the start without a notice', 0, 1, '2026-11-30 12:00', 'yes'],
    ['never what has begun', 0, 1, '2026-11-30 11:55', 'too-short-notice'],
    ['today’s last time in a window of one day', 0, 1, '2026-11-30 23:55', 'yes'],
    ['not tomorrow’s first', 0, 1, '2026-12-01 00:00', 'beyond-window'],
    ['the last time of the window’s last day', 0, 32, '2026-12-31 23:55', 'yes'],
    ['not the first after it', 0, 32, '2027-01-01 00:00', 'beyond-window'],
    ['not at a notice longer than the window', 48 * 60, 1, '2026-12-01 09:00', 'too-short-notice'],
  ] as const)('%s', (_, noticeMinutes, windowDays, start, expected) => {
    expect(bookable({ windowDays, noticeMinutes }, fromIndia(start), now)).toBe(expected);
  });

  test('not one second after the notice', () => {
    const startsAt = fromIndia('2026-11-30 13:00');
    expect(bookable({ windowDays: 1, noticeMinutes: 60 }, startsAt, later(now, 1))).toBe('too-short-notice');
  });

  test('on the leap day when it is the window’s last', () => {
    const rules = { windowDays: 2, noticeMinutes: 0 };
    expect(bookable(rules, fromIndia('2028-02-29 23:55'), fromIndia('2028-02-28 00:00'))).toBe('yes');
    expect(bookable(rules, fromIndia('2028-03-01 00:00'), fromIndia('2028-02-28 23:59'))).toBe('beyond-window');
  });
});

describe('what is free', () => {
  const now = fromIndia('2026-11-22 12:00');
  const on23 = (availability: AvailabilityFields, booked: { startsAt: Instant; endsAt: Instant; bufferMinutes: number }[]) =>
    starts(
      freeSlots({
        availability,
        from: date('2026-11-23'),
        to: date('2026-11-23'),
        taken: new Set(booked.flatMap(cellsOf)),
        now,
      }),
    ).map((text) => text.slice(11));
  const bookedAt = (from: string, to: string, bufferMinutes = 0) => ({
    startsAt: fromIndia(`2026-11-23 ${from}`),
    endsAt: fromIndia(`2026-11-23 ${to}`),
    bufferMinutes,
  });

  test('is what is offered and not booked', () => {
    const availability = availabilityOf({ weekly: [every('09:00', '10:00', 15, 5)] });
    expect(on23(availability, [])).toEqual(['09:00', '09:20', '09:40']);
    expect(on23(availability, [bookedAt('09:20', '09:35', 5)])).toEqual(['09:00', '09:40']);
  });

  test('leaves out what an appointment under earlier hours overlaps, its break included', () => {
    const now30 = availabilityOf({ weekly: [every('09:00', '11:00', 30)] });
    expect(on23(now30, [bookedAt('09:20', '09:40', 0)])).toEqual(['10:00', '10:30']);
    expect(on23(now30, [bookedAt('09:40', '10:00', 5)])).toEqual(['09:00', '10:30']);
  });

  test('of two whose times touch in the first’s break, is the other one once one is booked', () => {
    const availability = availabilityOf({ weekly: [every('09:00', '09:20', 20, 10), every('09:20', '09:40', 20, 10)] });
    expect(on23(availability, [])).toEqual(['09:00', '09:20']);
    expect(on23(availability, [bookedAt('09:00', '09:20', 10)])).toEqual([]);
    expect(on23(availability, [bookedAt('09:20', '09:40', 10)])).toEqual([]);
  });

  test('keeps to the notice and the window', () => {
    const availability = availabilityOf({ weekly: [every('12:00', '12:40')], windowDays: 2, noticeMinutes: 20 });
    const free = freeSlots({ availability, from: date('2026-11-20'), to: date('2026-11-30'), taken: new Set(), now });
    expect(starts(free)).toEqual(['2026-11-22 12:20', '2026-11-23 12:00', '2026-11-23 12:20']);
  });
});

const CELL = 5 * 60_000;
const clockOf = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const anyHours = fc
  .record({
    start: fc.integer({ min: 0, max: 287 }),
    cells: fc.integer({ min: 1, max: 72 }),
    slotMinutes: fc.integer({ min: 1, max: 12 }).map((n) => n * 5),
    bufferMinutes: fc.integer({ min: 0, max: 6 }).map((n) => n * 5),
    mode: fc.constantFrom('in-person', 'video', 'phone'),
  })
  .map(({ start, cells, slotMinutes, bufferMinutes, mode }) => ({
    from: clockOf(start * 5),
    to: clockOf(Math.min(288, start + cells) * 5),
    slotMinutes,
    bufferMinutes,
    modes: [mode],
  }));
/** Four days over the end of a month, of February in a leap year and in another, and of a year. */
const anySpan = fc.constantFrom(
  ['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02'],
  ['2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01'],
  ['2027-02-26', '2027-02-27', '2027-02-28', '2027-03-01'],
  ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02'],
);
/** A doctor’s hours, also such as may not be saved because they overlap, and dates around them. */
const anyAvailability = anySpan.chain((days) => {
  const anyDay = fc.constantFrom(...days);
  const clocks = fc.option(
    anyHours.map(({ from, to }) => ({ from, to })),
    { nil: undefined },
  );
  const off = fc.tuple(anyDay, anyDay, clocks).map(([one, other, when]) => {
    const [fromDate, toDate] = [one, other].sort();
    return { kind: 'off', fromDate, toDate, ...when };
  });
  const extra = fc.tuple(anyDay, anyHours).map(([on, when]) => ({ kind: 'extra', date: on, ...when }));
  return fc.record({
    days: fc.constant(days.map(date)),
    availability: fc
      .record({
        weekly: fc.array(
          fc
            .tuple(fc.uniqueArray(fc.constantFrom(...EVERY_DAY), { minLength: 1 }), anyHours)
            .map(([weekdays, when]) => ({ days: weekdays, ...when })),
          { maxLength: 4 },
        ),
        exceptions: fc.array(fc.oneof(off, extra), { maxLength: 4 }),
        windowDays: fc.integer({ min: 1, max: 5 }),
        noticeMinutes: fc.integer({ min: 0, max: 2_000 }),
      })
      .map((given) => AvailabilityFields.parse(given)),
  });
});

/** A second opinion: looks at every five minutes of the range and asks whether a slot begins there. */
const slotsByWalking = ({ weekly, exceptions }: AvailabilityFields, days: readonly CalendarDate[]): string[] => {
  const found: string[] = [];
  const isOffAt = (cell: number) => {
    const [day, clock] = inIndia(instantOf(cell)).split(' ') as [string, string];
    return exceptions.some(
      (exception) =>
        exception.kind === 'off' &&
        day >= exception.fromDate &&
        day <= exception.toDate &&
        clock >= (exception.from ?? '00:00') &&
        clock < (exception.to ?? '24:00'),
    );
  };
  const first = Date.parse(`${days[0]}T00:00:00+05:30`);
  let busyUntil = first;
  for (let at = first; at < first + days.length * 288 * CELL; at += CELL) {
    const [day, clock] = inIndia(instantOf(at)).split(' ') as [string, string];
    // 23 November 2026 is a Monday.
    const sinceMonday = Math.round((Date.parse(`${day}T12:00:00Z`) - Date.parse('2026-11-23T12:00:00Z')) / 86_400_000);
    const weekday = EVERY_DAY[((sinceMonday % 7) + 7) % 7] as Weekday;
    const usual = weekly.filter((stretch) => stretch.days.includes(weekday)).map((stretch) => ({ stretch, mayBeOff: true }));
    const extra = exceptions.flatMap((stretch) => (stretch.kind === 'extra' && stretch.date === day ? [{ stretch, mayBeOff: false }] : []));
    for (const { stretch, mayBeOff } of [...usual, ...extra]) {
      const opens = Date.parse(`${day}T${stretch.from}:00+05:30`);
      const closes =
        stretch.to === '24:00' ? Date.parse(`${day}T00:00:00+05:30`) + 288 * CELL : Date.parse(`${day}T${stretch.to}:00+05:30`);
      const length = stretch.slotMinutes * 60_000;
      const begins = at >= opens && at + length <= closes && (at - opens) % (length + stretch.bufferMinutes * 60_000) === 0;
      const cells = Array.from({ length: stretch.slotMinutes / 5 }, (_, n) => at + n * CELL);
      if (!begins || at < busyUntil || (mayBeOff && cells.some(isOffAt))) continue;
      busyUntil = at + length;
      found.push(`${day} ${clock} ${stretch.slotMinutes}+${stretch.bufferMinutes} ${stretch.modes}`);
    }
  }
  return found;
};

describe('whatever hours a doctor keeps', () => {
  test('the slots are those that a walk through every five minutes finds', () => {
    fc.assert(
      fc.property(anyAvailability, ({ availability, days }) => {
        const slots = offeredSlots(availability, days[0] as CalendarDate, days.at(-1) as CalendarDate);
        expect(
          slots.map(({ startsAt, slotMinutes, bufferMinutes, modes }) => `${inIndia(startsAt)} ${slotMinutes}+${bufferMinutes} ${modes}`),
        ).toEqual(slotsByWalking(availability, days));
        for (const slot of slots) {
          expect(millisecondsOf(slot.endsAt) - millisecondsOf(slot.startsAt)).toBe(slot.slotMinutes * 60_000);
          expect(offeredAt(availability, slot.startsAt)).toEqual(slot);
        }
        for (const day of days) expect(offeredSlots(availability, day, day).length).toBeLessThanOrEqual(288);
      }),
      { numRuns: 150 },
    );
  });

  test('free times overlap neither one another nor what is taken, and nothing free is kept back', () => {
    const anyTaken = fc.array(fc.integer({ min: 0, max: 4 * 288 - 1 }), { maxLength: 40 });
    fc.assert(
      fc.property(
        anyAvailability,
        anyTaken,
        fc.integer({ min: -2 * 86_400, max: 3 * 86_400 }),
        ({ availability, days }, takenCells, offset) => {
          const from = days[0] as CalendarDate;
          const to = days.at(-1) as CalendarDate;
          const first = Date.parse(`${from}T00:00:00+05:30`);
          const taken = takenCells.map((n) => first + n * CELL);
          const now = instantOf(first + offset * 1000);
          const free = freeSlots({ availability, from, to, taken: new Set(taken.map(instantOf)), now });
          for (const [n, slot] of free.entries()) expect(slot.startsAt >= (free[n - 1]?.endsAt ?? '')).toBe(true);
          const lastDay = Date.parse(`${inIndia(now).slice(0, 10)}T00:00:00+05:30`) + availability.windowDays * 86_400_000;
          const expected = offeredSlots(availability, from, to).filter(({ startsAt, endsAt, bufferMinutes }) => {
            const start = millisecondsOf(startsAt);
            const end = millisecondsOf(endsAt) + bufferMinutes * 60_000;
            return (
              !taken.some((cell) => cell < end && cell + CELL > start) &&
              start - millisecondsOf(now) >= availability.noticeMinutes * 60_000 &&
              start < lastDay
            );
          });
          expect(free).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('patients who book one after the other until nothing is free never share a minute, breaks included', () => {
    fc.assert(
      fc.property(anyAvailability, fc.infiniteStream(fc.nat()), ({ availability, days }, choices) => {
        const from = days[0] as CalendarDate;
        const now = instantOf(Date.parse(`${from}T00:00:00+05:30`));
        const taken = new Set<string>();
        for (const choice of choices) {
          const free = freeSlots({ availability, from, to: days.at(-1) as CalendarDate, taken, now });
          const slot = free[choice % free.length];
          if (!slot) break;
          const cells = cellsOf(slot);
          for (const cell of cells) expect(taken.has(cell)).toBe(false);
          for (const cell of cells) taken.add(cell);
        }
      }),
      { numRuns: 15 },
    );
  });
});
