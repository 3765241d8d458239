import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import { FreeTimesChanged } from '../../events/appointments/free-times-changed.v1.ts';
import type { NewEvent } from '../../events/envelope.ts';
import { PaymentReported } from '../../events/payments/payment-reported.v1.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { type Instant, later } from '../shared/values.ts';
import { changeWrites, counting } from './changes.ts';
import { type Dossier, findClaims, findDossier, holds } from './dossier.ts';
import { cellsOf } from './free-slots.ts';
import { settle } from './settle.ts';
import { newRefundEvents } from './transitions.ts';

/** Whether an unpaid appointment's time could be its own now: nobody else has it, and the patient is nowhere else. */
const isFree = async (table: Table, { appointment, calendar }: Dossier, now: Instant): Promise<boolean> => {
  const { appointmentId, doctorId, startsAt, endsAt, bufferMinutes } = appointment;
  const elsewhere = counting(calendar, now).some(
    (entry) => entry.appointmentId !== appointmentId && entry.startsAt < endsAt && startsAt < entry.endsAt,
  );
  if (elsewhere) return false;
  const claims = await findClaims(table, doctorId, startsAt, later(endsAt, bufferMinutes * 60));
  return cellsOf(appointment).every((cell) => {
    const claim = claims.get(cell);
    return claim === undefined || claim.appointmentId === appointmentId || !holds(claim, now);
  });
};

const same = (a: object, b: object): boolean => JSON.stringify({ ...a, revision: 0 }) === JSON.stringify({ ...b, revision: 0 });

/** Brings an appointment, its time and its payment in line with the ledger, in one transaction. */
export const settlePayments = (options?: ConsumerOptions) =>
  reaction(
    'appointments-on-payment-reported',
    [PaymentReported],
    async ({ data: { appointmentId }, correlationId }, { table, now }) => {
      const dossier = await findDossier(table, appointmentId);
      if (!dossier) return undefined;
      const { appointment: before, payment } = dossier;
      const undecided = before.status === 'REQUESTED' || before.cancelReason === 'hold-expired';
      const after = settle(dossier, now, undecided && (await isFree(table, dossier, now)));
      const changed = before.status !== after.appointment.status || before.cancelReason !== after.appointment.cancelReason;
      if (!changed && same(payment, after.payment)) return undefined;
      const { doctorId, patientId, cancelReason = 'refunded', status } = after.appointment;
      const who = { appointmentId, doctorId, patientId };
      const events: NewEvent[] = newRefundEvents(dossier, after);
      if (changed) {
        events.push(status === 'CONFIRMED' ? AppointmentConfirmed.of(who) : AppointmentCancelled.of({ ...who, reason: cancelReason }));
        if (before.status !== 'REQUESTED' || status !== 'CONFIRMED') events.push(FreeTimesChanged.of({ doctorId }));
      }
      return {
        writes: changeWrites({ before: dossier, calendar: dossier.calendar, after, now, correlationId, taken: outdated }),
        events,
        touched: [{ subjectId: patientId, resource: `appointment#${appointmentId}` }],
      };
    },
    options,
  );

export const handler = settlePayments();
