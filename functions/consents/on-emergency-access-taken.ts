import { EmergencyAccessTaken } from '../../events/consents/emergency-access-taken.v1.ts';
import { letterTo } from '../notifications/items.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { linkTo } from '../shared/links.ts';
import { sendMail } from '../shared/mail.ts';
import { emergencyMail } from './emergency-mail.ts';
import { consent } from './items.ts';

/** Tells a patient by e-mail that a doctor took access to their record in an emergency, also if it is over by now. */
export const tellOfEmergencyAccess = (options?: ConsumerOptions) =>
  consumer(
    'consents-on-emergency-access-taken',
    [EmergencyAccessTaken],
    async ({ data: { consentId, patientId } }, { table }) => {
      const [taken, to] = await Promise.all([table.find(consent, { patientId, consentId }), letterTo(table, patientId)]);
      if (!taken) return { skipped: 'no such consent' };
      if ('skipped' in to) return to;
      return { done: await sendMail(emergencyMail(taken, to, linkTo('/record/sharing'))) };
    },
    options,
  );

export const handler = tellOfEmergencyAccess();
