import type { Feature } from './constructs/feature.ts';
import { appointments } from './features/appointments.ts';
import { audit } from './features/audit.ts';
import { consents } from './features/consents.ts';
import { consultationNotes } from './features/consultation-notes.ts';
import { directory } from './features/directory.ts';
import { documents } from './features/documents.ts';
import { identity } from './features/identity.ts';
import { live } from './features/live.ts';
import { notifications } from './features/notifications.ts';
import { observations } from './features/observations.ts';
import { payments } from './features/payments.ts';
import { reminders } from './features/reminders.ts';
import { service } from './features/service.ts';

/** Every feature. One that is not in this list does not exist in AWS. */
export const features: readonly Feature[] = [
  identity,
  consultationNotes,
  directory,
  appointments,
  payments,
  documents,
  consents,
  observations,
  reminders,
  notifications,
  live,
  audit,
  service,
];
