import type { NewEvent } from '../../events/envelope.ts';
import { RefundRequested } from '../../events/payments/refund-requested.v1.ts';
import type { Mode } from '../directory/contract.ts';
import { paymentAfter } from '../payments/items.ts';
import { ApiError } from '../shared/http/errors.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { refuseOverlap, requireSlot } from './booking.ts';
import type { AppointmentStatus, Availability } from './contract.ts';
import type { Dossier } from './dossier.ts';
import { lastVisit, type StoredAppointment } from './items.ts';
import { illegalTransition, mayBecome } from './lifecycle.ts';
import { refundOf } from './refund-policy.ts';
import { newRefunds, refundsOnCancel } from './settle.ts';
import { fullyRefundable, type Viewer } from './views.ts';
import { earliestStart, tooEarlyForNoShow, tooEarlyToStart } from './visit-times.ts';

type After = Pick<Dossier, 'appointment' | 'payment'>;

const refuseUnless = ({ status }: StoredAppointment, to: AppointmentStatus): void => {
  if (!mayBecome(status, to)) throw illegalTransition(status, to);
};

/** Called off by one side. What goes back is decided here, once, by the terms of the booking. */
export const cancelled = (dossier: Dossier, by: Viewer, now: Instant): After => {
  const { appointment, payment, ledger } = dossier;
  refuseUnless(appointment, 'CANCELLED');
  // A consultation that has begun is the doctor's to end.
  if (by === 'patient' && appointment.status === 'IN_PROGRESS') throw illegalTransition('IN_PROGRESS', 'CANCELLED');
  const { cancellation: policy, startsAt } = appointment;
  const refunds = refundsOnCancel(dossier, (paidPaise) => refundOf({ policy, paidPaise, startsAt, now, by }).paise, now);
  return {
    appointment: { ...appointment, status: 'CANCELLED', cancelReason: by === 'doctor' ? 'by-doctor' : 'by-patient', cancelledAt: now },
    payment: paymentAfter(payment, ledger, { refunds, cancelled: true }),
  };
};

/** Moved to another of the doctor's times, under the terms and the fee of the booking. */
export const moved = (
  dossier: Dossier,
  by: Viewer,
  to: { readonly startsAt: Instant; readonly mode: Mode },
  hours: Availability,
  now: Instant,
): After => {
  const { appointment, payment, ledger, calendar } = dossier;
  if (appointment.status !== 'CONFIRMED') throw illegalTransition(appointment.status, 'CONFIRMED');
  if (now >= appointment.startsAt || (by === 'patient' && !fullyRefundable(appointment, now)))
    throw new ApiError('too-late', 'It is too late to move this appointment. You can still cancel it.', {
      fullHours: appointment.cancellation.fullHours,
    });
  const slot = requireSlot(hours, to.startsAt, to.mode, now);
  refuseOverlap(calendar, slot, now, appointment.appointmentId);
  return {
    appointment: {
      ...appointment,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      bufferMinutes: slot.bufferMinutes,
      mode: to.mode,
      location: slot.location ?? appointment.location,
      movedFrom: [...appointment.movedFrom, appointment.startsAt],
    },
    payment: paymentAfter(payment, ledger, { refunds: payment.refunds, cancelled: false, visitAt: slot.startsAt }),
  };
};

export const started = ({ appointment, payment }: Dossier, now: Instant): After => {
  refuseUnless(appointment, 'IN_PROGRESS');
  if (now < earliestStart(appointment.startsAt)) throw tooEarlyToStart(appointment.startsAt);
  return { appointment: { ...appointment, status: 'IN_PROGRESS' }, payment };
};

/** Ended; remembered for the follow-up fee. */
export const completed = ({ appointment, payment }: Dossier, now: Instant): { after: After; visit: Write } => {
  refuseUnless(appointment, 'COMPLETED');
  const { appointmentId } = appointment;
  return {
    after: { appointment: { ...appointment, status: 'COMPLETED' }, payment },
    visit: put(lastVisit.make(appointment, { appointmentId, completedAt: now })),
  };
};

export const missed = ({ appointment, payment }: Dossier, now: Instant): After => {
  refuseUnless(appointment, 'NO_SHOW');
  if (now < appointment.endsAt) throw tooEarlyForNoShow(appointment.endsAt);
  return { appointment: { ...appointment, status: 'NO_SHOW' }, payment };
};

/** The refunds that a change decided on, to be carried out. */
export const newRefundEvents = (before: Dossier, after: After): NewEvent[] =>
  newRefunds(before.payment, after.payment).map(({ providerPaymentId, refundId }) =>
    RefundRequested.of({ appointmentId: before.appointment.appointmentId, providerPaymentId, refundId }),
  );
