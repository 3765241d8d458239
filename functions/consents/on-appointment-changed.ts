import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { appointment } from '../appointments/items.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { all, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put } from '../shared/table/write.ts';
import { consent, consentIdOf, counts, endOfBookingConsent } from './items.ts';

/**
 * What was chosen when booking ends with the appointment: at once when it is cancelled, a week after its new end when it is
 * moved. It goes by the appointment as it is, because events come in any order; what the patient withdrew stays withdrawn.
 */
export const followAppointments = (options?: ConsumerOptions) =>
  reaction(
    'consents-on-appointment-changed',
    [AppointmentCancelled, AppointmentRescheduled],
    async ({ data: { appointmentId } }, { table, now }) => {
      const booked = await table.find(appointment, { appointmentId });
      if (!booked) return undefined;
      const key = { patientId: booked.patientId, consentId: consentIdOf(booked.doctorId, appointmentId) };
      const given = await table.find(consent, key);
      if (!given || !counts(given, now)) return undefined;
      const endsAt = booked.status === 'CANCELLED' ? now : endOfBookingConsent(booked.endsAt);
      if (endsAt === given.endsAt) return undefined;
      const unchanged = all(attribute('endsAt').is(given.endsAt), attribute('withdrawnAt').isMissing());
      return {
        writes: [put(consent.make(key, { ...given, endsAt })).when(unchanged, outdated)],
        touched: [{ subjectId: booked.patientId, resource: `consent#${given.consentId}` }],
      };
    },
    options,
  );

export const handler = followAppointments();
