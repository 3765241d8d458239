import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant, spokenCode } from '../shared/values.ts';

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);

/** Reminders that one person can have running at a time. */
export const MOST_REMINDERS = 50;
/** People that one person can have as caregivers, and invitations that can be open. */
export const MOST_CAREGIVERS = 5;
/** An invitation's code is good for this long, and once. */
export const INVITATION_HOURS = 48;
/** A snooze, as often as wanted until the dose counts as missed. */
export const SNOOZE_MINUTES = [10, 15, 30, 60] as const;
/** A dose that nobody answers counts as missed after this long, or when half of the time to the next one is over if that is sooner. */
export const MISSED_AFTER_MINUTES = 240;
/** A dose that comes due this much too late, after a stop of ours, is listed as late and not announced by itself. */
export const TOO_LATE_TO_ANNOUNCE_MINUTES = 60;

export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

/** A time on the clock of the person's zone, whole minutes: `08:00`. */
export const ClockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 08:00');

/** How many units at once, in quarters: half a tablet is 0.5. */
export const Amount = z
  .number()
  .min(0.25, 'must be at least a quarter')
  .max(1_000, 'must be at most 1000')
  .multipleOf(0.25, 'must be whole, a half or a quarter');

/** FHIR `Timing.repeat.when`, reduced to what is said with food. */
export const Instruction = z.enum(['before-food', 'with-food', 'after-food', 'empty-stomach', 'bedtime', 'none']);

/** What a dose is counted in. */
export const Form = z.enum(['tablet', 'capsule', 'ml', 'drop', 'puff', 'injection', 'unit', 'sachet', 'patch', 'application']);
export type Form = z.infer<typeof Form>;

/**
 * One time of the day. `intakeId` names it over edits: moving 08:00 to 09:00 moves the doses, it makes no second one.
 */
export const Intake = z.strictObject({
  intakeId: z.string().regex(/^[a-z0-9]{1,12}$/, 'must be one to twelve small letters and digits'),
  at: ClockTime,
  amount: Amount,
});
export type Intake = z.infer<typeof Intake>;

/** `days` days with this amount at each intake, in place of the intake's own. */
export const TaperStep = z.strictObject({ days: z.int().min(1, 'must be at least a day').max(366), amount: Amount });

/**
 * When a medicine is taken. `clock`: at times of the day in the person's zone, on some weekdays, in cycles (21 days on, 7
 * off, counted from `startsOn`), or in steps after whose last the course ends. `interval`: every so many hours from an
 * instant, whatever the zone, without drift. `as-needed`: never reminded; never sooner than the gap, never more than so
 * often in any 24 hours.
 */
export const Schedule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('clock'),
    intakes: z.array(Intake).min(1, 'must have at least one time').max(12),
    weekdays: z.array(Weekday).min(1, 'must have at least one day').max(7).optional(),
    cycle: z.strictObject({ daysOn: z.int().min(1).max(366), daysOff: z.int().min(1).max(366) }).optional(),
    taper: z.array(TaperStep).min(1).max(20).optional(),
  }),
  z.strictObject({ kind: z.literal('interval'), everyHours: z.int().min(1).max(168), firstAt: Instant, amount: Amount }),
  z.strictObject({
    kind: z.literal('as-needed'),
    amount: Amount,
    minimumGapMinutes: z.int().min(0).max(1_440),
    dailyMaximum: z.int().min(1).max(48),
  }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** An IANA zone: `Asia/Kolkata`. */
export const Zone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'must be a time zone like Asia/Kolkata');

