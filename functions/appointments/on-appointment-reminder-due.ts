import type * as z from 'zod';

import { AppointmentReminderDue } from '../../events/appointments/appointment-reminder-due.v1.ts';
import { letterTo, noticeWanted } from '../notifications/items.ts';
import { nowOf } from '../shared/context.ts';
import { schedule } from '../shared/due/due-item.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { linkTo } from '../shared/links.ts';
import { sendMail } from '../shared/mail.ts';
import type { Instant } from '../shared/values.ts';
import { appointment, type StoredAppointment } from './items.ts';
import { reminderMail } from './reminder-mail.ts';
import { endOfQuietHours, inQuietHours, reminderTimes } from './reminder-times.ts';

type Reminder = z.infer<typeof AppointmentReminderDue.data>;

const THE_BEGINNING = '1970-01-01T00:00:00Z' as Instant;

/** Whether a reminder nearer to the start is due too: after a stop the patient gets that one, and not one after the other. */
const overtaken = ({ startsAt, minutesBefore }: Reminder, now: Instant): boolean =>
  reminderTimes(startsAt, THE_BEGINNING).some((other) => other.minutesBefore < minutesBefore && other.at <= now);

/** Why the patient is not to be reminded any more. What an event says was so when it was written; the appointment says what is. */
const whyNot = (reminder: Reminder, booked: StoredAppointment | undefined, now: Instant): string | undefined => {
  if (!booked) return 'no such appointment';
  if (booked.status !== 'CONFIRMED') return 'not confirmed';
  if (booked.startsAt !== reminder.startsAt) return 'moved';
  if (booked.startsAt <= now) return 'begun';
  if (overtaken(reminder, now)) return 'a later one is due';
  return undefined;
};

/** Reminds a patient: a notification on the channels that they chose, and a letter by e-mail if that is among them. */
export const remind = (options?: ConsumerOptions) =>
  consumer(
    'appointments-on-appointment-reminder-due',
    [AppointmentReminderDue],
    async ({ id, data, correlationId }, { table, surroundings }) => {
      const now = nowOf(surroundings);
      const { appointmentId, minutesBefore } = data;
      const booked = await table.find(appointment, { appointmentId });
      const reason = whyNot(data, booked, now);
      if (reason || !booked) return { skipped: reason ?? 'no such appointment' };
      if (minutesBefore !== 15 && inQuietHours(now)) {
        // It came late and would wake somebody: it waits for the morning, when it looks again.
        const morning = schedule(`${id}#morning`, AppointmentReminderDue.of(data), endOfQuietHours(now), { now, correlationId });
        return { done: 'put off until the morning', record: [morning.write] };
      }
      const { patientId: recipientId, startsAt } = booked;
      const notice = noticeWanted({
        noticeId: `appointment-reminder.${appointmentId}.${minutesBefore}.${startsAt}`,
        recipientId,
        kind: 'appointment-reminder',
        about: { appointmentId, minutesBefore, startsAt },
      });
      // Written with the ledger's entry and handed over by the next sweep: no letter without it, and it once.
      const record = [schedule(`${id}#notice`, notice, now, { now, correlationId }).write];
      const to = await letterTo(table, recipientId, 'appointments');
      if ('skipped' in to) return { done: to.skipped, record };
      return { done: await sendMail(reminderMail(booked, to, linkTo(`/visits/booked/${appointmentId}`), now)), record };
    },
    options,
  );

export const handler = remind();
