import { setTimeout as pause } from 'node:timers/promises';

import { type AppointmentDetail, CONSENT_WORDING, type Slot } from '../functions/appointments/contract.ts';
import type { DoctorListing } from '../functions/directory/contract.ts';
import { nowOf, surroundings } from '../functions/shared/context.ts';
import { daysLater } from '../functions/shared/indian-day.ts';
import { indianDateOf } from '../functions/shared/values.ts';
import { startCloud } from '../local/testing.ts';
import { type Ask, openConnections } from './connections.ts';
import { crowd } from './crowd.ts';

const AT_ONCE = 16;
const WAIT_SECONDS = 60;
/** Of the demo: seven from the directory and Dr Meera Iyer. */
const DOCTORS = 8;

export type Bookable = { readonly doctorId: string; readonly startsAt: string; readonly mode: string };

export const bookingOf = ({ doctorId, startsAt, mode }: Bookable, token: string): Ask => ({
  path: '/appointments',
  token,
  body: { doctorId, startsAt, mode, reason: 'A cough for two weeks', consent: { wording: CONSENT_WORDING } },
});

/** From so many days from today to so many, as a query. */
export const days = (from: number, to: number): string => {
  const today = indianDateOf(nowOf(surroundings));
  return `from=${daysLater(today, from)}&to=${daysLater(today, to)}`;
};

/** The embedded cloud as `npm start` runs it, with the demo's doctors, and people who move in. */
export const openTown = async () => {
  const cloud = await startCloud({
    args: ['--rate-limits=off'],
    // This process has silenced its own handlers; the cloud's write their logs as they do in life.
    env: { AROGYA_WEB: 'off', POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' },
  });
  const api = `${cloud.origin}/api/v1`;
  const line = openConnections(api, AT_ONCE);
  const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
    for (const end = Date.now() + WAIT_SECONDS * 1000; Date.now() < end; await pause(200)) {
      const found = await look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what} took more than ${WAIT_SECONDS} s`);
  };

  return {
    api,

    /** People who may book, by their tokens. */
    moveIn: async (called: string, count: number): Promise<string[]> => {
      const { tokens } = await cloud.api<{ tokens: string[] }>('POST', '/tokens', { account: called, count });
      const changes = { name: 'Asha Verma', dateOfBirth: '1990-05-04', phone: '+919800000001', sex: 'female' };
      const saves = tokens.map((token) => () => line.ask({ method: 'PATCH', path: '/me', token, body: { revision: 0, changes } }));
      await crowd(AT_ONCE, saves);
      return tokens;
    },

    /** Every doctor, once all are in the directory with a free time. */
    doctors: (token: string): Promise<DoctorListing[]> =>
      until('filling the directory', async () => {
        const listed = await line.read<DoctorListing[]>({ path: '/doctors?limit=100', token });
        return listed.filter(({ nextFreeAt }) => nextFreeAt).length < DOCTORS ? undefined : listed;
      }),

    /** Free times of several doctors, evenly spread over all that there are. */
    freeTimes: async (doctors: readonly DoctorListing[], query: string, count: number, token: string): Promise<Bookable[]> => {
      const found = await crowd(
        AT_ONCE,
        doctors.map(({ doctorId }) => async () => {
          const slots = await line.read<Slot[]>({ path: `/doctors/${doctorId}/slots?${query}`, token });
          return slots.map(({ startsAt, modes: [mode = ''] }) => ({ doctorId, startsAt, mode }));
        }),
      );
      const all = found.flatMap(({ result }) => result);
      if (all.length < count) throw new Error(`There are ${all.length} free times for ${count} bookings`);
      return all.filter((_, index) => index % Math.floor(all.length / count) === 0).slice(0, count);
    },

    book: async (slot: Bookable, token: string): Promise<string> =>
      (await line.read<AppointmentDetail>(bookingOf(slot, token))).appointmentId,

    /** Back when all that follows from what was done is done too. */
    quiet: (): Promise<true> =>
      until('working off the queues', async () => {
        const queues = await cloud.api<{ visible: number; inFlight: number; deadLettersOf: string[] }[]>('GET', '/queues');
        const left = queues.filter(({ visible, inFlight, deadLettersOf }) => deadLettersOf.length === 0 && visible + inFlight > 0);
        return left.length === 0 ? true : undefined;
      }),

    stop: async (): Promise<void> => {
      line.close();
      await cloud.stop();
    },
  };
};