export const ReminderFields = z.strictObject({
  medicine: line(120),
  /** As printed: `500 mg`. */
  strength: line(40).optional(),
  form: Form,
  instruction: Instruction,
  note: z.string().trim().max(300).optional(),
  schedule: Schedule,
  startsOn: CalendarDate,
  /** The last day. */
  endsOn: CalendarDate.optional(),
  /** Keeps its own zone, wherever the person is. */
  zone: Zone.optional(),
  /** Units left, and when to warn. */
  stock: z.strictObject({ left: z.number().min(0).max(10_000).multipleOf(0.25), warnAt: z.number().min(0).max(10_000) }).optional(),
  /** A dose that nobody answers is told to the caregivers after this many minutes. */
  alertCaregiversAfterMinutes: z.int().min(5).max(180).optional(),
  /** The signed note that it comes from. */
  noteId: z.string().min(1).max(128).optional(),
});
export type ReminderFields = z.infer<typeof ReminderFields>;

/** `ended`: its last day is over. `stopped`: by the person. */
export const ReminderStatus = z.enum(['running', 'ended', 'stopped']);

export const Reminder = ReminderFields.extend({
  reminderId: z.string(),
  status: ReminderStatus,
  /** The next dose to be announced. */
  nextAt: Instant.optional(),
  /** Of an as-needed medicine: before this instant another one is too soon. */
  nextAllowedAt: Instant.optional(),
  /** Whole days that the stock lasts, as it is taken now. */
  daysLeft: z.int().min(0).optional(),
  createdAt: Instant,
  stoppedAt: Instant.optional(),
  revision: z.int().min(1),
});
export type Reminder = z.infer<typeof Reminder>;

/** `upcoming`: its time has not come. `due`: it has. `missed`: nobody answered in time; it can still be taken, late. */
export const DoseStatus = z.enum(['upcoming', 'due', 'snoozed', 'taken', 'skipped', 'missed']);
export type DoseStatus = z.infer<typeof DoseStatus>;

export const SkipReason = z.enum(['felt-unwell', 'side-effect', 'ran-out', 'forgot', 'doctor-said', 'other']);

export const Dose = z.object({
  /** `<reminderId>.<day>.<intakeId>`, `<reminderId>.<instant>` or, as needed, `<reminderId>.<instant>.<mark>`. */
  doseId: z.string(),
  reminderId: z.string(),
  medicine: z.string(),
  strength: z.string().optional(),
  form: Form,
  instruction: Instruction,
  amount: Amount,
  status: DoseStatus,
  /** When it is, or was, to be taken; a snooze does not change it. */
  dueAt: Instant,
  snoozedUntil: Instant.optional(),
  takenAt: Instant.optional(),
  /** Taken more than an hour after its time. */
  late: z.boolean().optional(),
  skipReason: SkipReason.optional(),
  /** When somebody last answered it: for an hour from then that can be taken back. */
  answeredAt: Instant.optional(),
  asNeeded: z.boolean().optional(),
});
export type Dose = z.infer<typeof Dose>;

/** What is shown beside the doses of one day. */
export const DosesMeta = z.object({ zone: z.string(), date: CalendarDate });

/** Of one medicine in one week (from Monday, in the person's zone). Doses that are still due count nowhere. */
export const AdherenceWeek = z.object({
  reminderId: z.string(),
  medicine: z.string(),
  weekOf: CalendarDate,
  taken: z.int().min(0),
  late: z.int().min(0),
  skipped: z.int().min(0),
  missed: z.int().min(0),
  /** Taken of all, in whole per cent, rounded down. Absent where nothing was due. */
  percent: z.int().min(0).max(100).optional(),
});
export type AdherenceWeek = z.infer<typeof AdherenceWeek>;

/** FHIR `RelatedPerson`, reduced: somebody who is told when an important dose is missed. */
export const Caregiver = z.object({
  linkId: z.string(),
  /** `invited` until somebody has accepted with the code. */
  status: z.enum(['invited', 'active', 'ended']),
  /** As whom the caller sees it. */
  as: z.enum(['patient', 'caregiver']),
  /** The other side's name; of an invitation the name that the patient gave. */
  name: z.string(),
  invitedAt: Instant,
  acceptedAt: Instant.optional(),
  endedAt: Instant.optional(),
  endedBy: z.enum(['patient', 'caregiver']).optional(),
});
export type Caregiver = z.infer<typeof Caregiver>;

