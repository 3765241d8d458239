import { DoctorApplicationApproved } from '../../events/identity/doctor-application-approved.v1.ts';
import { consumer } from '../shared/events/consumer.ts';
import { directory } from './directory.ts';

/** Gives an approved doctor the role, from the next token on. */
export const handler = consumer('identity-on-doctor-application-approved', [DoctorApplicationApproved], async ({ data }) => {
  await directory.makeDoctor(data.accountId);
  return { done: 'group doctor' };
});
