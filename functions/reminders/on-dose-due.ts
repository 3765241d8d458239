import { DoseDue } from '../../events/reminders/dose-due.v1.ts';
import { ReminderZoneChanged } from '../../events/reminders/reminder-zone-changed.v1.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { changeReminder, isPlanned, nextOf } from './changes.ts';
import { toldTime } from './clock-skew.ts';
import { findReminderFile } from './repository.ts';
import { settleDue, touchedBy } from './settling.ts';

/**
 * Gives the doses of one reminder that have come due their turn and plans the next one, in one transaction. The message only
 * says where to look: what is due is worked out anew, so that one that comes late, twice or after an edit does no harm.
 */
export const announceDoses = (options?: ConsumerOptions) =>
  reaction(
    'reminders-on-dose-due',
    [DoseDue, ReminderZoneChanged],
    async ({ id, at, data: { patientId, reminderId }, correlationId }, { table, now: clock }) => {
      const file = await findReminderFile(table, patientId, reminderId);
      if (file?.reminder.status !== 'running') return undefined;
      const { reminder, zone } = file;
      const now = toldTime(at, clock);
      const { writes, events, progress, count } = await settleDue(table, file, { now, correlationId });
      const consumed = reminder.progress.next?.place.id === id;
      const after = { ...reminder, progress };
      if (count === 0 && !consumed && isPlanned(reminder, nextOf({ reminder: after, zone }, now))) return undefined;
      const changed = changeReminder({ before: reminder, after, zone, now, correlationId, consumed });
      return { writes: [...writes, ...changed.writes], events, ...(count > 0 ? { touched: touchedBy(reminder) } : {}) };
    },
    options,
  );

export const handler = announceDoses();
