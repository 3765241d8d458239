import { DoctorApplicationApproved } from '../../events/identity/doctor-application-approved.v1.ts';
import { DoctorApplicationRefused } from '../../events/identity/doctor-application-refused.v1.ts';
import { consumer } from '../shared/events/consumer.ts';
import { linkTo } from '../shared/links.ts';
import { sendMail } from '../shared/mail.ts';
import { applicationLetter } from './application-letter.ts';
import { application, profile } from './items.ts';

/** Writes to an applicant how the application was decided. */
export const handler = consumer(
  'identity-on-doctor-application-decided',
  [DoctorApplicationApproved, DoctorApplicationRefused],
  async ({ data }, { table }) => {
    const decided = await table.find(application, data);
    if (!decided || decided.status === 'waiting') return { skipped: 'not decided' };
    const language = (await table.find(profile, data))?.preferredLanguage ?? 'en';
    return {
      done: await sendMail(applicationLetter(decided, language, linkTo(decided.status === 'approved' ? '/desk' : '/doctor-application'))),
    };
  },
);
