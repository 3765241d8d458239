import { Consumer } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { grantMail } from '../constructs/mail.ts';

/** Who may read whose record, and for how long. */
export const consents: Feature = {
  name: 'consents',
  events: (scope, house) => {
    const followed = new Consumer(scope, {
      house,
      feature: 'consents',
      file: 'on-appointment-changed',
      description: 'Ends what was shared for an appointment when it is cancelled, and moves its end with the appointment',
      events: ['appointment-cancelled', 'appointment-rescheduled'],
      whoIsHurt: 'A doctor can read a patient’s record for longer, or less long, than the patient chose at booking.',
    });
    house.table.grantReadWrite(followed.fn);

    const emergency = new Consumer(scope, {
      house,
      feature: 'consents',
      file: 'on-emergency-access-taken',
      description: 'Tells a patient by e-mail that a doctor took emergency access',
      events: ['emergency-access-taken'],
      whoIsHurt: 'A patient does not hear that a doctor opened their record in an emergency, and cannot stop it.',
    });
    grantMail(emergency.fn, house);
    emergency.fn.addEnvironment('WEB_ORIGINS', house.stage.webOrigins.join(','));
    house.table.grantReadWrite(emergency.fn);
    return { consumers: [followed, emergency] };
  },
};
