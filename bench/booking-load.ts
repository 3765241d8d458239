import { setTimeout as pause } from 'node:timers/promises';

import { type Ask, type Connections, openConnections } from './connections.ts';
import { crowd } from './crowd.ts';
import type { Line, Section } from './report.ts';
import { type Spread, spread } from './statistics.ts';
import { bookingOf, days, openTown } from './town.ts';

const CONNECTIONS = [1, 16];
const READS = 400;
const BOOKINGS = 240;
const READERS = 32;
/** Each number of connections books in days of its own: nobody is asked to be in two places at once. */
const WINDOWS = [days(2, 12), days(13, 22)];
/** Bookings by one person while nobody else does anything, what the one before set off included. */
const ALONE = { bookings: 40, window: days(23, 28), pause: 700 };

type Town = Awaited<ReturnType<typeof openTown>>;

const milliseconds = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));

const openStopwatch = () => {
  const lines: Line[] = [];
  const data: Record<string, Spread & { perSecond: number }> = {};
  return {
    lines,
    data,
    measure: async (what: string, { ask, count }: Connections, asks: readonly Ask[], before?: () => Promise<unknown>): Promise<void> => {
      const startedAt = performance.now();
      const done = await crowd(
        count,
        asks.map((each) => () => ask(each)),
        before,
      );
      const perSecond = asks.length / ((performance.now() - startedAt) / 1000);
      const took = spread(done.map((each) => each.milliseconds));
      const [p50, p95, p99] = [took.p50, took.p95, took.p99].map(milliseconds);
      const name = `${what}, ${count} ${count === 1 ? 'connection' : 'connections'}`;
      const rate = before ? '' : `${perSecond.toFixed(0)} a second, `;
      lines.push({ what: name, measured: `p50 ${p50}, p95 ${p95}, p99 ${p99} ms (${rate}${took.samples} requests)` });
      data[name] = { ...took, perSecond };
    },
  };
};

/** Everybody looks: at the directory, at a doctor's week, at an appointment of their own. */
const readsOf = async (town: Town, readers: readonly string[]): Promise<Record<string, Ask[]>> => {
  const [first = ''] = readers;
  const doctors = await town.doctors(first);
  const free = doctors.filter(({ feePaise }) => feePaise === 0);
  const slots = await town.freeTimes(free, days(1, 27), readers.length, first);
  const visits: string[] = [];
  for (const [index, slot] of slots.entries()) visits.push(await town.book(slot, readers[index] ?? ''));
  const byTurns = (pathOf: (turn: number) => string): Ask[] =>
    Array.from({ length: READS }, (_, index) => {
      const turn = index % readers.length;
      return { path: pathOf(turn), token: readers[turn] ?? '' };
    });
  return {
    'list doctors': byTurns(() => '/doctors'),
    'slots of a week': byTurns((turn) => `/doctors/${doctors[turn % doctors.length]?.doctorId}/slots?${days(1, 7)}`),
    get: byTurns((turn) => `/appointments/${visits[turn]}`),
  };
};

/** What people wait for: real HTTP with their tokens, to the embedded cloud as `npm start` runs it. */
export const measureBookingLoad = async (): Promise<Section> => {
  const town = await openTown();
  const lines = CONNECTIONS.map((count) => openConnections(town.api, count));
  try {
    const readers = await town.moveIn('reader', READERS);
    const patients = await town.moveIn('patient', BOOKINGS);
    const reads = await readsOf(town, readers);
    await town.quiet();

    const stopwatch = openStopwatch();
    for (const [what, asks] of Object.entries(reads)) {
      for (const line of lines) {
        // So that as many workers run as it takes.
        const warm = asks.slice(0, 4 * line.count).map((each) => () => line.ask(each));
        await crowd(line.count, warm);
        await stopwatch.measure(what, line, asks);
      }
    }
    const first = readers[0] ?? '';
    const paid = (await town.doctors(first)).filter(({ feePaise }) => feePaise > 0);
    const bookingsBy = async (people: readonly string[], window: string): Promise<Ask[]> => {
      const slots = await town.freeTimes(paid, window, people.length, first);
      return slots.map((slot, index) => bookingOf(slot, people[index] ?? ''));
    };
    const [calm] = lines;
    if (calm) {
      const bookings = await bookingsBy(await town.moveIn('calm', ALONE.bookings), ALONE.window);
      await town.quiet();
      await stopwatch.measure('book (paid), alone', calm, bookings, () => pause(ALONE.pause));
    }
    for (const [turn, line] of lines.entries()) {
      const bookings = await bookingsBy(patients, WINDOWS[turn] ?? '');
      await stopwatch.measure('book (paid)', line, bookings);
      await town.quiet();
    }
    return {
      title: `Waiting for the API (HTTP to the embedded cloud, tokens of ${READERS} who look and ${BOOKINGS} who book)`,
      lines: stopwatch.lines,
      notes: [
        'Engine, functions, gateway and these clients share the cores: the next booking waits while what the one before set off (order, directory lines, audit) is done beside it. Alone: each a moment after the one before.',
      ],
      data: stopwatch.data,
    };
  } finally {
    for (const line of lines) line.close();
    await town.stop();
  }
};
