import { ApiError } from '../shared/http/errors.ts';
import type { AppointmentStatus } from './contract.ts';

/**
 * What may follow what. `CANCELLED` has one way back, which no caller can take: a payment that comes after its hold ended
 * confirms the appointment if the time is still free (ADR 11).
 */
const following: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
  REQUESTED: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['IN_PROGRESS', 'CANCELLED', 'NO_SHOW'],
  IN_PROGRESS: ['COMPLETED', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
  NO_SHOW: [],
};

export const mayBecome = (from: AppointmentStatus, to: AppointmentStatus): boolean => following[from].includes(to);

/** The states from which a state may be reached: the condition of the write that reaches it. */
export const statesBefore = (to: AppointmentStatus): AppointmentStatus[] =>
  (Object.keys(following) as AppointmentStatus[]).filter((from) => mayBecome(from, to));

export const illegalTransition = (from: AppointmentStatus, to: AppointmentStatus): ApiError =>
  new ApiError('illegal-transition', `An appointment that is ${from} cannot become ${to}.`, { from, to });
