import { noteHead } from '../consultation-notes/items.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { ApiError } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { daysLater } from '../shared/indian-day.ts';
import { absent, atRevision, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { CalendarDate } from '../shared/values.ts';
import type { ReminderFile } from './changes.ts';
import type { ReminderSettings } from './contract.ts';
import { partsOf } from './doses.ts';
import {
  dose,
  doseHistoryOf,
  INDIAN_ZONE,
  reminder,
  reminderGate,
  reminderSettings,
  type StoredDose,
  type StoredReminder,
} from './items.ts';

type ListQuery = { readonly cursor?: string | undefined; readonly limit?: string | undefined; readonly reminderId?: string | undefined };

const notFound = (what: string) => new ApiError('not-found', `There is no such ${what}.`);
const neverChosen: ReminderSettings = { zone: INDIAN_ZONE, revision: 0 };
const zoneOf = (stored: Pick<StoredReminder, 'zone'>, settings: ReminderSettings) => stored.zone ?? settings.zone;

/** A reminder and the zone in which its clock times are. */
export const findReminderFile = async (table: Table, patientId: string, reminderId: string): Promise<ReminderFile | undefined> => {
  const found = await table.findTogether({
    reminder: reminder.at({ patientId, reminderId }),
    settings: reminderSettings.at({ accountId: patientId }),
  });
  return found.reminder && { reminder: found.reminder, zone: zoneOf(found.reminder, found.settings ?? neverChosen) };
};

/**
 * Lets one addition at a time into what has a limit or hangs on the zone: the list on which it was decided cannot grow, and
 * the zone cannot change, before it is written.
 */
export const findGate = async (table: Table, patientId: string): Promise<Write> => {
  const turn = (await table.find(reminderGate, { patientId }))?.turn ?? 0;
  return put(reminderGate.make({ patientId }, { turn: turn + 1 })).when(turn === 0 ? absent : attribute('turn').is(turn), outdated);
};

/** The caller's reminders and doses; anybody else's are 404. */
export const reminderRepository = (table: Table, { accountId }: Pick<Principal, 'accountId'>) => {
  const patientId = accountId;

  const mySettings = async (): Promise<ReminderSettings> => (await table.find(reminderSettings, { accountId })) ?? neverChosen;

  const find = async (reminderId: string): Promise<ReminderFile> => {
    const file = await findReminderFile(table, patientId, reminderId);
    if (!file) throw notFound('reminder');
    return file;
  };

  return {
    mySettings,

    saveMySettings: (settings: ReminderSettings): Write =>
      put(reminderSettings.make({ accountId }, settings)).when(
        atRevision(settings.revision - 1),
        new ApiError('changed-elsewhere', 'The zone was changed elsewhere. Look at it again.'),
      ),

    gate: (): Promise<Write> => findGate(table, patientId),

    /** Every reminder that the caller ever had, oldest first. */
    list: async (): Promise<{ readonly files: ReminderFile[]; readonly settings: ReminderSettings }> => {
      const [items, settings] = await Promise.all([
        table.queryAll({ partition: reminder.key({ patientId, reminderId: '' }).pk }),
        mySettings(),
      ]);
      const stored = items.map((item) => reminder.parse(item)).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
      return { files: stored.map((each) => ({ reminder: each, zone: zoneOf(each, settings) })), settings };
    },

    find,

    /** A dose of the caller, if it is written yet, and the reminder that it is of. */
    findDose: async (doseId: string): Promise<ReminderFile & { readonly dose: StoredDose | undefined }> => {
      // In this order: a dose that the reminder has behind it is found, even if that happens between the two.
      const file = await findReminderFile(table, patientId, partsOf(doseId).reminderId);
      if (!file) throw notFound('dose');
      return { ...file, dose: await table.find(dose, { patientId, doseId }) };
    },

    /** Written doses from one day to another; a day more at each side, because those of an interval are kept under the UTC day. */
    listDosesAround: async (from: CalendarDate, until: CalendarDate): Promise<StoredDose[]> => {
      const { pk } = dose.key({ patientId, doseId: '' });
      const items = await table.queryAll({ partition: pk, between: [daysLater(from, -1), `${daysLater(until, 1)}~`] });
      return items.map((item) => dose.parse(item));
    },

    listHistory: async (query: ListQuery): Promise<{ items: StoredDose[]; nextCursor: string | undefined }> => {
      const { items, nextCursor } = await table.query({
        index: 'gsi1',
        partition: doseHistoryOf(patientId),
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
        ...(query.reminderId
          ? { filter: { expression: '#of = :of', names: { '#of': 'reminderId' }, values: { ':of': query.reminderId } } }
          : {}),
      });
      return { items: items.map((item) => dose.parse(item)), nextCursor };
    },

    /** Whether a note is the caller's own, and signed. */
    isMySignedNote: async (noteId: string): Promise<boolean> => {
      const note = await table.find(noteHead, { noteId });
      return note?.status === 'signed' && note.patient.patientId === accountId;
    },
  };
};
