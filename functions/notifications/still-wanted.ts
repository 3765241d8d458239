import { appointment } from '../appointments/items.ts';
import { document } from '../documents/items.ts';
import { caregiverLink, dose, reminder } from '../reminders/items.ts';
import type { Table } from '../shared/table/table.ts';
import type { Instant } from '../shared/values.ts';
import type { NoticeKind } from './contract.ts';
import type { About } from './items.ts';

export type Notice = { readonly kind: NoticeKind; readonly recipientId: string; readonly about: About };

const NOBODY = '-';

/** Of a dose: whether it still waits for its answer. An answer "later" is one too; what follows from it says so anew. */
const whyNoDose = async (table: Table, { kind, about }: Notice): Promise<string | undefined> => {
  const { patientId = NOBODY, doseId = NOBODY, reminderId = doseId.split('.')[0] ?? NOBODY } = about;
  const { waiting, rule } = await table.findTogether({
    waiting: dose.at({ patientId, doseId }),
    rule: reminder.at({ patientId, reminderId }),
  });
  if (!waiting || !rule) return 'no-such-dose';
  // An ended one has had its last dose, which is still to be taken.
  if (rule.status === 'stopped') return 'reminder-stopped';
  if (kind === 'caregiver-alert') return ['due', 'snoozed', 'missed'].includes(waiting.status) ? undefined : 'dose-answered';
  if (waiting.status === 'missed') return 'dose-missed';
  if (waiting.status !== 'due') return 'dose-answered';
  return kind === 'dose-due' && waiting.snoozes > 0 ? 'dose-snoozed' : undefined;
};

const whyNoCaregiver = async (table: Table, { recipientId, about }: Notice): Promise<string | undefined> => {
  const { patientId = NOBODY, linkId = NOBODY } = about;
  const link = await table.find(caregiverLink, { patientId, linkId });
  return link?.status === 'active' && link.caregiverId === recipientId ? undefined : 'care-ended';
};

const whyNoAppointment = async (table: Table, { kind, about }: Notice, now: Instant): Promise<string | undefined> => {
  const booked = await table.find(appointment, { appointmentId: about.appointmentId ?? NOBODY });
  if (!booked) return 'no-such-appointment';
  if (kind === 'appointment-cancelled') return booked.status === 'CANCELLED' ? undefined : 'not-cancelled';
  if (booked.status !== 'CONFIRMED') return 'not-confirmed';
  if (about.startsAt !== undefined && booked.startsAt !== about.startsAt) return 'moved';
  return kind === 'appointment-reminder' && booked.startsAt <= now ? 'begun' : undefined;
};

/** Why somebody is not to be told any more; nothing while it holds. What was said when it was wanted may be over since. */
export const whyNotWanted = async (table: Table, notice: Notice, now: Instant): Promise<string | undefined> => {
  const { kind, about } = notice;
  switch (kind) {
    case 'dose-due':
    case 'dose-due-again':
      return whyNoDose(table, notice);
    case 'caregiver-alert':
      return (await whyNoCaregiver(table, notice)) ?? (await whyNoDose(table, notice));
    case 'refill-soon': {
      const rule = await table.find(reminder, { patientId: about.patientId ?? NOBODY, reminderId: about.reminderId ?? NOBODY });
      if (rule?.status !== 'running') return 'reminder-stopped';
      return rule.stock && rule.stock.left <= rule.stock.warnAt ? undefined : 'refilled';
    }
    case 'appointment-confirmed':
    case 'appointment-cancelled':
    case 'appointment-rescheduled':
    case 'appointment-reminder':
      return whyNoAppointment(table, notice, now);
    case 'file-rejected': {
      const file = await table.find(document, { documentId: about.documentId ?? NOBODY });
      return file?.status === 'rejected' ? undefined : 'file-gone';
    }
    case 'doses-late':
    case 'caregiver-accepted':
    case 'caregiver-ended':
    case 'emergency-access':
      return undefined;
  }
};
