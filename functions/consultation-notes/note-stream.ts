import { joinNote } from '../appointments/items.ts';
import type { CarePatient } from '../identity/contract.ts';
import { type ApiOptions, type Call, httpStack } from '../shared/http/api.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import type { StreamAnswer } from '../shared/http/response.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import type { Write } from '../shared/table/write.ts';
import { indianDateOf } from '../shared/values.ts';
import { addWalkIn, beginNote, dropRoughDraft, notInterrupted, replaceDraft, startedEvent, takeOver } from './commands.ts';
import { noteRoutes } from './contract.ts';
import { follow, formatEvent, formatUnstored, placeOf, type Resumed, resume } from './follow.ts';
import { generate } from './generate.ts';
import type { NoteHead } from './items.ts';
import { bedrockModel, type Model } from './model.ts';
import { PROMPT_VERSION } from './prompt.ts';
import { noteRepository, type StoredNote } from './repository.ts';
import { StreamLog } from './stream-log.ts';

/** A comment that keeps proxies and phones from giving the connection up (milliseconds). */
const HEARTBEAT_EVERY = 10_000;

const withHeartbeat = async (write: (text: string) => void, work: () => Promise<void>): Promise<void> => {
  const heart = setInterval(() => write(': heartbeat\n\n'), HEARTBEAT_EVERY);
  try {
    await work();
  } finally {
    clearInterval(heart);
  }
};

/** How long one answer follows somebody else's writing; the reader then resumes (milliseconds). */
const LONGEST_FOLLOW = 10 * 60_000;

const following = ({ table, surroundings }: Call, noteId: string, resumed: Resumed, replayed = false): StreamAnswer => ({
  ...(replayed ? { headers: { 'idempotency-replayed': 'true' } } : {}),
  stream: (write) =>
    withHeartbeat(write, () => {
      const until = surroundings.clock() + LONGEST_FOLLOW;
      return follow(table, surroundings, noteId, resumed, write, () => surroundings.clock() < until);
    }),
});

const writing = (call: Call, note: Pick<StoredNote, 'head' | 'roughNotes'>, log: StreamLog, model: Model): StreamAnswer => ({
  stream: (write) =>
    withHeartbeat(write, async () => {
      log.listen((sent) => write(formatEvent(sent)));
      if (log.run === 1) write(formatEvent({ run: 1, seq: 1, type: 'started', json: JSON.stringify(startedEvent(note.head.noteId)) }));
      const result = await generate(call.table, note, log, model);
      if (result === 'gave-up')
        write(
          formatUnstored({
            type: 'error',
            code: 'try-again',
            message: 'Writing stopped here. What is kept is safe; resume to go on.',
            requestId: call.requestId,
          }),
        );
    }),
});

export type StreamOptions = ApiOptions & { readonly model?: () => Model };