export const ReminderSettings = z.object({ zone: Zone, revision: z.int().min(0) });
export type ReminderSettings = z.infer<typeof ReminderSettings>;

const id = z.string().min(1).max(200);
const reminderParams = z.strictObject({ reminderId: id });
const doseParams = z.strictObject({ doseId: id });

export const reminderRoutes = {
  create: route({
    method: 'POST',
    path: '/reminders',
    summary: 'Remind the caller of a medicine',
    allow: ['patient'],
    status: 201,
    body: ReminderFields,
    reply: Reminder,
    errors: ['too-many-reminders'],
    idempotent: true,
  }),
  list: route({
    method: 'GET',
    path: '/reminders',
    summary: 'The caller’s reminders: those that run, or all',
    allow: ['patient'],
    query: z.strictObject({ show: z.enum(['running', 'all']).optional() }),
    reply: z.array(Reminder),
  }),
  get: route({
    method: 'GET',
    path: '/reminders/{reminderId}',
    summary: 'One reminder',
    allow: ['patient'],
    params: reminderParams,
    reply: Reminder,
  }),
  change: route({
    method: 'PATCH',
    path: '/reminders/{reminderId}',
    summary: 'Change a reminder; doses whose time has come stay as they are; null takes a part out',
    allow: ['patient'],
    params: reminderParams,
    body: z.strictObject({
      revision: z.int().min(1),
      changes: ReminderFields.omit({ noteId: true }).partial().extend({
        strength: ReminderFields.shape.strength.nullable(),
        note: ReminderFields.shape.note.nullable(),
        endsOn: ReminderFields.shape.endsOn.nullable(),
        zone: ReminderFields.shape.zone.nullable(),
        stock: ReminderFields.shape.stock.nullable(),
        alertCaregiversAfterMinutes: ReminderFields.shape.alertCaregiversAfterMinutes.nullable(),
      }),
    }),
    reply: Reminder,
    errors: ['changed-elsewhere', 'reminder-not-running'],
    idempotent: true,
  }),
  stop: route({
    method: 'DELETE',
    path: '/reminders/{reminderId}',
    summary: 'Stop reminding; nothing is sent after this, the history stays',
    allow: ['patient'],
    params: reminderParams,
    reply: Reminder,
  }),
  resume: route({
    method: 'POST',
    path: '/reminders/{reminderId}/resume',
    summary: 'Run a stopped reminder again, from now on',
    allow: ['patient'],
    params: reminderParams,
    reply: Reminder,
    errors: ['too-many-reminders', 'reminder-over'],
    idempotent: true,
  }),
  takeAsNeeded: route({
    method: 'POST',
    path: '/reminders/{reminderId}/doses',
    summary: 'Note that an as-needed medicine was taken now; refused before its gap is over or beyond its daily maximum',
    allow: ['patient'],
    status: 201,
    params: reminderParams,
    reply: Dose,
    errors: ['too-soon', 'daily-maximum', 'reminder-not-running', 'not-as-needed'],
    idempotent: true,
  }),
  listDoses: route({
    method: 'GET',
    path: '/doses',
    summary: 'The doses of one day in the caller’s zone, by time; today unless said',
    allow: ['patient'],
    query: z.strictObject({ date: CalendarDate.optional() }),
    reply: z.array(Dose),
    meta: DosesMeta,
  }),
  listDoseHistory: route({
    method: 'GET',
    path: '/dose-history',
    summary: 'Doses whose time has come, newest first',
    allow: ['patient'],
    query: pageQuery.extend({ reminderId: id.optional() }),
    reply: z.array(Dose),
    meta: PageMeta,
  }),
  take: route({
    method: 'POST',
    path: '/doses/{doseId}/take',
    summary: 'The dose was taken, now or at a time of the last 24 hours; also early on its day, or late',
    allow: ['patient'],
    params: doseParams,
    body: z.strictObject({ takenAt: Instant.optional() }).optional(),
    reply: Dose,
    errors: ['dose-answered', 'too-early', 'too-late'],
    idempotent: true,
  }),
  skip: route({
    method: 'POST',
    path: '/doses/{doseId}/skip',
    summary: 'The dose will not be taken',
    allow: ['patient'],
    params: doseParams,
    body: z.strictObject({ reason: SkipReason }),
    reply: Dose,
    errors: ['dose-answered', 'too-early', 'too-late'],
    idempotent: true,
  }),
  snooze: route({
    method: 'POST',
    path: '/doses/{doseId}/snooze',
    summary: 'Remind again in some minutes; the dose keeps its time',
    allow: ['patient'],
    params: doseParams,
    body: z.strictObject({ minutes: z.literal(SNOOZE_MINUTES) }),
    reply: Dose,
    errors: ['dose-answered', 'too-early', 'too-late'],
    idempotent: true,
  }),
  undo: route({
    method: 'POST',
    path: '/doses/{doseId}/undo',
    summary: 'Take an answer back within an hour: the dose is due again, the stock as it was',
    allow: ['patient'],
    params: doseParams,
    reply: Dose,
    errors: ['dose-not-answered', 'too-late'],
    idempotent: true,
  }),
  answerFromNotification: route({
    method: 'POST',
    path: '/dose-answers',
    summary: 'Answer a dose from its notification, by the token that only this notification carries; good for a day, for this dose',
    allow: { anyone: 'A service worker has no session; the token is a capability for one dose of one person and nothing else.' },
    body: z.strictObject({ token: z.string().min(20).max(200), answer: z.enum(['take', 'snooze']) }),
    reply: z.object({ status: DoseStatus }),
    errors: ['dose-answered', 'not-found', 'too-late'],
  }),
  listAdherence: route({
    method: 'GET',
    path: '/adherence',
    summary: 'Taken of due, by medicine and week, for up to 13 weeks back',
    allow: ['patient'],
    query: z.strictObject({
      weeks: z
        .string()
        .regex(/^(?:[1-9]|1[0-3])$/, 'must be 1 to 13')
        .optional(),
    }),
    reply: z.array(AdherenceWeek),
  }),
  getSettings: route({
    method: 'GET',
    path: '/me/reminder-settings',
    summary: 'In which zone the caller’s clock times are; Asia/Kolkata unless changed',
    allow: ['patient'],
    reply: ReminderSettings,
  }),
  changeSettings: route({
    method: 'PUT',
    path: '/me/reminder-settings',
    summary: 'Move the caller’s clock times to another zone: each dose once, at its clock time there',
    allow: ['patient'],
    body: z.strictObject({ zone: Zone, revision: z.int().min(0) }),
    reply: ReminderSettings,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
  inviteCaregiver: route({
    method: 'POST',
    path: '/caregivers',
    summary: 'A code by which somebody becomes the caller’s caregiver; good once and for 48 hours',
    allow: ['patient'],
    status: 201,
    body: z.strictObject({ name: line(80) }),
    reply: z.object({ caregiver: Caregiver, code: z.string(), goodUntil: Instant }),
    errors: ['too-many-caregivers'],
    idempotent: true,
  }),
  acceptInvitation: route({
    method: 'POST',
    path: '/caregivers/accept',
    summary: 'Become the caregiver of whoever showed the code',
    allow: ['patient'],
    status: 201,
    body: z.strictObject({
      code: spokenCode(10, z.string().max(40)),
    }),
    reply: Caregiver,
    errors: ['invitation-wrong', 'too-many-tries'],
    idempotent: true,
  }),
  listCaregivers: route({
    method: 'GET',
    path: '/caregivers',
    summary: 'The caller’s caregivers, and the people whom the caller cares for',
    allow: ['patient'],
    reply: z.array(Caregiver),
  }),
  endCaregiver: route({
    method: 'DELETE',
    path: '/caregivers/{linkId}',
    summary: 'End it, from either side; no alert is sent after this',
    allow: ['patient'],
    params: z.strictObject({ linkId: id }),
    reply: Caregiver,
  }),
};
