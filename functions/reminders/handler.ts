import { ReminderZoneChanged } from '../../events/reminders/reminder-zone-changed.v1.ts';
import { noticeWanted } from '../notifications/items.ts';
import { type ApiOptions, api, type Call } from '../shared/http/api.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { daysLater } from '../shared/indian-day.ts';
import type { Touched } from '../shared/table/command.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { type Instant, later } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import { adherenceOf } from './adherence.ts';
import { type Answer, type Answered, answer, type DoseFile, undone } from './answering.ts';
import { taken } from './as-needed.ts';
import { caregiverRepository, linkAs } from './caregivers.ts';
import type { Done, ReminderFile } from './changes.ts';
import { isPlannable } from './checks.ts';
import { MOST_REMINDERS, reminderRoutes } from './contract.ts';
import { dosesOfDay } from './day.ts';
import { answerFromNotification } from './dose-answers.ts';
import { changed, created, type Edited, resumed, stopped } from './editing.ts';
import type { CaregiverLink } from './items.ts';
import { reminderRepository } from './repository.ts';
import { settleAhead, settleDue, touchedBy } from './settling.ts';
import { reminderAt, statusAt } from './views.ts';

/** A phone whose clock is a little ahead is not in the future. */
const PHONE_AHEAD_SECONDS = 300;
const DAY_SECONDS = 86_400;
const WEEKS = 4;

type ReminderCall = Pick<Call<typeof reminderRoutes.stop>, 'table' | 'principal' | 'params' | 'now' | 'correlationId' | 'reply' | 'commit'>;
type DoseCall = Pick<Call<typeof reminderRoutes.undo>, 'table' | 'principal' | 'params' | 'now' | 'correlationId' | 'commit'>;

const commitEdit = ({ commit, now }: Pick<ReminderCall, 'commit' | 'now'>, { file, writes, events }: Edited) =>
  commit(writes, reminderAt(file, now), { events, touched: touchedBy(file.reminder) });

/** Changes one dose: looks, decides, writes, and looks again if another device was quicker. */
const changeDoseBy = (
  { table, principal, params: { doseId }, now, correlationId, commit }: DoseCall,
  decide: (file: DoseFile, done: Done) => Answered,
) =>
  lookAgain(async () => {
    const file = await reminderRepository(table, principal).findDose(doseId);
    const { dose, writes, events } = decide(file, { now, correlationId });
    return commit(writes, dose, { events, touched: [{ subjectId: principal.accountId, resource: `dose#${doseId}` }] });
  });

const answerBy = (call: DoseCall, given: Answer) => changeDoseBy(call, (file, done) => answer(file, call.params.doseId, given, done));

/** When it was taken: not in the future, and not longer ago than a day. */
const takingAt = (given: Instant | undefined, now: Instant): Instant => {
  if (given === undefined) return now;
  if (given > later(now, PHONE_AHEAD_SECONDS)) throw invalidRequest([{ field: 'body.takenAt', rule: 'must not be in the future' }]);
  if (given < later(now, -DAY_SECONDS)) throw invalidRequest([{ field: 'body.takenAt', rule: 'must be within the last 24 hours' }]);
  return given < now ? given : now;
};

const requireRoom = (files: readonly ReminderFile[], now: Instant): void => {
  if (files.filter((file) => statusAt(file, now) === 'running').length >= MOST_REMINDERS)
    throw new ApiError('too-many-reminders', `${MOST_REMINDERS} reminders can run at a time. Stop one that you no longer need.`);
};

/** Both sides of a link see it change. */
const touchedByLink = ({ patientId, caregiverId, linkId }: CaregiverLink): Touched[] =>
  [patientId, ...(caregiverId ? [caregiverId] : [])].map((subjectId) => ({ subjectId, resource: `caregiver#${linkId}` }));

