import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CHAIN_START, canonicalHash } from '../shared/canonical.ts';
import { receipt } from '../shared/table/receipt.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Note, Sentence } from './contract.ts';
import { openClinic, ROUGH, scriptedModel } from './testing/clinic.ts';

let store: TestTable;
let clinic: Awaited<ReturnType<typeof openClinic>>;
let clock = Date.parse('2026-11-20T07:05:00Z');
const surroundings = { clock: () => clock, newId: randomUUID };

beforeAll(async () => {
  store = await startTestTable();
  clinic = await openClinic(store, surroundings);
});
afterAll(() => store.stop());

const doctor = () => clinic.as(clinic.doctor);
const patient = () => clinic.as(clinic.patient);
const read = async (noteId: string): Promise<Note> => (await doctor().call('get', { params: { noteId } })).body.data;
const change = (noteId: string, revision: number, ...changes: unknown[]) =>
  doctor().call('change', { params: { noteId }, body: { revision, changes } });
const sign = (noteId: string, revision: number, idempotencyKey?: string) =>
  doctor().call('sign', { params: { noteId }, body: { revision }, idempotencyKey });

/** A draft whose second sentence has an invented unit. */
const doubtful = async () => {
  const rough = 'Pain 3/7\nmetformin 500 bd\nr/v 2/52';
  const { noteId } = await clinic.write(
    { roughNotes: rough },
    scriptedModel({
      text: '# summary\n[1] Pain for 3 days.\n[2] Metformin 500 mg twice a day.\n# next-steps\n[3] Review in 2 weeks.\n# letter\n[1] You have had pain for 3 days.\n',
    }),
  );
  const note = await read(noteId);
  const sentence = note.sentences.find(({ text }) => text.startsWith('Metformin')) as Sentence;
  return { noteId, note, sentence, flag: sentence.flags[0] as Sentence['flags'][number] };
};

/** A signed note. */
const signed = async (changes: Record<string, unknown> = {}) => {
  const { noteId } = await clinic.write(
    { roughNotes: 'Pain 3/7', ...changes },
    scriptedModel({
      text: '# summary\n[1] Pain for 3 days.\n# next-steps\n[1] Pain for 3 days.\n# letter\n[1] You have had pain for 3 days.\n',
    }),
  );
  const { revision } = await read(noteId);
  const reply = await sign(noteId, revision);
  expect(reply.status).toBe(200);
  return { noteId, note: reply.body.data as Note };
};

