import type { LiveTopic } from '../../../../functions/live/contract.ts';
import type { Key } from '../api/client.ts';

type GetKey = Extract<Key, `GET ${string}`>;

/** What is read anew when a topic changed: each route whose answer may be another one now. */
export const queriesOf: Readonly<Record<LiveTopic, readonly GetKey[]>> = {
  inbox: ['GET /notifications'],
  doses: ['GET /doses', 'GET /dose-history', 'GET /adherence'],
  reminders: ['GET /reminders', 'GET /reminders/{reminderId}', 'GET /me/reminder-settings'],
  caregivers: ['GET /caregivers'],
  appointments: [
    'GET /appointments',
    'GET /appointments/{appointmentId}',
    'GET /appointments/{appointmentId}/receipt',
    'GET /doctors/{doctorId}/slots',
    'GET /payments',
    'GET /me/earnings',
    'GET /me/availability',
  ],
  notes: ['GET /consultation-notes', 'GET /consultation-notes/{noteId}', 'GET /consultation-notes/{noteId}/medicines'],
  files: ['GET /documents', 'GET /documents/{documentId}'],
  results: [
    'GET /dashboard',
    'GET /observations',
    'GET /observations/days',
    'GET /observations/comparison',
    'GET /observation-imports',
    'GET /observation-imports/{importId}',
  ],
  sharing: ['GET /consents'],
  profile: ['GET /me'],
};
