import * as z from 'zod';

import { DuePlace } from '../shared/due/due-item.ts';
import { itemKind } from '../shared/table/item.ts';
import { CalendarDate, EpochSeconds, Instant } from '../shared/values.ts';
import { Caregiver, Dose, Reminder, ReminderSettings } from './contract.ts';

type PatientKey = { patientId: string };

/**
 * How far a reminder has come. A dose is named by its day and intake, or by its instant, never by a clock time, so that
 * neither an edit nor a change of zone can make two of one.
 */
export const Progress = z.object({
  /** Of clock times: each dose of a day before this one has had its turn. */
  settledBefore: CalendarDate,
  /** Of clock times: the doses from that day on that have had their turn, `<day>.<intakeId>`. */
  settled: z.array(z.string()),
  /**
   * Of each clock intake: the first local minute after which it counts, `2026-11-23T07:15` in the zone of that moment. Of
   * one dose, `<day>.<intakeId>`, if an edit brought in its day later than the intake.
   */
  countsAfter: z.record(z.string(), z.string()),
  /** Of an interval: each dose up to here has had its turn. */
  settledThrough: Instant,
  /** What is announced next, and where its due item is. */
  next: z.object({ dose: z.string(), dueAt: Instant, place: DuePlace }).optional(),
  /** Of an as-needed medicine: when it was taken in the last 24 hours. */
  takings: z.array(Instant),
});
export type Progress = z.infer<typeof Progress>;

export const reminder = itemKind({
  type: 'reminder',
  version: 1,
  schema: Reminder.omit({ nextAt: true, nextAllowedAt: true, daysLeft: true }).extend({
    patientId: z.string(),
    progress: Progress,
    /** Counts every write; `revision` counts what the person changed, so that a dose's time is no conflict with an open form. */
    turn: z.int().min(1),
  }),
  key: ({ patientId, reminderId }: PatientKey & { reminderId: string }) => ({ pk: `patient#${patientId}#reminders`, sk: reminderId }),
  holds: 'A medicine that a person is reminded of: when, how much, how far it has come',
  readBy: ['reminders: the person; whoever is told that a dose is due'],
});
export type StoredReminder = z.infer<typeof reminder.schema>;

/** The day under which a dose is kept: of a clock time its own, of an instant the UTC one. */
export const dayOfDose = (doseId: string): string => {
  const [, when = ''] = doseId.split('.');
  return when.slice(0, 10);
};

export const doseHistoryOf = (patientId: string): string => `patient#${patientId}#dose-history`;

export const dose = itemKind({
  type: 'dose',
  version: 1,
  schema: Dose.extend({
    patientId: z.string(),
    /** What is due about it, so that an answer takes it back. */
    looks: z.array(DuePlace),
    /** How often it was snoozed: part of the ids of what follows. */
    snoozes: z.int().min(0),
    /** When it came due in fact: later than `dueAt` after a stop of ours. */
    announcedAt: Instant.optional(),
    /** When its caregivers were told. */
    caregiversToldAt: Instant.optional(),
    /** By how much its taking reduced the stock: what an undo gives back. */
    stockTaken: z.number().min(0).optional(),
    revision: z.int().min(1),
  }),
  key: ({ patientId, doseId }: PatientKey & { doseId: string }) => ({
    pk: `patient#${patientId}#doses`,
    sk: `${dayOfDose(doseId)}#${doseId}`,
  }),
  indexes: ({ patientId, doseId, dueAt }) => ({ gsi1pk: doseHistoryOf(patientId), gsi1sk: `${dueAt}#${doseId}` }),
  holds: 'One dose whose time has come, or that was answered before it: taken, skipped, snoozed, missed',
  readBy: [
    'reminders: the person’s day',
    'reminders: history, newest first',
    'reminders: what is due about it',
    'notifications: whether it still waits',
  ],
});
export type StoredDose = z.infer<typeof dose.schema>;

export const reminderSettings = itemKind({
  type: 'reminder-settings',
  version: 1,
  schema: ReminderSettings,
  key: ({ accountId }: { accountId: string }) => ({ pk: `account#${accountId}`, sk: 'reminder-settings' }),
  holds: 'In which zone a person’s clock times are',
  readBy: ['reminders: whenever a clock time becomes an instant'],
});

/** Whoever never chose. */
export const INDIAN_ZONE = 'Asia/Kolkata';

export const caregiverLink = itemKind({
  type: 'caregiver-link',
  version: 1,
  schema: Caregiver.omit({ as: true, name: true }).extend({
    patientId: z.string(),
    patientName: z.string(),
    /** The name that the patient gave; once accepted, the caregiver's own. */
    caregiverName: z.string(),
    caregiverId: z.string().optional(),
    /** Of an invitation. */
    code: z.string().optional(),
    goodUntil: Instant.optional(),
  }),
  key: ({ patientId, linkId }: PatientKey & { linkId: string }) => ({ pk: `patient#${patientId}#caregivers`, sk: linkId }),
  indexes: ({ caregiverId, linkId }) => (caregiverId ? { gsi1pk: `caregiver#${caregiverId}`, gsi1sk: linkId } : {}),
  holds: 'That somebody is told when a person misses an important dose, or is invited to be',
  readBy: ['reminders: the patient; whoever tells the caregivers', 'reminders: the caregiver', 'notifications: whether it still holds'],
});
export type CaregiverLink = z.infer<typeof caregiverLink.schema>;

export const caregiverInvitation = itemKind({
  type: 'caregiver-invitation',
  version: 1,
  schema: z.object({ patientId: z.string(), linkId: z.string(), goodUntil: Instant, expiresAt: EpochSeconds }),
  key: ({ code }: { code: string }) => ({ pk: `caregiver-invitation#${code}`, sk: 'invitation' }),
  holds: 'A code by which somebody becomes a caregiver; gone once used',
  readBy: ['reminders: whoever enters it'],
});

export const reminderGate = itemKind({
  type: 'reminder-gate',
  version: 1,
  schema: z.object({ turn: z.int().min(1) }),
  key: ({ patientId }: PatientKey) => ({ pk: `account#${patientId}`, sk: 'reminder-gate' }),
  holds: 'How often a person’s reminders, caregivers or zone were added to: two additions at once cannot both be the last allowed one',
  readBy: ['reminders: whoever adds a reminder or a caregiver, or changes the zone'],
});
