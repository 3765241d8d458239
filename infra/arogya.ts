import type { Construct } from 'constructs';

import type { House, HouseWithoutApi } from './constructs/house.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { EventsStack } from './stacks/events.ts';
import { IdentityStack } from './stacks/identity.ts';
import { OperationsStack } from './stacks/operations.ts';
import { WebStack } from './stacks/web.ts';
import type { Stage } from './stages.ts';

/** The stacks of one stage. `bundle` is the folder of a function's bundle. */
export const arogya = (scope: Construct, stage: Stage, bundle: House['bundle']) => {
  const env = { region: stage.region, ...(stage.account ? { account: stage.account } : {}) };
  const named = (name: string, description: string) => ({
    env,
    stackName: `arogya-${stage.name}-${name}`,
    description: `Arogya ${stage.name}: ${description}`,
    terminationProtection: stage.name === 'prod',
    tags: { 'arogya:stage': stage.name },
  });
  const id = (name: string) => `arogya-${stage.name}-${name}`;

  const web = new WebStack(scope, id('web'), { stage, ...named('web', 'hosting of the web app') });
  const data = new DataStack(scope, id('data'), { stage, ...named('data', 'the table, the buckets and the keys') });
  const identity = new IdentityStack(scope, id('identity'), { stage, ...named('identity', 'who people are') });
  const foundations: HouseWithoutApi = {
    stage,
    bundle,
    table: data.table,
    operationsKey: data.operationsKey,
    alarmTopic: data.alarmTopic,
    auditBucket: data.auditBucket,
    undeliveredEvents: data.undeliveredEvents,
    medicalFiles: data.medicalFiles,
    paymentSecret: data.paymentSecret,
    pushSecret: data.pushSecret,
    peoplePool: identity.peoplePool,
    adminPool: identity.adminPool,
  };
  const api = new ApiStack(scope, id('api'), {
    house: foundations,
    ...named('api', 'the REST API, the WebSocket API and their functions'),
  });
  const house: House = { ...foundations, liveApi: api.liveApi };
  const events = new EventsStack(scope, id('events'), { house, ...named('events', 'what happens after a command, and by the clock') });
  const operations = new OperationsStack(scope, id('operations'), {
    house,
    api,
    events,
    alarms: [...data.alarms, ...api.alarms, ...events.alarms],
    ...named('operations', 'the dashboard and the budget'),
  });
  return { web, data, identity, api, events, operations };
};