export const remindersApi = (options?: ApiOptions) =>
  api(
    'reminders',
    reminderRoutes,
    {
      create: (call) =>
        lookAgain(async () => {
          const { table, principal, body, now, surroundings, correlationId } = call;
          const reminders = reminderRepository(table, principal);
          const gate = await reminders.gate();
          const { files, settings } = await reminders.list();
          requireRoom(files, now);
          if (body.noteId && !(await reminders.isMySignedNote(body.noteId)))
            throw invalidRequest([{ field: 'body.noteId', rule: 'must be a signed note about you' }]);
          const of = { patientId: principal.accountId, reminderId: surroundings.newId() };
          const edit = created(body, of, body.zone ?? settings.zone, { now, correlationId });
          return commitEdit(call, { ...edit, writes: [gate, ...edit.writes] });
        }),

      list: async ({ table, principal, query, now, reply }) => {
        const { files } = await reminderRepository(table, principal).list();
        const shown = query.show === 'all' ? files : files.filter((file) => statusAt(file, now) === 'running');
        return reply(shown.map((file) => reminderAt(file, now)));
      },

      get: async ({ table, principal, params, now, reply }) =>
        reply(reminderAt(await reminderRepository(table, principal).find(params.reminderId), now)),

      change: (call) =>
        lookAgain(async () => {
          const { table, principal, params, body, now, correlationId } = call;
          const reminders = reminderRepository(table, principal);
          const done = { now, correlationId };
          const gate = 'zone' in body.changes ? [await reminders.gate()] : [];
          const file = await settleAhead(table, () => reminders.find(params.reminderId), done);
          if (file.reminder.revision !== body.revision)
            throw new ApiError('changed-elsewhere', 'This reminder was changed elsewhere. Look at it again.');
          const settled = await settleDue(table, file, done);
          const edit = changed(file, settled, body.changes, (await reminders.mySettings()).zone, done);
          return commitEdit(call, { ...edit, writes: [...gate, ...edit.writes] });
        }),

      stop: (call) =>
        lookAgain(async () => {
          const { table, principal, params, now, correlationId, reply } = call;
          const done = { now, correlationId };
          const reminders = reminderRepository(table, principal);
          const file = await settleAhead(table, () => reminders.find(params.reminderId), done, { silent: true });
          if (file.reminder.status === 'stopped') return reply(reminderAt(file, now));
          return commitEdit(call, stopped(file, await settleDue(table, file, done, { silent: true }), done));
        }),

      resume: (call) =>
        lookAgain(async () => {
          const { table, principal, params, now, correlationId, reply } = call;
          const reminders = reminderRepository(table, principal);
          const gate = await reminders.gate();
          const { files } = await reminders.list();
          const file = files.find(({ reminder }) => reminder.reminderId === params.reminderId);
          if (!file) throw new ApiError('not-found', 'There is no such reminder.');
          if (statusAt(file, now) === 'running') return reply(reminderAt(file, now));
          const edit = resumed(file, { now, correlationId });
          requireRoom(files, now);
          return commitEdit(call, { ...edit, writes: [gate, ...edit.writes] });
        }),

      takeAsNeeded: ({ table, principal, params, now, correlationId, surroundings, commit }) =>
        lookAgain(async () => {
          const file = await reminderRepository(table, principal).find(params.reminderId);
          const mark = surroundings
            .newId()
            .replace(/[^a-z0-9]/g, '')
            .slice(0, 8);
          const { dose, writes, events } = taken(file, mark, { now, correlationId });
          return commit(writes, dose, { events, touched: [{ subjectId: principal.accountId, resource: `dose#${dose.doseId}` }] });
        }),

      listDoses: async ({ table, principal, query, now, reply }) => {
        const reminders = reminderRepository(table, principal);
        const { files, settings } = await reminders.list();
        const { zone } = settings;
        const date = query.date ?? dateIn(now, zone);
        if (!isPlannable(date)) throw invalidRequest([{ field: 'query.date', rule: 'must be from the year 2000 to 2199' }]);
        const written = await reminders.listDosesAround(date, date);
        return reply(dosesOfDay(files, written, { date, zone, now }), { zone, date });
      },

      listDoseHistory: async ({ table, principal, query, reply }) => {
        const { items, nextCursor } = await reminderRepository(table, principal).listHistory(query);
        return reply(items, { nextCursor });
      },

      take: (call) => answerBy(call, { kind: 'take', takenAt: takingAt(call.body?.takenAt, call.now) }),
      skip: (call) => answerBy(call, { kind: 'skip', reason: call.body.reason }),
      snooze: (call) => answerBy(call, { kind: 'snooze', minutes: call.body.minutes }),
      undo: (call) => changeDoseBy(call, undone),
      answerFromNotification,

      listAdherence: async ({ table, principal, query, now, reply }) => {
        const reminders = reminderRepository(table, principal);
        const { zone } = await reminders.mySettings();
        const today = dateIn(now, zone);
        const sinceMonday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
        const from = daysLater(today, -sinceMonday - 7 * (Number(query.weeks ?? WEEKS) - 1));
        const weeks = adherenceOf(await reminders.listDosesAround(from, today), zone);
        return reply(weeks.filter(({ weekOf }) => weekOf >= from));
      },

      getSettings: async ({ table, principal, reply }) => reply(await reminderRepository(table, principal).mySettings()),

      changeSettings: ({ table, principal, body, now, correlationId, commit }) =>
        lookAgain(async () => {
          const reminders = reminderRepository(table, principal);
          const done = { now, correlationId };
          const gate = await reminders.gate();
          const { files, settings } = await reminders.list();
          if (settings.revision !== body.revision)
            throw new ApiError('changed-elsewhere', 'The zone was changed elsewhere. Look at it again.');
          const moved = files.filter((file) => file.reminder.zone === undefined && statusAt(file, now) === 'running');
          // By the old zone what has come due has had its turn before there is a new one.
          for (const { reminder } of moved) await settleAhead(table, () => reminders.find(reminder.reminderId), done, { leaving: 0 });
          const next = { zone: body.zone, revision: body.revision + 1 };
          return commit([gate, reminders.saveMySettings(next)], next, {
            events: moved.map(({ reminder: { patientId, reminderId } }) => ReminderZoneChanged.of({ patientId, reminderId })),
            touched: [{ subjectId: principal.accountId, resource: 'reminder-settings' }],
          });
        }),

      inviteCaregiver: ({ table, principal, body, now, surroundings, commit }) =>
        lookAgain(async () => {
          const { link, code, goodUntil, writes } = await caregiverRepository(table, principal).invite(
            body.name,
            surroundings.newId(),
            now,
          );
          const caregiver = linkAs(link, principal.accountId, now);
          return commit(writes, { caregiver, code, goodUntil }, { touched: touchedByLink(link) });
        }),

      acceptInvitation: async ({ table, principal, body: { code }, now, commit }) => {
        const caregivers = caregiverRepository(table, principal);
        await caregivers.countTry(now);
        return lookAgain(async () => {
          const { link, isNew, writes } = await caregivers.accept(code, now);
          const { patientId, linkId } = link;
          const told = noticeWanted({
            noticeId: `caregiver-accepted.${linkId}`,
            recipientId: patientId,
            kind: 'caregiver-accepted',
            about: { patientId, linkId },
          });
          return commit(writes, linkAs(link, principal.accountId, now), { events: isNew ? [told] : [], touched: touchedByLink(link) });
        });
      },

      listCaregivers: async ({ table, principal, now, reply }) => {
        const links = await caregiverRepository(table, principal).list();
        return reply(links.map((link) => linkAs(link, principal.accountId, now)));
      },

      endCaregiver: ({ table, principal, params, now, reply, commit }) =>
        lookAgain(async () => {
          const caregivers = caregiverRepository(table, principal);
          const link = await caregivers.find(params.linkId);
          const { patientId, linkId, caregiverId } = link;
          if (link.status === 'ended') return reply(linkAs(link, principal.accountId, now));
          const { ended, writes } = caregivers.end(link, now);
          const told = (recipientId: string) =>
            noticeWanted({ noticeId: `caregiver-ended.${linkId}`, recipientId, kind: 'caregiver-ended', about: { patientId, linkId } });
          return commit(writes, linkAs(ended, principal.accountId, now), {
            events: caregiverId ? [told(principal.accountId === patientId ? caregiverId : patientId)] : [],
            touched: touchedByLink(ended),
          });
        }),
    },
    options,
  );

export const handler = remindersApi();
