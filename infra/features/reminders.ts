import { Consumer, type ConsumerProps } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';

/** Doses by the clock. What is to be told of them is an event; `notifications` sends it. */
export const reminders: Feature = {
  name: 'reminders',
  events: (scope, house) => {
    const reacting = (props: Omit<ConsumerProps, 'house' | 'feature'>): Consumer => {
      const consumer = new Consumer(scope, { house, feature: 'reminders', ...props });
      house.table.grantReadWrite(consumer.fn);
      return consumer;
    };
    return {
      consumers: [
        reacting({
          file: 'on-dose-due',
          description: 'Writes down the doses whose time has come, has them announced, and plans the next',
          events: ['reminder-zone-changed'],
          due: ['dose-due'],
          whoIsHurt: 'A patient is not reminded of a medicine, today and every day after.',
        }),
        reacting({
          file: 'on-dose-check-due',
          description: 'Looks at a dose again: snoozed, unanswered, missed',
          due: ['dose-check-due'],
          whoIsHurt: 'A patient’s snoozed dose is not announced again, or a caregiver is not told that one was missed.',
        }),
      ],
    };
  },
};
