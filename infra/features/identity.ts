import { Consumer } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { grantMail } from '../constructs/mail.ts';

/** Cognito and e-mail are changed by consumers, so that a command never waits for, or half-does, a thing outside the table. */
export const identity: Feature = {
  name: 'identity',
  events: (scope, house) => {
    const approved = new Consumer(scope, {
      house,
      feature: 'identity',
      file: 'on-doctor-application-approved',
      description: 'Puts an approved doctor into the group of doctors',
      events: ['doctor-application-approved'],
      whoIsHurt: 'A doctor who was approved cannot work as one.',
    });
    approved.fn.allow(['cognito-idp:AdminAddUserToGroup'], [house.peoplePool.userPoolArn]);
    approved.fn.addEnvironment('PEOPLE_POOL_ID', house.peoplePool.userPoolId);
    house.table.grantReadWrite(approved.fn);

    const decided = new Consumer(scope, {
      house,
      feature: 'identity',
      file: 'on-doctor-application-decided',
      description: 'Tells an applicant by e-mail what was decided',
      events: ['doctor-application-approved', 'doctor-application-refused'],
      whoIsHurt: 'An applicant does not hear whether they are accepted as a doctor.',
    });
    grantMail(decided.fn, house);
    decided.fn.addEnvironment('WEB_ORIGINS', house.stage.webOrigins.join(','));
    house.table.grantReadWrite(decided.fn);

    const access = new Consumer(scope, {
      house,
      feature: 'identity',
      file: 'on-account-access-changed',
      description: 'Disables, enables or signs out an account in Cognito',
      events: ['account-deactivated', 'account-reactivated', 'signed-out-everywhere'],
      whoIsHurt:
        'A deactivated account may still sign in (the API refuses it already), or a restored one cannot; somebody who lost a phone is not signed out of it.',
    });
    access.fn.allow(
      ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser', 'cognito-idp:AdminUserGlobalSignOut'],
      [house.peoplePool.userPoolArn, house.adminPool.userPoolArn],
    );
    access.fn.addEnvironment('PEOPLE_POOL_ID', house.peoplePool.userPoolId);
    access.fn.addEnvironment('ADMIN_POOL_ID', house.adminPool.userPoolId);
    house.table.grantReadWrite(access.fn);

    return { consumers: [approved, decided, access] };
  },
};