describe('a doubt', () => {
  test('keeps the note from being signed, and is named', async () => {
    const { noteId, note, sentence, flag } = await doubtful();
    expect(flag).toMatchObject({ kind: 'unit', found: '500 mg' });
    const refused = await sign(noteId, note.revision);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'flags-unresolved',
          details: { flags: [{ sentenceId: sentence.sentenceId, flagId: flag.flagId, kind: 'unit' }] },
        },
      },
    });
    expect(refused.text, 'an error repeats no words of the note').not.toContain('500 mg');
    expect((await read(noteId)).status).toBe('draft');
  });

  test('is resolved by accepting it, and comes back when the doctor doubts again', async () => {
    const { noteId, note, sentence, flag } = await doubtful();
    const { sentenceId } = sentence;
    const accepted = await change(noteId, note.revision, { op: 'accept', sentenceId, flagId: flag.flagId });
    expect(accepted.body.data.revision).toBe(note.revision + 1);
    await change(noteId, note.revision + 1, { op: 'doubt', sentenceId, flagId: flag.flagId });
    expect((await sign(noteId, note.revision + 2)).status).toBe(422);
    await change(noteId, note.revision + 2, { op: 'accept', sentenceId, flagId: flag.flagId });
    expect((await sign(noteId, note.revision + 3)).status).toBe(200);
  });

  test('is resolved by an edit that the notes bear out, and raised by one that they do not', async () => {
    const { noteId, note, sentence } = await doubtful();
    const good = await change(noteId, note.revision, { op: 'edit', sentenceId: sentence.sentenceId, text: 'Metformin 500 twice a day.' });
    expect(good.body.data.sentences.find((each: Sentence) => each.sentenceId === sentence.sentenceId)).toMatchObject({
      flags: [],
      writtenBy: 'doctor',
    });
    const bad = await change(noteId, note.revision + 1, {
      op: 'edit',
      sentenceId: sentence.sentenceId,
      text: 'Metformin 850 mg twice a day.',
    });
    expect(bad.body.data.sentences.find((each: Sentence) => each.sentenceId === sentence.sentenceId).flags.length).toBeGreaterThan(0);
  });

  test('is resolved by taking the sentence out, which can be undone', async () => {
    const { noteId, note, sentence } = await doubtful();
    const { sentenceId } = sentence;
    await change(noteId, note.revision, { op: 'remove', sentenceId });
    await change(noteId, note.revision + 1, { op: 'restore', sentenceId });
    expect((await read(noteId)).sentences.find((each) => each.sentenceId === sentenceId)).not.toHaveProperty('removed', true);
    await change(noteId, note.revision + 2, { op: 'remove', sentenceId });
    const done = await sign(noteId, note.revision + 3);
    expect(done.status).toBe(200);
    expect((await patient().call('get', { params: { noteId } })).text).not.toContain('Metformin');
  });

  test('that is not there cannot be accepted', async () => {
    const { noteId, note, sentence } = await doubtful();
    const refused = await change(noteId, note.revision, { op: 'accept', sentenceId: sentence.sentenceId, flagId: 'dose:0-1' });
    expect(refused).toMatchObject({ status: 422, body: { error: { details: { problems: [{ field: 'body.changes.0.flagId' }] } } } });
    expect((await change(noteId, note.revision, { op: 'remove', sentenceId: 's999' })).body.error.details.problems[0].field).toBe(
      'body.changes.0.sentenceId',
    );
  });
});

describe('a draft', () => {
  test('when two windows change it at once, one is told', async () => {
    const { noteId, note, sentence } = await doubtful();
    const replies = await Promise.all(
      ['One.', 'Two.'].map((text) => change(noteId, note.revision, { op: 'edit', sentenceId: sentence.sentenceId, text })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('takes a sentence of the doctor’s own, where it is put, checked like any other', async () => {
    const { noteId, note } = await doubtful();
    const { body } = await change(
      noteId,
      note.revision,
      { op: 'add', section: 'next-steps', text: 'Check HbA1c.', language: 'en' },
      { op: 'add', section: 'summary', after: 's1', text: 'Pain since 3 days.', language: 'en' },
    );
    const added = (body.data.sentences as Sentence[]).filter(({ sentenceId }) => sentenceId.startsWith('d'));
    expect(added.map(({ section, sentenceId }) => [section, sentenceId])).toEqual([
      ['summary', 'd2'],
      ['next-steps', 'd1'],
    ]);
    expect(added[1]?.flags.map(({ kind }) => kind)).toContain('no-source');
    expect(added[0]?.flags).toEqual([]);
  });

  test('can be written again, after which the earlier one is gone from the list', async () => {
    const first = await clinic.write();
    const second = await clinic.write({ replaces: first.noteId });
    const ids = ((await doctor().call('list')).body.data as Note[]).map(({ noteId }) => noteId);
    expect(ids).toContain(second.noteId);
    expect(ids).not.toContain(first.noteId);
    expect((await sign(first.noteId, 1)).status).toBe(409);
  });

  test('of another doctor is 404 for everything', async () => {
    const { noteId } = await clinic.write();
    const stranger = clinic.person('patient', 'doctor');
    const calls = [
      clinic.as(stranger).call('get', { params: { noteId } }),
      clinic.as(stranger).call('change', { params: { noteId }, body: { revision: 1, changes: [{ op: 'remove', sentenceId: 's1' }] } }),
      clinic.as(stranger).call('sign', { params: { noteId }, body: { revision: 1 } }),
      clinic.as(stranger).call('send', { params: { noteId } }),
    ];
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await read(noteId)).status).toBe('draft');
  });

  test('changed while it is being written keeps the change', async () => {
    const opened = await clinic.stream(
      clinic.doctor,
      'create',
      clinic.request(),
      scriptedModel({
        text: '# summary\n[1] Fever for 3 days.\n[2] No breathlessness.\n[3] No chest pain.\n# letter\n[1] You had a fever.\n',
        pause: 80,
      }),
    );
    while (!opened.text.includes('"sentenceId":"s2"')) await new Promise((resolve) => setTimeout(resolve, 10));
    const noteId = /"noteId":"([^"]+)"/.exec(opened.text)?.[1] ?? '';
    await new Promise((resolve) => setTimeout(resolve, 450));
    const during = await read(noteId);
    expect(during.status).toBe('writing');
    expect((await change(noteId, during.revision, { op: 'edit', sentenceId: 's1', text: 'Fever since 3 days.' })).status).toBe(200);
    expect((await sign(noteId, during.revision + 1)).body.error.code).toBe('note-being-written');
    await opened.done;
    const note = await read(noteId);
    expect(note.sentences[0]).toMatchObject({ text: 'Fever since 3 days.', writtenBy: 'doctor' });
    expect(note.sentences.length).toBeGreaterThan(4);
  });
});

