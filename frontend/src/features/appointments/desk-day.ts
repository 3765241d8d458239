import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';

/** A visit may begin this long before its time; the API's rule, here only to lock the button. */
const EARLIEST_START_MINUTES = 30;

/** When a visit can be started at the earliest, in milliseconds since 1970. */
export const startableFrom = ({ startsAt }: Pick<AppointmentSummary, 'startsAt'>): number =>
  Date.parse(startsAt) - EARLIEST_START_MINUTES * 60_000;

export type DeskDay<A> = {
  /** In the room now, or the next one to come. */
  readonly first: A | undefined;
  /** Begun and not ended, or not begun although the time is over. */
  readonly unsettled: readonly A[];
  readonly coming: readonly A[];
  /** Kept for a patient who is paying. */
  readonly held: readonly A[];
  readonly over: readonly A[];
};

type Known = Pick<AppointmentSummary, 'status' | 'startsAt' | 'endsAt' | 'cancelReason' | 'holdSecondsLeft'>;

/** Whether a cancelled appointment is news to the doctor: one that was never confirmed is not. */
const wasReal = ({ cancelReason }: Known): boolean => cancelReason !== 'hold-expired' && cancelReason !== 'slot-gone';

/** Whether the doctor's time is taken by it, or was. */
export const takesTime = ({ status, holdSecondsLeft }: Known): boolean =>
  status === 'REQUESTED' ? holdSecondsLeft !== 0 : status !== 'CANCELLED';

/** One day as the doctor works through it. `now` in milliseconds since 1970. */
export const deskDay = <A extends Known>(appointments: readonly A[], now: number): DeskDay<A> => {
  const byStart = appointments.toSorted((left, right) => left.startsAt.localeCompare(right.startsAt));
  const is = (status: AppointmentSummary['status']): readonly A[] => byStart.filter((appointment) => appointment.status === status);
  const confirmed = is('CONFIRMED');
  const running = is('IN_PROGRESS');
  const late = confirmed.filter(({ endsAt }) => Date.parse(endsAt) <= now);
  const ahead = confirmed.filter(({ endsAt }) => Date.parse(endsAt) > now);
  const first = running[0] ?? ahead[0];
  return {
    first,
    unsettled: [...running, ...late].filter((appointment) => appointment !== first),
    coming: ahead.filter((appointment) => appointment !== first),
    held: is('REQUESTED').filter(takesTime),
    over: byStart.filter(
      (appointment) =>
        appointment.status === 'COMPLETED' ||
        appointment.status === 'NO_SHOW' ||
        (appointment.status === 'CANCELLED' && wasReal(appointment)),
    ),
  };
};
