import { Duration, aws_events as events } from 'aws-cdk-lib';

import { grantPutObject } from '../constructs/buckets.ts';
import { Consumer } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';

export const audit: Feature = {
  name: 'audit',
  table: 'read',
  events: (scope, house) => {
    const chain = new Consumer(scope, {
      house,
      feature: 'audit',
      file: 'on-access-recorded',
      description: 'Adds what was done or seen to the hash chain of the person whom it concerns',
      events: ['access-recorded'],
      whoIsHurt: 'Patients: what was done with their record is missing from the trail that they can read.',
    });
    house.table.grantReadWrite(chain.fn);

    const seal = new ScheduledFunction(scope, {
      house,
      feature: 'audit',
      file: 'seal-heads',
      description: 'Writes the changed heads of the audit chains where nobody can alter them',
      schedule: events.Schedule.rate(Duration.hours(1)),
      timeout: Duration.minutes(5),
      memory: 512,
      whoIsHurt: 'Patients: a change of the audit trail made from now on could go unnoticed.',
      runbook: 'audit-not-sealed',
    });
    house.table.grantRead(seal.fn);
    grantPutObject(seal.fn, house.auditBucket);
    seal.fn.addEnvironment('AUDIT_BUCKET', house.auditBucket.sayableName);
    return { consumers: [chain], scheduled: [seal] };
  },
};
