import type { StoredPayment } from '../payments/items.ts';
import { type Instant, millisecondsOf } from '../shared/values.ts';
import type { AppointmentAction, AppointmentDetail, AppointmentSummary } from './contract.ts';
import { holds } from './dossier.ts';
import type { StoredAppointment } from './items.ts';
import { refundOf } from './refund-policy.ts';
import { earliestStart } from './visit-times.ts';

/** As whom somebody looks at an appointment. */
export type Viewer = 'patient' | 'doctor';

const secondsLeft = ({ status, heldUntil }: StoredAppointment, now: Instant): number | undefined =>
  status === 'REQUESTED' && heldUntil ? Math.max(0, Math.ceil((millisecondsOf(heldUntil) - millisecondsOf(now)) / 1000)) : undefined;

/** A line of a list. A note is its patient's to see once it is signed. */
export const summaryOf = (stored: StoredAppointment, viewer: Viewer, now: Instant): AppointmentSummary => ({
  ...stored,
  holdSecondsLeft: secondsLeft(stored, now),
  noteId: viewer === 'doctor' || stored.noteSignedAt ? stored.noteId : undefined,
});

const actionsFor = (stored: StoredAppointment, viewer: Viewer, now: Instant): AppointmentAction[] => {
  const { status, startsAt, endsAt, noteId } = stored;
  const open = status === 'REQUESTED' || status === 'CONFIRMED' || status === 'IN_PROGRESS';
  const movable = status === 'CONFIRMED' && now < startsAt && (viewer === 'doctor' || fullyRefundable(stored, now));
  if (viewer === 'patient')
    return [
      ...(status === 'REQUESTED' && holds(stored, now) ? (['pay'] as const) : []),
      ...(open && status !== 'IN_PROGRESS' && now < startsAt ? (['cancel'] as const) : []),
      ...(movable ? (['reschedule'] as const) : []),
    ];
  return [
    ...(status === 'CONFIRMED' && earliestStart(startsAt) <= now ? (['start'] as const) : []),
    ...(status === 'IN_PROGRESS' ? (['complete'] as const) : []),
    ...((status === 'IN_PROGRESS' || status === 'COMPLETED') && !noteId ? (['write-note'] as const) : []),
    ...(status === 'CONFIRMED' && endsAt <= now ? (['no-show'] as const) : []),
    ...(open ? (['cancel'] as const) : []),
    ...(movable ? (['reschedule'] as const) : []),
  ];
};

/** Moving is free of charge as long as cancelling would be: else a late move would be a way around the policy. */
export const fullyRefundable = ({ cancellation, startsAt }: StoredAppointment, now: Instant): boolean =>
  millisecondsOf(startsAt) - millisecondsOf(now) >= cancellation.fullHours * 3_600_000;

export const detailOf = (stored: StoredAppointment, payment: StoredPayment, viewer: Viewer, now: Instant): AppointmentDetail => {
  const actions = actionsFor(stored, viewer, now);
  const live = stored.status === 'CONFIRMED' || stored.status === 'IN_PROGRESS';
  const paidPaise = (payment.capturedPaise - payment.refundedPaise - payment.refundDuePaise) as AppointmentDetail['feePaise'];
  return {
    ...stored,
    ...summaryOf(stored, viewer, now),
    paymentStatus: payment.status,
    patientAge: viewer === 'doctor' ? stored.patientAge : undefined,
    patientSex: viewer === 'doctor' ? stored.patientSex : undefined,
    patientPhone: viewer === 'doctor' && live && stored.mode === 'phone' ? stored.patientPhone : undefined,
    videoUrl: live && stored.mode === 'video' ? stored.videoUrl : undefined,
    refundIfCancelled: actions.includes('cancel')
      ? refundOf({ policy: stored.cancellation, paidPaise, startsAt: stored.startsAt, now, by: viewer })
      : undefined,
    actions,
    refundedPaise: payment.refundedPaise,
    refundDuePaise: payment.refundDuePaise,
  };
};
