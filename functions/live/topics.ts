import type * as z from 'zod';

import type { AccessRecorded } from '../../events/audit/access-recorded.v1.ts';
import type { LiveTopic } from './contract.ts';

type Access = Pick<z.infer<typeof AccessRecorded.data>, 'kind' | 'action' | 'resource'>;

/** By what stands before the `#` of a touched resource. */
const topicsOfResource: Readonly<Record<string, readonly LiveTopic[]>> = {
  account: ['profile'],
  'doctor-application': ['profile'],
  appointment: ['appointments'],
  availability: ['appointments'],
  payment: ['appointments'],
  'consultation-note': ['notes'],
  document: ['files'],
  documents: ['files'],
  observations: ['results'],
  dashboard: ['results'],
  consent: ['sharing'],
  reminder: ['reminders', 'doses'],
  dose: ['reminders', 'doses'],
  caregiver: ['caregivers'],
  notification: ['inbox'],
};

/** What changed on the screens of the person whose record was touched: nothing by a look at it. */
export const topicsOf = ({ kind, action, resource }: Access): readonly LiveTopic[] => {
  if (kind !== 'write') return [];
  const prefix = resource.split('#')[0] ?? '';
  // A patient sees a note when it is signed; a doctor at work on it saves every few seconds.
  if (prefix === 'consultation-note' && action !== 'consultation-notes.sign') return [];
  return topicsOfResource[prefix] ?? [];
};
