import { Duration, Stack } from 'aws-cdk-lib';

import { Consumer } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { FeatureFunction } from '../constructs/feature-function.ts';

/** Open screens are told what changed: the log, the sockets and whoever sends on them. */
export const live: Feature = {
  name: 'live',
  http: (fn, house) => {
    fn.addEnvironment('LIVE_URL', house.liveApi.url);
    const socket = new FeatureFunction(Stack.of(fn), {
      house,
      feature: 'live',
      file: 'socket',
      description: 'Opens, answers and ends the WebSockets of open screens',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    house.table.grantReadWrite(socket);
    house.liveApi.serveBy(socket);
    socket.alarmOnFailure('Open screens show what was, until they are looked at again.');
    fn.alarms.push(...socket.alarms);
  },
  events: (scope, house) => {
    const log = new Consumer(scope, {
      house,
      feature: 'live',
      file: 'on-record-changed',
      description: 'Adds what changed to the log of the person whose screens show it, if one of them was open of late',
      events: [
        'access-recorded',
        'inbox-changed',
        'appointment-booked',
        'appointment-cancelled',
        'appointment-completed',
        'appointment-confirmed',
        'appointment-missed',
        'appointment-rescheduled',
      ],
      whoIsHurt: 'People with an open screen: it shows what was, until they look at it again.',
    });
    const tell = new Consumer(scope, {
      house,
      feature: 'live',
      file: 'on-live-logged',
      description: 'Sends what was logged to the open screens of an account, and closes those that may see no more',
      events: ['live-logged', 'signed-out-everywhere', 'account-deactivated'],
      due: ['live-end-due'],
      whoIsHurt:
        'People with an open screen: it shows what was, until they look at it again. A screen of somebody who signed out everywhere stays connected, for its token’s quarter of an hour at most.',
    });
    for (const { fn } of [log, tell]) house.table.grantReadWrite(fn);
    house.liveApi.grantTell(tell.fn);
    return { consumers: [log, tell] };
  },
};
