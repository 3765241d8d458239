import type { NewEvent } from '../../events/envelope.ts';
import { DoseCheckDue } from '../../events/reminders/dose-check-due.v1.ts';
import { noticeWanted } from '../notifications/items.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { type Consequence, reaction } from '../shared/events/reaction.ts';
import { attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { check } from '../shared/table/write.ts';
import { activeCaregivers } from './caregivers.ts';
import type { Done } from './changes.ts';
import { toldTime } from './clock-skew.ts';
import { changeDose, type DoseState, type Look, lookIn } from './doses.ts';
import { caregiverLink, dose, reminder, type StoredDose } from './items.ts';

const LOOKS: readonly Look[] = ['snooze-over', 'tell-caregivers', 'missed'];

/** Nothing is told about a reminder that was stopped; neither is it told if that happens in this very moment. */
const unlessStopped = ({ patientId, reminderId }: StoredDose) =>
  check(reminder.key({ patientId, reminderId })).when(attribute('status').isNot('stopped'), outdated);

const isStopped = async (table: Table, known: StoredDose): Promise<boolean> => (await table.find(reminder, known))?.status === 'stopped';

const aboutOf = ({ patientId, doseId, reminderId }: StoredDose) => ({ patientId, doseId, reminderId });

const snoozeOver = async (table: Table, known: StoredDose): Promise<{ after: DoseState; events: NewEvent[] } | undefined> => {
  if (known.status !== 'snoozed') return undefined;
  const { snoozedUntil: _, ...after } = { ...known, status: 'due' as const };
  const { patientId, doseId, snoozes } = known;
  const again = noticeWanted({
    noticeId: `dose-again.${doseId}.${snoozes}`,
    recipientId: patientId,
    kind: 'dose-due-again',
    about: aboutOf(known),
  });
  return { after, events: (await isStopped(table, known)) ? [] : [again] };
};

const tellCaregivers = async (table: Table, known: StoredDose, now: StoredDose['dueAt']) => {
  const waits = known.status === 'due' || known.status === 'snoozed' || known.status === 'missed';
  if (!waits || known.caregiversToldAt || (await isStopped(table, known))) return undefined;
  const links = await activeCaregivers(table, known.patientId);
  if (links.length === 0) return undefined;
  return {
    after: { ...known, caregiversToldAt: now },
    events: links.map(({ linkId, caregiverId }) =>
      noticeWanted({
        noticeId: `caregiver.${known.doseId}.${linkId}`,
        recipientId: caregiverId,
        kind: 'caregiver-alert',
        about: { ...aboutOf(known), linkId },
      }),
    ),
    // Whoever ends it in this moment is not told.
    checks: links.map((link) => check(caregiverLink.key(link)).when(attribute('status').is('active'), outdated)),
  };
};

/**
 * Looks at one dose again: its snooze is over, its caregivers are to be told, or it counts as missed. Only a look that the
 * dose still expects does anything; an answer has taken the others back, even those that are in the queue already.
 */
export const lookAtDoses = (options?: ConsumerOptions) =>
  reaction(
    'reminders-on-dose-check-due',
    [DoseCheckDue],
    async ({ id, at, data, correlationId }, { table, now: clock }): Promise<Consequence> => {
      const known = await table.find(dose, data);
      if (!known?.looks.some((place) => place.id === id)) return undefined;
      const now = toldTime(at, clock);
      const done: Done = { now, correlationId };
      const others = LOOKS.filter((look) => look !== data.look && known.looks.some((place) => lookIn(place) === look));
      const change = (after: DoseState, keep = others) => changeDose({ before: known, after, keep, ...done });
      const touched = [{ subjectId: known.patientId, resource: `dose#${known.doseId}` }];
      // Handed over far too soon, by a clock that runs ahead.
      if (at > now) return { writes: changeDose({ before: known, after: known, keep: others, add: [{ look: data.look, at }], ...done }) };

      if (data.look === 'missed') {
        const waits = known.status === 'due' || known.status === 'snoozed';
        const { snoozedUntil: _, ...rest } = known;
        if (!waits) return { writes: change(known) };
        return { writes: change({ ...rest, status: 'missed' }, ['tell-caregivers']), touched };
      }
      if (data.look === 'snooze-over') {
        const again = await snoozeOver(table, known);
        if (!again) return { writes: change(known) };
        const { after, events } = again;
        return { writes: [...change(after), ...(events.length > 0 ? [unlessStopped(known)] : [])], events, touched };
      }
      const told = await tellCaregivers(table, known, now);
      if (!told) return { writes: change(known) };
      return { writes: [...change(told.after), unlessStopped(known), ...told.checks], events: told.events, touched };
    },
    options,
  );

export const handler = lookAtDoses();
