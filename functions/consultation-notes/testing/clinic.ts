import { randomUUID } from 'node:crypto';
import type { Doctor } from '../../identity/contract.ts';
import { carePatientItem, doctor as doctorItem, profile } from '../../identity/items.ts';
import { put } from '../../shared/table/write.ts';
import { type Account, callerOf, gatewayEvent, lambdaContext, type Request } from '../../shared/testing/caller.ts';
import type { TestTable } from '../../shared/testing/table.ts';
import { instantOf } from '../../shared/values.ts';
import { type NoteStreamEvent, noteRoutes } from '../contract.ts';
import { answer } from '../embedded-model.ts';
import { notesApi } from '../handler.ts';
import type { Model, ModelEnd } from '../model.ts';
import { ModelFailed } from '../model.ts';
import { notesStream } from '../note-stream.ts';
import type { Prompt } from '../prompt.ts';

/** One answer of a scripted model: its text, and how it ends or fails. */
export type Scripted = {
  readonly text?: string;
  readonly end?: ModelEnd;
  readonly fails?: 'away' | 'broke';
  readonly pause?: number;
  readonly pieces?: readonly string[];
};

/** A model that says what it is told, one answer a request; then what the composer would say. */
export const scriptedModel = (...script: Scripted[]): Model & { readonly asked: Prompt[] } => {
  const asked: Prompt[] = [];
  return {
    id: 'scripted',
    asked,
    async *write(prompt, usage, ended) {
      const scripted = script[asked.length] ?? { text: answer(prompt) };
      asked.push(prompt);
      if (scripted.fails === 'away') throw new ModelFailed('away', new Error('scripted'));
      for (const piece of scripted.pieces ?? (scripted.text ?? '').match(/\s*\S+\s*/g) ?? []) {
        if (scripted.pause) await new Promise((resolve) => setTimeout(resolve, scripted.pause));
        usage.outputTokens += 1;
        yield piece;
      }
      if (scripted.fails === 'broke') throw new ModelFailed('broke', new Error('scripted'));
      ended(scripted.end ?? 'end');
    },
  };
};

export type StreamedEvent = { readonly id: string | undefined; readonly event: string; readonly data: NoteStreamEvent };

/** The events of a stream's text, heartbeats aside. */
export const eventsIn = (text: string): StreamedEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      return { id: field('id'), event: field('event') ?? '', data: JSON.parse(field('data') ?? 'null') as NoteStreamEvent };
    });

/** A doctor with a patient, and calls as anybody. */
export const openClinic = async (store: TestTable, surroundings: { clock: () => number; newId: () => string }) => {
  const person = (...roles: Account['roles']): Account => ({ accountId: randomUUID(), roles });
  const doctor = person('patient', 'doctor');
  const patient = person('patient');
  const now = instantOf(surroundings.clock());
  const register = async (account: Account, name: string): Promise<Doctor> => {
    const doctorId = account.accountId;
    const listed = {
      doctorId,
      name,
      registrationNumber: `MH-${doctorId.slice(0, 6)}`,
      council: 'Maharashtra Medical Council',
      qualification: 'MBBS',
      specialty: 'General medicine',
      languages: ['en'],
    };
    await store.table.transact([put(doctorItem.make({ doctorId }, listed))]);
    return listed;
  };
  await register(doctor, 'Dr Meera Iyer');
  const takeIntoCare = (account: Account, patientId: string, name: string) =>
    store.table.transact([put(carePatientItem(account.accountId, { patientId, name, walkIn: false, since: now }))]);
  await takeIntoCare(doctor, patient.accountId, 'Sunita Devi');
  await store.table.transact([
    put(profile.make({ accountId: patient.accountId }, { revision: 1, name: 'Sunita Devi', email: 'sunita@arogya.example' })),
  ]);

  const { create: _create, follow: _follow, continue: _continue, ...plain } = noteRoutes;
  const as = callerOf(plain, notesApi({ surroundings, table: () => store.table }));

  /** Calls a streaming route; `text` grows with the stream, `done` is its end. */
  const stream = async (account: Account, name: 'create' | 'follow' | 'continue', request: Request, model: Model = scriptedModel()) => {
    const response = await notesStream({ surroundings, table: () => store.table, model: () => model })(
      gatewayEvent(noteRoutes[name], account, request),
      lambdaContext(),
    );
    const opened = {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === '' ? undefined : JSON.parse(response.body),
      text: '',
    };
    const run = response.stream?.((chunk) => {
      opened.text += chunk;
    });
    return Object.assign(opened, { done: run ?? Promise.resolve() });
  };

  const request = (changes: Record<string, unknown> = {}): Request => ({
    body: {
      patient: { patientId: patient.accountId },
      visitDate: '2026-11-20',
      visitType: 'in-person',
      letterLanguage: 'en',
      roughNotes: ROUGH,
      ...changes,
    },
    idempotencyKey: randomUUID(),
  });

  /** A complete draft: its stream's text and id. */
  const write = async (changes: Record<string, unknown> = {}, model?: Model) => {
    const opened = await stream(doctor, 'create', request(changes), model);
    await opened.done;
    const events = eventsIn(opened.text);
    const started = events.find(({ event }) => event === 'started')?.data;
    if (started?.type !== 'started') throw new Error(`not started: ${opened.status} ${JSON.stringify(opened.body)}`);
    return { noteId: started.noteId, text: opened.text, events };
  };

  return { doctor, patient, person, register, takeIntoCare, as, stream, request, write };
};

/** Invented rough notes. */
export const ROUGH = `3/7 fever + dry cough, no SOB, no chest pain
PMH: T2DM, metformin 500 mg bd
Allergy: penicillin
o/e T 100.8F P 92 BP 132/84
Pain L knee, no swelling
Imp: viral URTI
Plan: paracetamol 650 mg tds prn 3/7
r/v 3/7`;