/** The routes that answer with a stream of events. */
export const notesStream = (options: StreamOptions = {}) => {
  const modelOf = options.model ?? bedrockModel;
  const { create, follow: followRoute, continue: continueRoute } = noteRoutes;
  return httpStack(
    'consultation-notes',
    { create, follow: followRoute, continue: continueRoute },
    {
      create: async (call) => {
        const { table, principal, body, now, command, surroundings, commit, lastEventId } = call;
        const place = placeOf(lastEventId);
        const earlier = await command.earlierAnswer();
        const replayOf = async (answered: string): Promise<StreamAnswer> => {
          const { noteId } = JSON.parse(answered) as { noteId: string };
          return following(call as Call, noteId, await resume(table, surroundings, noteId, place), true);
        };
        if (earlier) return replayOf(earlier.body);
        if (body.visitDate > indianDateOf(now)) throw invalidRequest([{ field: 'body.visitDate', rule: 'must not be in the future' }]);

        const begin = async (): Promise<StreamAnswer> => {
          const notes = noteRepository(table, principal);
          const doctor = await notes.findDoctor();
          const noteId = surroundings.newId();
          let patient: Pick<CarePatient, 'patientId' | 'name'>;
          const writes: Write[] = [];
          if ('walkIn' in body.patient) {
            const added = addWalkIn(doctor.doctorId, surroundings.newId(), body.patient.walkIn, now);
            patient = added.patient;
            writes.push(...added.writes);
          } else patient = await notes.findCarePatient(body.patient.patientId);
          let { appointmentId } = body;
          if (body.replaces) {
            const replaced = await notes.findMine(body.replaces);
            appointmentId ??= replaced.head.appointmentId;
            writes.push(replaceDraft(body.replaces));
          }
          if (appointmentId)
            writes.push(joinNote(await notes.findVisitToWriteAbout(appointmentId, patient.patientId, body.replaces), { noteId }));
          if (body.draftId) writes.push(dropRoughDraft(doctor.doctorId, body.draftId));
          const head: NoteHead = {
            noteId,
            status: 'writing',
            createdAt: now,
            patient: { patientId: patient.patientId, name: patient.name },
            doctor: {
              doctorId: doctor.doctorId,
              name: doctor.name,
              registrationNumber: doctor.registrationNumber,
              specialty: doctor.specialty,
            },
            visitDate: body.visitDate,
            visitType: body.visitType,
            letterLanguage: body.letterLanguage,
            appointmentId,
          };
          const model = modelOf();
          writes.push(...beginNote(head, body.roughNotes, { modelId: model.id, promptVersion: PROMPT_VERSION }));
          const answer = await commit(
            writes,
            { noteId },
            { touched: [{ subjectId: patient.patientId, resource: `consultation-note#${noteId}` }] },
          );
          // An equal command was quicker: its note is the answer.
          if (answer.replayed) return replayOf(answer.body);
          const log = new StreamLog(table, surroundings, { noteId, run: 1, events: [startedEvent(noteId)], lastSeq: 1 });
          return writing(call as Call, { head, roughNotes: body.roughNotes }, log, model);
        };
        try {
          // The visit may change meanwhile: its doctor completes it in another window.
          return await lookAgain(begin);
        } catch (error) {
          // An equal command may have been carried out between our look and our refusal.
          const meanwhile = error instanceof ApiError ? await command.earlierAnswer() : undefined;
          if (meanwhile) return replayOf(meanwhile.body);
          throw error;
        }
      },

      follow: async (call) => {
        const { table, principal, params, surroundings, lastEventId, recordRead } = call;
        const place = placeOf(lastEventId);
        const { head } = await noteRepository(table, principal).findMine(params.noteId);
        const resumed = await resume(table, surroundings, params.noteId, place);
        await recordRead({ subjectId: head.patient.patientId, resource: `consultation-note#${params.noteId}` });
        return following(call as Call, params.noteId, resumed);
      },

      continue: async (call) => {
        const {
          table,
          principal,
          params: { noteId },
          now,
          command,
          surroundings,
          commit,
          lastEventId,
        } = call;
        const place = placeOf(lastEventId);
        const notes = noteRepository(table, principal);
        const stored = await notes.findMine(noteId);
        const resumed = await resume(table, surroundings, noteId, place);
        if (await command.earlierAnswer()) return following(call as Call, noteId, resumed, true);
        if (stored.head.status !== 'writing') throw notInterrupted;
        const answer = await commit(
          [takeOver(noteId, stored.run, now)],
          { noteId },
          {
            touched: [{ subjectId: stored.head.patient.patientId, resource: `consultation-note#${noteId}` }],
          },
        );
        if (answer.replayed) return following(call as Call, noteId, resumed, true);
        const events = await notes.eventsOf(noteId);
        const lastSeq = events.reduce((highest, event) => ('seq' in event ? Math.max(highest, event.seq) : highest), 0);
        const log = new StreamLog(table, surroundings, { noteId, run: stored.run.run + 1, events, lastSeq });
        const model = modelOf();
        const rest = writing(call as Call, stored, log, model);
        return {
          ...rest,
          stream: async (write) => {
            // First what the reader missed of the earlier writer, then the new one's words.
            const missed = events.filter((event) => 'seq' in event && event.seq > resumed.after);
            if (resumed.rewound) write(formatUnstored({ type: 'rewind', after: resumed.after }));
            for (const event of missed)
              if ('seq' in event)
                write(formatEvent({ run: stored.run.run, seq: event.seq, type: event.type, json: JSON.stringify(event) }));
            await rest.stream(write);
          },
        };
      },
    },
    options,
  );
};
