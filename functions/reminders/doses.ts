import type * as z from 'zod';

import { DoseCheckDue } from '../../events/reminders/dose-check-due.v1.ts';
import { type DuePlace, schedule, unschedule } from '../shared/due/due-item.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import type { Done, ReminderFile } from './changes.ts';
import { dose, type StoredDose, type StoredReminder } from './items.ts';
import { missedAt, type PlannedDose } from './plan.ts';

export type Look = z.infer<typeof DoseCheckDue.data>['look'];
/** A dose without what is kept about its writing. */
export type DoseState = Omit<StoredDose, 'looks' | 'revision'>;

export const doseIdOf = (reminderId: string, name: string): string => `${reminderId}.${name}`;

/** Of which reminder a dose is, and which one of it. */
export const partsOf = (doseId: string): { readonly reminderId: string; readonly name: string } => {
  const dot = doseId.indexOf('.');
  return dot === -1 ? { reminderId: doseId, name: '' } : { reminderId: doseId.slice(0, dot), name: doseId.slice(dot + 1) };
};

const medicineOf = ({ medicine, strength, form, instruction }: StoredReminder) => ({
  medicine,
  ...(strength === undefined ? {} : { strength }),
  form,
  instruction,
});

/** A dose as it is at an instant if nobody has answered it. */
export const unanswered = ({ reminder, zone }: ReminderFile, planned: PlannedDose, now: Instant): DoseState => ({
  patientId: reminder.patientId,
  doseId: doseIdOf(reminder.reminderId, planned.name),
  reminderId: reminder.reminderId,
  ...medicineOf(reminder),
  amount: planned.amount,
  dueAt: planned.dueAt,
  status: planned.dueAt > now ? 'upcoming' : missedAt(reminder, zone, planned) <= now ? 'missed' : 'due',
  snoozes: 0,
});

/** A dose that nothing has planned: taken as needed. */
export const takenAsNeeded = (reminder: StoredReminder, amount: number, mark: string, now: Instant): DoseState => ({
  patientId: reminder.patientId,
  doseId: doseIdOf(reminder.reminderId, `${now}.${mark}`),
  reminderId: reminder.reminderId,
  ...medicineOf(reminder),
  amount,
  dueAt: now,
  status: 'taken',
  takenAt: now,
  answeredAt: now,
  asNeeded: true,
  snoozes: 0,
});

export const lookIn = ({ id }: DuePlace): string | undefined => id.split('#')[2];
export const placeOf = ({ looks }: Pick<StoredDose, 'looks'>, look: Look): DuePlace | undefined =>
  looks.find((place) => lookIn(place) === look);

export type DoseChange = Done & {
  readonly before: StoredDose | undefined;
  readonly after: DoseState;
  /** Looks that stay; the others are taken back. */
  readonly keep?: readonly Look[];
  readonly add?: readonly { readonly look: Look; readonly at: Instant }[];
};

/** Every write of a dose from one state to another: itself, under its revision, and when it is looked at again. */
export const changeDose = ({ before, after, keep = [], add = [], now, correlationId }: DoseChange): Write[] => {
  const revision = (before?.revision ?? 0) + 1;
  const { patientId, doseId } = after;
  const added = add.map(({ look, at }) =>
    // The revision makes another event of a second look of the same kind: the first one's receipt must not stand for it.
    schedule(`dose-check#${doseId}#${look}#r${revision}`, DoseCheckDue.of({ patientId, doseId, look }), at, { now, correlationId }),
  );
  const stays = (place: DuePlace) => keep.some((look) => look === lookIn(place));
  const had = before?.looks ?? [];
  const stored: StoredDose = { ...after, looks: [...had.filter(stays), ...added.map(({ place }) => place)], revision };
  return [
    put(dose.make(stored, stored)).when(atRevision(before?.revision ?? 0), outdated),
    ...had.filter((place) => !stays(place)).map(unschedule),
    ...added.map(({ write }) => write),
  ];
};
