import { randomUUID } from 'node:crypto';

import type { Note, NoteStreamEvent } from '../functions/consultation-notes/contract.ts';
import { answer } from '../functions/consultation-notes/embedded-model.ts';
import type { Model } from '../functions/consultation-notes/model.ts';
import { openClinic, ROUGH } from '../functions/consultation-notes/testing/clinic.ts';
import { identityRoutes } from '../functions/identity/contract.ts';
import { identityApi } from '../functions/identity/handler.ts';
import { nowOf, surroundings } from '../functions/shared/context.ts';
import { callerOf } from '../functions/shared/testing/caller.ts';
import { startTestTable } from '../functions/shared/testing/table.ts';
import { indianDateOf } from '../functions/shared/values.ts';
import { costSection } from './cost.ts';
import type { Counted } from './counted.ts';
import { functionEnvironment } from './environment.ts';
import type { Line, Section } from './report.ts';
import { counterOn, isOneTransaction, isWrite, told, units } from './table-counter.ts';

/** Between two words of the scripted model: a note takes some seconds, as from a real one. */
const WORD_MILLISECONDS = 15;

const unhurried: Model = {
  id: 'scripted',
  async *write(prompt, usage, ended) {
    for (const piece of answer(prompt).match(/\s*\S+\s*/g) ?? []) {
      await new Promise((resolve) => setTimeout(resolve, WORD_MILLISECONDS));
      usage.outputTokens += 1;
      yield piece;
    }
    ended('end');
  },
};

/** What each command and the main reads cost in calls and capacity, counted at the handlers over a real table. */
export const measureCommands = async (): Promise<Section[]> => {
  const store = await startTestTable(functionEnvironment.TABLE_NAME);
  try {
    const clinic = await openClinic(store, surroundings);
    const people = callerOf(identityRoutes, identityApi({ surroundings, table: () => store.table }));
    const count = counterOn(store.raw);
    const lines: Line[] = [];
    const data: Record<string, Counted> = {};

    const note = (what: string, counted: Counted, judge: Partial<Line>) => {
      lines.push({ what, measured: told(counted), ...judge });
      data[what] = counted;
    };
    type Sent = { status: number; text: string };
    const checked = (what: string, { status, text }: Sent) => {
      if (status >= 300) throw new Error(`${what} answered ${status}: ${text.slice(0, 300)}`);
    };
    const command = async <R extends Sent>(what: string, send: () => Promise<R>): Promise<R> => {
      const { counted, result } = await count(send);
      checked(what, result);
      note(what, counted, { aim: '1 transaction', met: isOneTransaction(counted) });
      return result;
    };
    const read = async (what: string, send: () => Promise<Sent>): Promise<void> => {
      const { counted, result } = await count(send);
      checked(what, result);
      note(what, counted, {});
    };

    const [doctor, patient, admin] = [clinic.doctor, clinic.patient, clinic.person('admin')];
    const notes = clinic.as(doctor);
    const applicant = clinic.person('patient');

    // An account's state is read once in 30 s; these calls are not what is counted.
    for (const account of [doctor, patient, admin, applicant]) await people(account).call('getMe');

    await command('updateMe', () =>
      people(patient).call('updateMe', { body: { revision: 1, changes: { bloodGroup: 'O+', allergies: [{ substance: 'Penicillin' }] } } }),
    );
    const application = {
      name: 'Dr Arjun Rao',
      email: 'arjun@arogya.example',
      registrationNumber: `MMC ${randomUUID().slice(0, 8)}`,
      council: 'Maharashtra Medical Council',
      qualification: 'MBBS, DCH',
      specialty: 'Paediatrics',
      languages: ['en', 'hi'],
    };
    const applied = await command('applyAsDoctor', () => people(applicant).call('applyAsDoctor', { body: application }));
    await command('approve', () =>
      people(admin).call('approveDoctorApplication', { params: { applicationId: applied.body.data.applicationId } }),
    );
    const named = clinic.person('patient');
    await people(named).call('updateMe', { body: { revision: 0, changes: { name: 'Ravi Kumar', email: 'ravi@arogya.example' } } });
    const { body: shown } = await people(named).call('createPatientCode');
    await command('addPatient', () => people(doctor).call('addPatient', { body: { code: shown.data.code } }));
    await command('saveRoughDraft', () =>
      notes.call('saveRoughDraft', { params: { draftId: randomUUID() }, body: { revision: 0, text: ROUGH } }),
    );

    const { counted, result: written } = await count(() => clinic.write({ visitDate: indianDateOf(nowOf(surroundings)) }, unhurried));
    const { noteId } = written;
    const events = written.events.map(({ data: event }): NoteStreamEvent => event);
    if (!events.some(({ type }) => type === 'completed')) throw new Error('The note was not completed.');
    const batches = counted.transactedItems.length - 1;
    note(`create note (${events.length} events)`, counted, {
      aim: '1 + batches',
      met: Object.keys(counted.calls).every((operation) => !isWrite(operation) || operation === 'TransactWriteItems'),
    });

    const current = async (): Promise<Note> => (await notes.call('get', { params: { noteId } })).body.data;
    const draft = await current();
    const open = draft.sentences.flatMap(({ sentenceId, flags }) => flags.map(({ flagId }) => ({ op: 'accept', sentenceId, flagId })));
    const own = { op: 'add', section: 'next-steps', text: 'Pain L knee, no swelling', language: 'en' };
    await command('change', () =>
      notes.call('change', { params: { noteId }, body: { revision: draft.revision, changes: [...open, own] } }),
    );
    const changed = await current();
    const doubts = changed.sentences.flatMap(({ sentenceId, flags }) =>
      flags.filter(({ acceptedAt }) => !acceptedAt).map(({ flagId }) => ({ op: 'accept', sentenceId, flagId })),
    );
    if (doubts.length > 0) await notes.call('change', { params: { noteId }, body: { revision: changed.revision, changes: doubts } });
    const { revision } = await current();
    await command('sign', () => notes.call('sign', { params: { noteId }, body: { revision } }));
    const signed = await current();
    const [first] = signed.sentences;
    const amendment = { revision: signed.revision, reason: 'Said twice', changes: [{ op: 'remove', sentenceId: first?.sentenceId }] };
    await command('amend', () => notes.call('amend', { params: { noteId }, body: amendment }));
    await command('send', () => notes.call('send', { params: { noteId } }));

    await read('read getMe', () => people(doctor).call('getMe'));
    await read('read list, as doctor', () => notes.call('list'));
    await read('read list, as patient', () => clinic.as(patient).call('list'));
    await read('read get, as doctor', () => notes.call('get', { params: { noteId } }));
    await read('read get, as patient', () => clinic.as(patient).call('get', { params: { noteId } }));

    const commands: Section = {
      title: 'Table calls and capacity per command (the engine’s own count, indexes included, transactions twice)',
      lines,
      notes: [
        'A command reads its receipt first; the write is the command’s items and the receipt. addPatient counts the try in a transaction of its own before the look-up, so that a wrong code counts too.',
        `create note, a word each ${WORD_MILLISECONDS} ms: the command, ${batches - 1} batches of events (one each 400 ms) and the completion, ${units(counted.writeUnits / (batches + 1))} WCU each on average.`,
        'get as doctor writes its trace for the audit before it answers: the read of somebody else’s record.',
      ],
      data,
    };
    return [commands, costSection(data)];
  } finally {
    store.stop();
  }
};
