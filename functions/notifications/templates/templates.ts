import type { NoticeKind } from '../contract.ts';
import { appointmentCancelled, appointmentConfirmed, appointmentReminder, appointmentRescheduled } from './appointments.ts';
import { caregiverAccepted, caregiverAlert, caregiverEnded } from './caring.ts';
import { doseDue, doseDueAgain, dosesLate, refillSoon } from './medicines.ts';
import { emergencyAccess, fileRejected } from './record.ts';
import type { Template, Variables } from './template.ts';

/**
 * The principal entity under which the texts are registered with the DLT platform. It and the template ids are those of the
 * sandbox: an operator registers the texts that `npm run docs:messages` lists and puts the ids given for them here.
 */
export const DLT_ENTITY_ID = '1101000000000000000';

/** Each kind has one; its variables are its own, so that `never` stands for all of them here. */
export const templates = {
  'dose-due': doseDue,
  'dose-due-again': doseDueAgain,
  'doses-late': dosesLate,
  'refill-soon': refillSoon,
  'caregiver-alert': caregiverAlert,
  'caregiver-accepted': caregiverAccepted,
  'caregiver-ended': caregiverEnded,
  'appointment-confirmed': appointmentConfirmed,
  'appointment-cancelled': appointmentCancelled,
  'appointment-rescheduled': appointmentRescheduled,
  'appointment-reminder': appointmentReminder,
  'emergency-access': emergencyAccess,
  'file-rejected': fileRejected,
} satisfies Record<NoticeKind, Template<never, never>>;

type OfTemplate<T> = T extends Template<infer Open extends Variables, infer Closed extends Variables> ? Open & Closed : never;

/** What a kind's texts need, each in words of the language in which it is rendered. */
export type VariablesOf<Kind extends NoticeKind> = OfTemplate<(typeof templates)[Kind]>;
