import { UploadOverdue } from '../../events/documents/upload-overdue.v1.ts';
import { type Access, isEmergencyLook } from '../consents/items.ts';
import { schedule, unschedule } from '../shared/due/due-item.ts';
import { type ApiOptions, api, type Call } from '../shared/http/api.ts';
import { ApiError } from '../shared/http/errors.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import type { Write } from '../shared/table/write.ts';
import { type Instant, later } from '../shared/values.ts';
import { DOWNLOAD_SECONDS, documentRoutes, RESTORE_DAYS, UPLOAD_HOURS, UPLOAD_MINUTES } from './contract.ts';
import { changed, described, fileOf, requireDate } from './description.ts';
import { isSame, type StoredDocument } from './items.ts';
import { deleted, isRestorable, restored } from './lifecycle.ts';
import { changedElsewhere, documentRepository } from './repository.ts';
import { eraseFrom, nextStep } from './steps.ts';

/** S3's client, loaded by the requests that sign something: a list starts sooner without. */
const bucket = () => import('./bucket.ts');

/** What may still come with a form that is good has come, and been heard of, by then. */
const STRAGGLERS_SECONDS = UPLOAD_MINUTES * 60 + 300;

const notAvailable = (status: StoredDocument['status']) =>
  new ApiError('file-not-available', 'This file cannot be opened: it is not checked yet, or was not accepted.', { status });

const traceOf = ({ documentId, patientId }: StoredDocument) => ({ subjectId: patientId, resource: `document#${documentId}` });
const touchedBy = (stored: StoredDocument) => [traceOf(stored)];

const recordLook = async (recordRead: Call['recordRead'], stored: StoredDocument, access: Access): Promise<void> => {
  if (access.as === 'reader') await recordRead(traceOf(stored), { breakGlass: isEmergencyLook(access, stored.documentId) });
};

const uploadOf = async (stored: StoredDocument, now: Instant) => {
  const { uploadForm } = await bucket();
  return { document: fileOf(stored, now), upload: { ...(await uploadForm(stored)), goodUntil: later(now, UPLOAD_MINUTES * 60) } };
};

type StateCall = Pick<Call<typeof documentRoutes.remove>, 'table' | 'principal' | 'params' | 'now' | 'reply' | 'commit'>;
type Decision = { readonly after: StoredDocument; readonly writes: readonly Write[] } | undefined;

/** The owner changes a file's state; what a check found meanwhile is looked at first. Nothing to do answers as it is. */
const changeState = (call: StateCall, decide: (stored: StoredDocument) => Decision, which?: 'also gone') =>
  lookAgain(async () => {
    const { table, principal, params, now, reply, commit } = call;
    const stored = await documentRepository(table, principal).findMine(params.documentId, now, which);
    const decision = decide(stored);
    if (!decision) return reply(fileOf(stored, now));
    const { item, write } = nextStep(stored, decision.after);
    return commit([write, ...decision.writes], fileOf(item, now), { touched: touchedBy(item) });
  });

export const documentsApi = (options?: ApiOptions) =>
  api(
    'documents',
    documentRoutes,
    {
      create: async ({ table, principal, body, now, surroundings, correlationId, commit }) => {
        const files = documentRepository(table, principal);
        requireDate(body.date, now, 'body.date');
        await files.requireAppointment(body.appointmentId, 'body.appointmentId');
        const documentId = surroundings.newId();
        const overdue = schedule(`upload-overdue#${documentId}`, UploadOverdue.of({ documentId }), later(now, UPLOAD_HOURS * 3_600), {
          now,
          correlationId,
        });
        const created: StoredDocument = described({
          ...body,
          documentId,
          patientId: principal.accountId,
          status: 'uploading',
          verdicts: [],
          due: [overdue.place],
          createdAt: now,
          revision: 1,
          step: 1,
        });
        return commit([files.add(created), overdue.write], await uploadOf(created, now), { touched: touchedBy(created) });
      },

      renewUpload: async ({ table, principal, params, now, commit }) => {
        const stored = await documentRepository(table, principal).findMine(params.documentId, now);
        if (stored.status !== 'uploading') throw changedElsewhere;
        return commit([], await uploadOf(stored, now), { touched: touchedBy(stored) });
      },

      list: async ({ table, principal, query, now, reply, recordRead }) => {
        const { items, nextCursor, access, patientId } = await documentRepository(table, principal).list(query, now);
        if (access.as === 'reader')
          await recordRead(
            { subjectId: patientId, resource: `documents#${patientId}` },
            // A page that lies open asks every few seconds whether it may still show this.
            { breakGlass: isEmergencyLook(access), ground: access.basis },
          );
        return reply(
          items.map((stored) => fileOf(stored, now)),
          { nextCursor },
        );
      },

      get: async ({ table, principal, params, now, reply, recordRead }) => {
        const { stored, access } = await documentRepository(table, principal).findReadable(params.documentId, now);
        await recordLook(recordRead, stored, access);
        return reply(fileOf(stored, now));
      },

      change: ({ table, principal, params, body, now, commit }) =>
        lookAgain(async () => {
          const files = documentRepository(table, principal);
          const stored = await files.findMine(params.documentId, now);
          if (stored.status === 'deleted' || stored.revision !== body.revision) throw changedElsewhere;
          requireDate(body.changes.date, now, 'body.changes.date');
          await files.requireAppointment(body.changes.appointmentId, 'body.changes.appointmentId');
          const next = changed(stored, body.changes);
          return commit([files.save(stored, next)], fileOf(next, now), { touched: touchedBy(next) });
        }),

      remove: (call) =>
        changeState(call, (stored) => {
          if (stored.status === 'deleted') return undefined;
          const { now, correlationId } = call;
          const next = deleted(stored, now);
          const eraseAt = later(now, next.erasing ? STRAGGLERS_SECONDS : RESTORE_DAYS * 86_400);
          return eraseFrom(next, eraseAt, { now, correlationId });
        }),

      restore: (call) =>
        changeState(
          call,
          (stored) => {
            if (stored.status !== 'deleted') return undefined;
            if (!isRestorable(stored, call.now)) throw new ApiError('too-late', 'This file cannot be brought back any more.');
            return { after: { ...restored(stored), due: [] }, writes: stored.due.map(unschedule) };
          },
          'also gone',
        ),

      download: async ({ table, principal, params, query, now, surroundings, reply, recordRead }) => {
        const { stored, access } = await documentRepository(table, principal).findReadable(params.documentId, now);
        if (stored.status !== 'available' || !stored.object) throw notAvailable(stored.status);
        const { downloadLink, findCurrent } = await bucket();
        if (stored.object.versionId === undefined) {
          // Without versions a link is to whatever is there: it must be what was verified.
          const current = await findCurrent(stored.documentId);
          if (!current || !isSame(current, stored.object)) throw notAvailable('quarantined');
        }
        await recordLook(recordRead, stored, access);
        const url = await downloadLink(stored, { as: query.as ?? 'file', reader: access.as, clock: surroundings.clock });
        return reply({ url, goodUntil: later(now, DOWNLOAD_SECONDS[access.as]) });
      },
    },
    options,
  );

export const handler = documentsApi();
