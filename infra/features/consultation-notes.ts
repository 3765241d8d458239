import { Consumer } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { grantMail } from '../constructs/mail.ts';
import { grantModel } from '../constructs/model.ts';

export const consultationNotes: Feature = {
  name: 'consultation-notes',
  stream: grantModel,
  events: (scope, house) => {
    const letter = new Consumer(scope, {
      house,
      feature: 'consultation-notes',
      file: 'on-letter-requested',
      description: 'Sends a signed note’s letter to its patient by e-mail',
      events: ['letter-requested'],
      whoIsHurt: 'A patient does not get the letter that their doctor sent.',
    });
    grantMail(letter.fn, house);
    letter.fn.addEnvironment('WEB_ORIGINS', house.stage.webOrigins.join(','));
    house.table.grantReadWrite(letter.fn);
    return { consumers: [letter] };
  },
};
