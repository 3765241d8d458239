import { AppointmentBooked } from '../../events/appointments/appointment-booked.v1.ts';
import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentCompleted } from '../../events/appointments/appointment-completed.v1.ts';
import { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import { AppointmentMissed } from '../../events/appointments/appointment-missed.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { AccessRecorded } from '../../events/audit/access-recorded.v1.ts';
import { LiveLogged } from '../../events/live/live-logged.v1.ts';
import { InboxChanged } from '../../events/notifications/inbox-changed.v1.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import type { LiveTopic } from './contract.ts';
import { liveRepository } from './repository.ts';
import { topicsOf } from './topics.ts';

const heard = [
  AccessRecorded,
  InboxChanged,
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentCompleted,
  AppointmentConfirmed,
  AppointmentMissed,
  AppointmentRescheduled,
] as const;

/** Whose screens show what changed. Of an appointment the doctor's: the patient's own record is among what was touched. */
const concerned = (data: (typeof heard)[number]['data']['_output']): { accountId: string; topics: readonly LiveTopic[] } => {
  if ('subjectId' in data) return { accountId: data.subjectId, topics: topicsOf(data) };
  if ('doctorId' in data) return { accountId: data.doctorId, topics: ['appointments'] };
  return { accountId: data.accountId, topics: ['inbox'] };
};

/** Adds a line to the log of whoever's screens show what changed, if one of their screens was open of late. */
export const logChanges = (options?: ConsumerOptions) =>
  reaction(
    'live-on-record-changed',
    heard,
    async ({ data }, { table, now }) => {
      const { accountId, topics } = concerned(data);
      if (topics.length === 0) return undefined;
      const line = await liveRepository(table).nextLine(accountId, topics, now);
      return line && { writes: line.writes, events: [LiveLogged.of({ accountId, cursor: line.cursor })] };
    },
    options,
  );

export const handler = logChanges();