describe('a signature', () => {
  test('makes the note immutable and shows it to its patient, who got 404 before', async () => {
    const { noteId } = await clinic.write(
      { roughNotes: 'Pain 3/7' },
      scriptedModel({
        text: '# summary\n[1] Pain for 3 days.\n# next-steps\n[1] Pain for 3 days.\n# letter\n[1] You have had pain for 3 days.\n',
      }),
    );
    expect((await patient().call('get', { params: { noteId } })).status).toBe(404);
    expect((await patient().call('list')).body.data.map((each: Note) => each.noteId)).not.toContain(noteId);
    const { revision } = await read(noteId);
    expect((await sign(noteId, revision)).body.data).toMatchObject({
      status: 'signed',
      version: 1,
      versions: [{ signedBy: { name: 'Dr Meera Iyer' }, previousHash: CHAIN_START }],
    });
    const seen = (await patient().call('get', { params: { noteId } })).body.data;
    expect(seen).toMatchObject({ status: 'signed', doctor: { name: 'Dr Meera Iyer', registrationNumber: expect.stringMatching(/^MH-/) } });
    expect(seen).not.toHaveProperty('roughNotes');
    expect(seen.sentences[0]).not.toHaveProperty('flags');
    expect((await patient().call('list')).body.data.map((each: Note) => each.noteId)).toContain(noteId);
    expect((await change(noteId, revision + 1, { op: 'remove', sentenceId: 's1' })).body.error.code).toBe('note-already-signed');
    expect((await sign(noteId, revision + 1)).body.error.code).toBe('note-already-signed');
  });

  test('another patient still gets 404', async () => {
    const { noteId } = await signed();
    expect((await clinic.as(clinic.person('patient')).call('get', { params: { noteId } })).status).toBe(404);
  });

  test('of two at once only one signs, and a repeat answers the same', async () => {
    const { noteId, note, sentence } = await doubtful();
    const { body } = await change(noteId, note.revision, { op: 'remove', sentenceId: sentence.sentenceId });
    const replies = await Promise.all([1, 2, 3].map(() => sign(noteId, body.data.revision)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const key = randomUUID();
    const second = await doubtful();
    const cleaned = await change(second.noteId, second.note.revision, { op: 'remove', sentenceId: second.sentence.sentenceId });
    const repeats = await Promise.all(Array.from({ length: 10 }, () => sign(second.noteId, cleaned.body.data.revision, key)));
    expect(new Set(repeats.map(({ text }) => text)).size).toBe(1);
    expect(repeats.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  test('under an older state than the doctor saw is refused', async () => {
    const { noteId, note, sentence } = await doubtful();
    await change(noteId, note.revision, { op: 'remove', sentenceId: sentence.sentenceId });
    expect((await sign(noteId, note.revision)).body.error.code).toBe('changed-elsewhere');
  });
});

describe('an amendment', () => {
  const amend = (noteId: string, revision: number, reason: string, ...changes: unknown[]) =>
    doctor().call('amend', { params: { noteId }, body: { revision, reason, changes } });

  test('is a new signed version with its reason and a readable difference, chained to the one before', async () => {
    const { noteId, note } = await signed();
    clock += 60_000;
    const { status, body } = await amend(noteId, note.revision, 'The letter was unclear', {
      op: 'edit',
      sentenceId: 's1',
      text: 'Pain since 3 days.',
    });
    expect(status).toBe(201);
    const [first, second] = body.data.versions;
    expect(second).toMatchObject({
      version: 2,
      reason: 'The letter was unclear',
      previousHash: first.hash,
      changes: [{ sentenceId: 's1', before: 'Pain for 3 days.', after: 'Pain since 3 days.' }],
    });
    const seen = (await patient().call('get', { params: { noteId } })).body.data;
    expect(seen.versions).toHaveLength(2);
    expect(seen.version).toBe(2);
    expect(seen.sentences.find(({ sentenceId }: Sentence) => sentenceId === 's1').text).toBe('Pain since 3 days.');
  });

  test('whose words the notes do not bear out waits for the doctor’s acceptance of each doubt', async () => {
    const { noteId, note } = await signed();
    const edit = { op: 'edit', sentenceId: 's1', text: 'Pain for 5 days.' };
    const refused = await amend(noteId, note.revision, 'Patient corrected it', edit);
    expect(refused.body.error.code).toBe('flags-unresolved');
    const accepts = refused.body.error.details.flags.map(({ sentenceId, flagId }: { sentenceId: string; flagId: string }) => ({
      op: 'accept',
      sentenceId,
      flagId,
    }));
    expect((await amend(noteId, note.revision, 'Patient corrected it', edit, ...accepts)).status).toBe(201);
  });

  test('needs a reason and a signed note; of two at once one is told', async () => {
    const { noteId, note } = await signed();
    expect((await amend(noteId, note.revision, ' ', { op: 'remove', sentenceId: 's1' })).body.error.details.problems[0].field).toBe(
      'body.reason',
    );
    const draft = await doubtful();
    expect((await amend(draft.noteId, draft.note.revision, 'A reason', { op: 'remove', sentenceId: 's1' })).body.error.code).toBe(
      'note-not-signed',
    );
    const replies = await Promise.all([1, 2].map(() => amend(noteId, note.revision, 'A reason', { op: 'remove', sentenceId: 's1' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('a version that was changed behind our back no longer fits its hash', async () => {
    const { noteId, note } = await signed();
    const { noteVersion } = await import('./items.ts');
    const stored = await store.table.find(noteVersion, { noteId, number: 1 });
    if (!stored) throw new Error('no version');
    const hashOf = (version: typeof stored) => {
      const { hash: _hash, ...rest } = version;
      return canonicalHash({ ...rest, visitDate: note.visitDate, visitType: note.visitType });
    };
    expect(hashOf(stored)).toBe(stored.hash);
    expect(hashOf({ ...stored, sentences: stored.sentences.map((each) => ({ ...each, text: `${each.text}!` })) })).not.toBe(stored.hash);
  });
});

describe('the letter', () => {
  test('is asked for once for each version, however often the doctor presses', async () => {
    const { noteId } = await signed();
    const replies = await Promise.all([1, 2, 3, 4].map(() => doctor().call('send', { params: { noteId } })));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const events = (await store.all()).filter(receipt.is).flatMap((item) => receipt.parse(item).events);
    expect(events.filter((event) => event.name === 'letter-requested' && event.data.noteId === noteId)).toHaveLength(1);
  });

  test('of a draft, or to a patient without an address, is refused', async () => {
    const { noteId } = await clinic.write();
    expect((await doctor().call('send', { params: { noteId } })).body.error.code).toBe('note-not-signed');
    const walkIn = await signed({ patient: { walkIn: { name: 'Mohan Lal', ageYears: 61, sex: 'male' } } });
    expect((await doctor().call('send', { params: { noteId: walkIn.noteId } })).body.error.code).toBe('no-email-address');
  });
});

describe('history', () => {
  test('is listed by visit date, newest first, in pages, and by patient and dates', async () => {
    const own = await openClinic(store, surroundings);
    const dates = ['2026-01-05', '2026-03-01', '2026-02-28', '2026-11-20', '2025-12-31'];
    for (const visitDate of dates) await own.write({ visitDate });
    const other = randomUUID();
    await own.takeIntoCare(own.doctor, other, 'Ravi Kumar');
    await own.write({ visitDate: '2026-04-01', patient: { patientId: other } });
    const call = async (query: Record<string, string>) => (await own.as(own.doctor).call('list', { query })).body;
    const first = await call({ limit: '4' });
    const second = await call({ limit: '4', cursor: first.meta.nextCursor });
    const listed = [...first.data, ...second.data].map(({ visitDate }: Note) => visitDate);
    expect(listed).toEqual([...dates, '2026-04-01'].sort().reverse());
    expect((await call({ patientId: other })).data).toMatchObject([{ patient: { name: 'Ravi Kumar' } }]);
    expect((await call({ from: '2026-01-05', to: '2026-03-01' })).data.map(({ visitDate }: Note) => visitDate)).toEqual([
      '2026-03-01',
      '2026-02-28',
      '2026-01-05',
    ]);
    expect((await call({ status: 'signed' })).data).toEqual([]);
    expect((await own.as(clinic.doctor).call('list', { query: { patientId: other } })).body.data).toEqual([]);
  });

  test('a cursor of another doctor’s list opens nothing', async () => {
    const own = await openClinic(store, surroundings);
    await own.write();
    await own.write();
    const { nextCursor } = (await own.as(own.doctor).call('list', { query: { limit: '1' } })).body.meta;
    expect((await doctor().call('list', { query: { cursor: nextCursor } })).status).toBe(422);
  });
});

describe('what is typed', () => {
  test('is kept, found on another device, and gone once the note is there', async () => {
    const draftId = randomUUID();
    const save = (revision: number, text: string) =>
      doctor().call('saveRoughDraft', { params: { draftId }, body: { revision, text, letterLanguage: 'hi' } });
    expect((await save(0, 'c/o fev')).body.data.revision).toBe(1);
    expect((await save(1, 'c/o fever 3/7')).body.data.revision).toBe(2);
    expect((await doctor().call('listRoughDrafts')).body.data).toMatchObject([{ draftId, text: 'c/o fever 3/7', letterLanguage: 'hi' }]);
    expect(await save(1, 'from another window')).toMatchObject({
      status: 409,
      body: { error: { code: 'changed-elsewhere', details: { theirs: { text: 'c/o fever 3/7' } } } },
    });
    await clinic.write({ draftId });
    expect((await doctor().call('listRoughDrafts')).body.data).toEqual([]);
  });

  test('belongs to its doctor', async () => {
    const draftId = randomUUID();
    await doctor().call('saveRoughDraft', { params: { draftId }, body: { revision: 0, text: ROUGH } });
    expect((await clinic.as(clinic.person('patient', 'doctor')).call('listRoughDrafts')).body.data).toEqual([]);
    expect((await doctor().call('deleteRoughDraft', { params: { draftId } })).status).toBe(200);
  });
});
