import * as appointments from './appointments/contract.ts';
import * as audit from './audit/contract.ts';
import * as consents from './consents/contract.ts';
import * as notes from './consultation-notes/contract.ts';
import * as directory from './directory/contract.ts';
import * as documents from './documents/contract.ts';
import * as identity from './identity/contract.ts';
import * as live from './live/contract.ts';
import * as notifications from './notifications/contract.ts';
import * as observations from './observations/contract.ts';
import * as payments from './payments/contract.ts';
import * as reminders from './reminders/contract.ts';
import * as service from './service/contract.ts';

/** Every feature's routes, by feature. From this come the API's body, the client's types and `/docs`. */
export const contracts = {
  identity: identity.identityRoutes,
  'consultation-notes': notes.noteRoutes,
  directory: directory.directoryRoutes,
  appointments: appointments.appointmentRoutes,
  payments: payments.paymentRoutes,
  documents: documents.documentRoutes,
  consents: consents.consentRoutes,
  observations: observations.observationRoutes,
  reminders: reminders.reminderRoutes,
  notifications: notifications.notificationRoutes,
  live: live.liveRoutes,
  audit: audit.auditRoutes,
  service: service.serviceRoutes,
};

/** The contracts' schemas by the names that they are exported under, for the components of the OpenAPI document. */
export const namedSchemas: Readonly<Record<string, unknown>> = {
  ...identity,
  ...notes,
  ...directory,
  ...appointments,
  ...payments,
  ...documents,
  ...consents,
  ...observations,
  ...reminders,
  ...notifications,
  ...live,
  ...audit,
};
