import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';

import { eicar } from '../functions/documents/testing/files.ts';
import type { NotificationPreferences } from '../functions/notifications/contract.ts';
import type { Observation, ObservationImport } from '../functions/observations/contract.ts';
import type { Reminder } from '../functions/reminders/contract.ts';
import type { ScheduleView } from '../local/cloud.ts';
import { appointmentOf, appointmentWhen, bankOf, bookingOf, firstFree, openDoctor, patientOf, REASON } from './clinic.ts';
import { countingTo, dayIn, localOf, type Person, personOf, type Reply, ROUGH, until } from './cloud.ts';
import { addFile, addValues, agreementOf, labReport, paperOf, readReport, sendFile, shareWith, whenChecked } from './health-record.ts';
import { dosesOf, inboxOf, remindIn, sweepNow, untilTold } from './medicines.ts';

const { origin, data } = inject('arogya');
const local = localOf(origin);
afterEach(() => local.clearFaults());

const NAME = 'Zubeida Quillfeather';
const SENTENCE = 'the violet heron sleeps beneath brass lanterns';
const ADDRESS = 'zubeida.quillfeather@arogya.example';
const CANARIES = [NAME, SENTENCE, 'quillfeather', 'violet heron', 'brass lanterns'];

/** The three ways in which base64 can hold a text, by what stands before it. */
const base64Of = (text: string): string[] =>
  [0, 1, 2].map((before) =>
    Buffer.from(' '.repeat(before) + text)
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  );
const plain = CANARIES.map((text) => text.toLowerCase());
const encoded = [NAME, SENTENCE].flatMap(base64Of);

/** Where in a text a canary sings; empty when it does not. */
const songsIn = (text: string): string[] => {
  const lower = text.toLowerCase();
  const found = [...plain.filter((canary) => lower.includes(canary)), ...encoded.filter((canary) => text.includes(canary))];
  return found.map((canary) => `${canary}: …${text.slice(Math.max(0, lower.indexOf(canary) - 80), lower.indexOf(canary) + 120)}…`);
};

/** Everything below a folder, but the table and the cloud's own store with the inbox and the accounts, which hold such things by design. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/\/table\/|\/cloud\.sqlite/.test(file.slice(folder.length)));

/** Error replies and queue messages on the way, to listen to at the end. */
const listener = () => {
  const errors: Reply[] = [];
  const messages = new Map<string, string>();
  return {
    async refused(who: Person, ...[method, path, sent]: Parameters<Person['send']>): Promise<void> {
      const reply = await who.send(method, path, sent);
      expect(reply.status, `${method} ${path}: ${reply.text.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
      errors.push(reply);
    },
    /** Keeps every message that waits in a queue, until those of all these events about `id` were there. */
    hear: (id: string, ...events: string[]) =>
      until(`the messages ${events.join(', ')}, in their queues`, async () => {
        for (const { name } of await local.queues())
          for (const message of await local.messages(name)) messages.set(message.id, message.body);
        return events.every((event) => [...messages.values()].some((body) => body.includes(id) && body.includes(event)));
      }),
    async expectSilence(): Promise<void> {
      for (const { status, text, headers } of errors) {
        expect(songsIn(text), `an error reply ${status}`).toEqual([]);
        expect(songsIn(JSON.stringify([...headers])), `the headers of an error reply ${status}`).toEqual([]);
      }
      expect([...messages.values()].flatMap(songsIn)).toEqual([]);
      expect(songsIn(JSON.stringify(await local.metrics()))).toEqual([]);
      const functions = await local.functions();
      expect(functions.filter(({ invocations }) => invocations > 0).length).toBeGreaterThan(5);
      for (const { name } of functions)
        expect(songsIn(JSON.stringify(await local.api('GET', `/functions/${name}/logs`))), name).toEqual([]);
      const files = filesBelow(data);
      expect(files.filter((file) => file.endsWith('.log')).length).toBeGreaterThan(5);
      for (const file of files) expect(songsIn(readFileSync(file, 'latin1')), file).toEqual([]);
    },
  };
};

/** Push to a browser of the person's, as the embedded cloud has one; answers with its address. */
const subscribe = async (person: Person): Promise<string> => {
  const { publicKey } = await person.call<{ publicKey: string }>('GET', '/push-key');
  const response = await fetch(`${origin}/push/subscriptions`, {
    method: 'POST',
    body: JSON.stringify({ applicationServerKey: publicKey }),
  });
  const subscription = (await response.json()) as { endpoint: string };
  await person.call('POST', '/push-subscriptions', { body: subscription });
  return subscription.endpoint;
};

/** Who saw what of a patient; the entries are numbered without a gap. */
const trailOf = async (patient: Person): Promise<Reply> => {
  const trail = await patient.send('GET', '/me/audit?limit=100');
  const numbers = trail.body.data.map(({ number }: { number: number }) => number);
  expect(numbers.length).toBeGreaterThan(3);
  expect(numbers.toSorted((a: number, b: number) => a - b)).toEqual(countingTo(numbers.length));
  return trail;
};

test('a patient’s name and a sentence of a note are in no log, metric, event or error', async () => {
  const { refused, hear, expectSilence } = listener();
  const doctor = personOf(origin, await local.token('canary-doctor', { role: 'doctor' }));
  const patient = personOf(origin, await local.token('canary-patient'));
  const admin = personOf(origin, await local.token('admin'));
  const rough = `${ROUGH}\n${SENTENCE}`;
  const walkIn = { name: NAME, ageYears: 44, sex: 'female', email: ADDRESS };
  const note = (more = {}) => ({
    patient: { walkIn },
    visitDate: dayIn(),
    visitType: 'home',
    letterLanguage: 'en',
    roughNotes: rough,
    ...more,
  });

  // The patient's own record.
  const me = await patient.call<{ profile: { revision: number } }>('GET', '/me');
  const profile = { name: NAME, email: ADDRESS, conditions: [SENTENCE], allergies: [{ substance: SENTENCE, reaction: NAME }] };
  await patient.call('PATCH', '/me', { body: { revision: me.profile.revision, changes: profile } });
  await refused(patient, 'PATCH', '/me', { body: { revision: 1, changes: { ...profile, phone: `${NAME} ${SENTENCE}` } } });
  await refused(patient, 'PATCH', '/me', { body: { revision: 0, changes: profile } });
  await refused(patient, 'POST', '/doctor-applications', { body: { name: NAME, email: SENTENCE } });
  const { code } = await patient.call<{ code: string }>('POST', '/me/patient-codes');
  const { patientId } = await doctor.call<{ patientId: string }>('POST', '/patients', { body: { code } });
  await doctor.call('GET', `/patients/${patientId}`);
  await doctor.call('GET', `/patients?q=${encodeURIComponent(NAME)}`);
  await refused(doctor, 'POST', '/patients', { body: { code: NAME } });
  await refused(doctor, 'GET', `/patients/${encodeURIComponent(NAME)}`);

  // Rough notes, whole, broken and refused.
  const draftPath = `/rough-drafts/${randomUUID()}`;
  await doctor.call('PUT', draftPath, { body: { revision: 0, text: rough, walkIn: { name: NAME } } });
  await refused(doctor, 'PUT', `/rough-drafts/${encodeURIComponent(SENTENCE)}`, { body: { revision: 0, text: rough } });
  await refused(doctor, 'POST', '/consultation-notes', { raw: `{"roughNotes": "${SENTENCE}, ${NAME}` });
  await refused(doctor, 'POST', '/consultation-notes', { raw: `${NAME}: ${SENTENCE}` });
  await refused(doctor, 'POST', '/consultation-notes', { body: note({ [SENTENCE]: NAME }) });
  await refused(doctor, 'POST', '/consultation-notes', { body: note({ visitType: SENTENCE, visitDate: NAME, letterLanguage: SENTENCE }) });
  await refused(doctor, 'POST', '/consultation-notes', { body: note({ roughNotes: `${rough}\u0000` }) });
  await refused(doctor, 'POST', '/consultation-notes', { body: note({ roughNotes: rough.repeat(200) }) });
  await refused(doctor, 'POST', '/consultation-notes', { body: note({ patient: { patientId: NAME } }) });
  await refused(patient, 'POST', '/consultation-notes', { body: note() });
  await refused(
    personOf(origin, `${NAME}.${SENTENCE}`.replaceAll(' ', '')),
    'GET',
    `/consultation-notes?patientId=${encodeURIComponent(NAME)}`,
  );
  await refused(doctor, 'GET', `/consultation-notes?from=${encodeURIComponent(SENTENCE)}`);
  await refused(doctor, 'GET', `/consultation-notes/${encodeURIComponent(`${NAME} ${SENTENCE}`)}`);

  // Writing, with a model that says it too and one that breaks off in it.
  await local.fault({ kind: 'model-fails-midstream', afterPieces: 30 });
  const { noteId } = await doctor.write({ body: note() });
  await refused(doctor, 'GET', `/consultation-notes/${noteId}/stream`, { headers: { 'last-event-id': SENTENCE } });
  await local.fault({ kind: 'model-script', script: `# summary\n[1] ${SENTENCE} for ${NAME}.\n${SENTENCE}, says ${NAME}.\n` });
  const doubtful = await doctor.write({ body: note({ patient: { patientId } }) });
  const draft = await doctor.note(doubtful.noteId);
  expect(draft.sentences.some(({ flags }) => flags.length > 0)).toBe(true);
  await refused(doctor, 'POST', `/consultation-notes/${doubtful.noteId}/sign`, { body: { revision: draft.revision } });
  const edit = { op: 'edit', sentenceId: draft.sentences[0]?.sentenceId, text: `${SENTENCE} 900 mg` };
  await refused(doctor, 'PATCH', `/consultation-notes/${doubtful.noteId}`, { body: { revision: 99, changes: [edit] } });
  await refused(doctor, 'PATCH', `/consultation-notes/${doubtful.noteId}`, {
    body: { revision: draft.revision, changes: [{ ...edit, sentenceId: NAME }] },
  });
  await local.fault({ kind: 'model-throttled', times: 3 });
  await doctor.write({ body: note() });

  // A function that dies, a table that is busy.
  await local.fault({ kind: 'function-crash', functionName: 'consultation-notes-handler', at: 'after-effect' });
  await refused(doctor, 'PATCH', `/consultation-notes/${doubtful.noteId}`, { body: { revision: draft.revision, changes: [edit] } });
  await local.fault({ kind: 'throttled-table', times: 200 });
  await refused(doctor, 'GET', `/consultation-notes/${noteId}`);
  await local.clearFaults();
  await local.fault({ kind: 'transaction-conflict', times: 100 });
  await refused(doctor, 'POST', `/consultation-notes/${noteId}/sign`, {
    body: {
      revision: (
        await personOf(origin, doctor.token)
          .note(noteId)
          .catch(() => draft)
      ).revision,
    },
  });
  await local.clearFaults();

  // Signed, amended, sent: with a mail service that refuses at first, so that the message rests.
  await doctor.sign(doubtful.noteId);
  const signed = await doctor.sign(noteId);
  const amendment = {
    revision: signed.revision,
    reason: `${NAME} asked`,
    changes: [{ op: 'remove', sentenceId: signed.sentences[0]?.sentenceId }],
  };
  await doctor.call('POST', `/consultation-notes/${noteId}/amendments`, { body: amendment });
  await refused(doctor, 'POST', `/consultation-notes/${noteId}/amendments`, { body: amendment });
  await local.fault({ kind: 'mail-throttled', times: 1_000 });
  await doctor.call('POST', `/consultation-notes/${noteId}/send`);

  await hear(noteId, 'letter-requested');
  await local.clearFaults();
  const [letter] = await until('the letter', async () => {
    const letters = await local.mailTo(ADDRESS);
    return letters.length > 0 && letters;
  });
  expect(letter?.text).toContain(NAME);

  // Who saw what, and its seal in the bucket.
  await local.quiet();
  for (const { name } of await local.api<ScheduleView[]>('GET', '/schedules')) await local.api('POST', `/schedules/${name}/fire`);
  const trail = await trailOf(patient);
  await admin.call('GET', '/doctor-applications');
  await local.quiet();

  expect(songsIn(trail.text)).toEqual([]);
  await expectSilence();
}, 120_000);

test('why somebody comes to a doctor, with whom, and where they meet are in no log, metric, event, error or payment', async () => {
  const { refused, hear, expectSilence } = listener();
  const videoUrl = `https://meet.arogya.example/${SENTENCE.replaceAll(' ', '-')}-quillfeather`;
  const doctor = await openDoctor(local, 'canary-clinic', { practice: { videoUrl } });
  const { doctorId } = doctor;
  const patient = await patientOf(local, 'canary-child', {
    name: NAME,
    email: ADDRESS,
    dateOfBirth: `${Number(dayIn().slice(0, 4)) - 9}-01-01`,
  });
  const startsAt = await firstFree(patient, doctorId, 3 * 24 * 60);
  const next = await firstFree(patient, doctorId, 3 * 24 * 60 + 30);
  const accompaniedBy = { name: `${NAME} senior`, relation: SENTENCE };
  const body = (more: Record<string, unknown> = {}) => bookingOf(doctorId, startsAt, { reason: SENTENCE, accompaniedBy, ...more });

  // Refused: what is wrong with it, and what is not.
  await refused(patient, 'POST', '/appointments', { body: body({ mode: SENTENCE }) });
  await refused(patient, 'POST', '/appointments', { body: body({ startsAt: NAME }) });
  await refused(patient, 'POST', '/appointments', { body: body({ doctorId: SENTENCE }) });
  await refused(patient, 'POST', '/appointments', { body: body({ reason: SENTENCE.repeat(40) }) });
  await refused(patient, 'POST', '/appointments', { body: body({ accompaniedBy: { ...accompaniedBy, [NAME]: SENTENCE } }) });
  await refused(patient, 'POST', '/appointments', { body: bookingOf(doctorId, startsAt, { reason: SENTENCE }) });
  await refused(patient, 'POST', '/appointments', { raw: `{"reason": "${SENTENCE}, ${NAME}` });
  await refused(patient, 'GET', `/appointments/${encodeURIComponent(`${NAME} ${SENTENCE}`)}`);
  await refused(patient, 'GET', `/doctors/${encodeURIComponent(SENTENCE)}`);
  await refused(patient, 'GET', `/doctors?freeBy=${encodeURIComponent(SENTENCE)}`);
  expect(await patient.call('GET', `/doctors?q=${encodeURIComponent(NAME)}&city=${encodeURIComponent(SENTENCE)}`)).toEqual([]);
  await refused(doctor.person, 'PUT', '/me/practice', { body: { videoUrl: `http://${SENTENCE}`, hospital: NAME } });
  for (const path of ['/payments/webhook', `/appointments/${encodeURIComponent(SENTENCE)}/payment-return`])
    await refused(personOf(origin, undefined), 'POST', path, {
      raw: `${SENTENCE}, says ${NAME}`,
      headers: { 'x-razorpay-signature': SENTENCE },
    });

  // A function that dies, a table that is busy, a provider that is away.
  const key = randomUUID();
  await local.fault({ kind: 'payment-api-down', times: 1_000 });
  await local.fault({ kind: 'function-crash', functionName: 'appointments-handler', at: 'after-effect' });
  await refused(patient, 'POST', '/appointments', { body: body(), key });
  const { appointmentId } = await patient.call<{ appointmentId: string }>('POST', '/appointments', { body: body(), key });
  await hear(appointmentId, 'payment-order-requested');
  await refused(personOf(origin, await local.token('ravi')), 'POST', '/appointments', {
    body: bookingOf(doctorId, startsAt, { reason: SENTENCE }),
  });
  await local.fault({ kind: 'throttled-table', times: 200 });
  await refused(patient, 'GET', `/appointments/${appointmentId}`);
  await local.clearFaults();

  // Paid, moved, seen, cancelled: with a mail service and a provider that refuse at first, so that messages rest.
  const bank = bankOf(local);
  const { id: orderId } = await bank.orderOf(appointmentId);
  await local.fault({ kind: 'mail-throttled', times: 1_000 });
  await bank.pay(orderId, 'paid');
  await appointmentWhen(patient, appointmentId, 'the paid appointment', ({ status }) => status === 'CONFIRMED');
  expect(await appointmentOf(patient, appointmentId)).toMatchObject({ reason: SENTENCE, accompaniedBy, videoUrl });
  await patient.call('POST', `/appointments/${appointmentId}/reschedule`, { body: { startsAt: next } });
  await patient.call('GET', `/appointments/${appointmentId}/receipt`);
  const file = await doctor.person.call<{ content: string }>('GET', `/appointments/${appointmentId}/calendar-file`);
  expect(file.content.replaceAll('\r\n ', '')).not.toContain(SENTENCE);
  await refused(doctor.person, 'POST', `/appointments/${appointmentId}/start`);
  await local.fault({ kind: 'payment-api-down', times: 1_000 });
  await patient.call('POST', `/appointments/${appointmentId}/cancel`);
  await hear(appointmentId, 'appointment-confirmed', 'appointment-rescheduled', 'appointment-cancelled', 'refund-requested');
  await local.clearFaults();
  await appointmentWhen(patient, appointmentId, 'the money back', ({ paymentStatus }) => paymentStatus === 'refunded');
  // What is no news any more when it can be sent is not sent: the cancellation is.
  const letters = await until('the letter', async () => {
    const found = await local.mailTo(ADDRESS);
    return found.some(({ subject }) => subject.startsWith('Cancelled: ')) && found;
  });
  for (const { text } of letters.filter(({ text }) => text.includes(doctorId) || text.includes(appointmentId)))
    expect(text).not.toMatch(new RegExp(`${SENTENCE}|senior`));
  expect(songsIn(JSON.stringify(await local.mailTo('canary-clinic@arogya.example')))).toEqual([]);

  await local.quiet();
  for (const { name } of await local.api<ScheduleView[]>('GET', '/schedules')) await local.api('POST', `/schedules/${name}/fire`);
  await local.quiet();
  expect(songsIn((await trailOf(patient)).text)).toEqual([]);
  const books = JSON.stringify(await local.api('GET', '/payments'));
  expect(books).toContain(appointmentId);
  expect(songsIn(books)).toEqual([]);
  await expectSilence();
}, 120_000);

test('what files are called and what is said of them and of a value, and why a record was opened, are in no log, metric, event or error', async () => {
  const { refused, hear, expectSilence } = listener();
  const patient = await patientOf(local, 'canary-record', { name: NAME, email: 'quillfeather.files@arogya.example' });
  const doctor = personOf(origin, await local.token('canary-desk', { role: 'doctor' }));
  const reader = await patientOf(local, 'canary-reader');
  const [{ accountId: patientId }, { accountId: doctorId }] = (await Promise.all(
    [patient, doctor].map((one) => one.call<{ accountId: string }>('GET', '/me')),
  )) as [{ accountId: string }, { accountId: string }];
  const paper = paperOf(`${NAME}, ${SENTENCE}.pdf`);
  const about = { provider: `${NAME} Laboratory`, note: SENTENCE, tags: [NAME, 'violet heron'] };
  const announced = {
    ...about,
    ...{ name: paper.name, category: 'lab-report', contentType: 'application/pdf', bytes: 2_000 },
    sha256: Buffer.alloc(32, 1).toString('base64'),
  };

  // Announced, well and badly.
  for (const wrong of [
    { name: `${NAME}/${SENTENCE}.pdf` },
    { name: `${SENTENCE}\u202e.pdf` },
    { category: SENTENCE },
    { contentType: NAME },
    { bytes: 26 * 1024 * 1024 },
    { sha256: SENTENCE },
    { date: NAME },
    { tags: [SENTENCE.repeat(3)] },
    { provider: SENTENCE.repeat(9) },
    { note: SENTENCE.repeat(90) },
    { appointmentId: NAME },
    { [SENTENCE]: NAME },
  ])
    await refused(patient, 'POST', '/documents', { body: { ...announced, ...wrong } });
  await refused(patient, 'POST', '/documents', { raw: `{"name": "${SENTENCE}, ${NAME}` });
  await refused(doctor, 'POST', '/documents', { body: { ...announced, [NAME]: SENTENCE } });
  const { documentId } = await addFile(patient, paper, { ...about, category: 'lab-report' });
  const infected = await sendFile(patient, { ...paper, buffer: eicar }, about);
  expect(await whenChecked(patient, infected.documentId)).toMatchObject({ status: 'rejected', name: paper.name });

  // Found, changed, opened, deleted and brought back.
  expect(await patient.call<unknown[]>('GET', `/documents?q=${encodeURIComponent('violet heron')}`)).toHaveLength(2);
  await refused(patient, 'GET', `/documents?category=${encodeURIComponent(SENTENCE)}`);
  await refused(patient, 'GET', `/documents/${encodeURIComponent(`${NAME} ${SENTENCE}`)}`);
  await refused(patient, 'GET', `/documents/${infected.documentId}/download`);
  const changes = { note: `${SENTENCE}, twice`, provider: NAME };
  await refused(patient, 'PATCH', `/documents/${documentId}`, { body: { revision: 99, changes } });
  await refused(patient, 'PATCH', `/documents/${documentId}`, { body: { revision: 1, changes: { ...changes, tags: SENTENCE } } });
  const key = randomUUID();
  await local.fault({ kind: 'function-crash', functionName: 'documents-handler', at: 'after-effect' });
  await refused(patient, 'PATCH', `/documents/${documentId}`, { body: { revision: 1, changes }, key });
  expect(await patient.call('PATCH', `/documents/${documentId}`, { body: { revision: 1, changes }, key })).toMatchObject(changes);
  await local.fault({ kind: 'throttled-table', times: 200 });
  await refused(patient, 'GET', `/documents/${documentId}`);
  await local.clearFaults();
  const { url } = await patient.call<{ url: string }>('GET', `/documents/${documentId}/download`);
  const file = await fetch(url);
  expect([file.status, decodeURIComponent(file.headers.get('content-disposition') ?? '')]).toEqual([200, expect.stringContaining(NAME)]);
  const broken = await fetch(url.replace(/Signature=\w{6}/, 'Signature=abcdef'));
  expect([broken.status, songsIn(await broken.text())]).toEqual([403, []]);
  await patient.call('DELETE', `/documents/${documentId}`);
  await refused(patient, 'GET', `/documents/${documentId}/download`);
  await patient.call('POST', `/documents/${documentId}/restore`);

  // Values by hand, from a table, from another app and from a report.
  const value = { code: '718-7', value: '11.2', unit: 'g/dL', at: '2026-11-02', note: SENTENCE, source: NAME };
  for (const wrong of [
    { code: SENTENCE },
    { value: SENTENCE },
    { unit: NAME },
    { at: NAME },
    { note: SENTENCE.repeat(20) },
    { [NAME]: SENTENCE },
  ])
    await refused(patient, 'POST', '/observations', { body: { observations: [{ ...value, ...wrong }] } });
  await refused(patient, 'POST', '/observations', { body: { observations: [{ ...value, value: '2.9' }] } });
  await addValues(patient, [value]);
  const [observation] = await patient.call<Observation[]>('GET', '/observations?code=718-7');
  expect(observation).toMatchObject({ note: SENTENCE, source: NAME });
  const correct = { changes: { note: NAME }, reason: `${NAME}: ${SENTENCE}` };
  await refused(patient, 'PATCH', `/observations/${observation?.observationId}`, { body: { revision: 9, ...correct } });
  await refused(patient, 'PATCH', `/observations/${encodeURIComponent(SENTENCE)}`, { body: { revision: 1, ...correct } });
  await patient.call('PATCH', `/observations/${observation?.observationId}`, { body: { revision: 1, ...correct } });
  await refused(patient, 'GET', `/observations?code=${encodeURIComponent(SENTENCE)}`);
  await refused(patient, 'POST', '/observation-imports', { body: { kind: 'csv', fileName: NAME, text: `${SENTENCE},${NAME}\n1,2` } });
  await refused(patient, 'POST', '/observation-imports', { body: { kind: 'fhir', fileName: NAME, resource: { resourceType: SENTENCE } } });
  await refused(patient, 'POST', '/observation-imports', { body: { kind: 'lab-report', documentId: NAME } });
  const table = await patient.call<ObservationImport>('POST', '/observation-imports', {
    body: {
      kind: 'csv',
      fileName: `${NAME}.csv`,
      text: `date,test,value,unit,note\n2026-10-01,Haemoglobin,12.5,g/dL,${SENTENCE}\n2026-10-01,${NAME},1,mg/dL,`,
    },
  });
  expect(JSON.stringify(table.proposals)).toContain(NAME);
  await refused(patient, 'POST', `/observation-imports/${table.importId}/confirm`, {
    body: { revision: 1, values: [{ index: 0, fields: { ...value, code: NAME } }] },
  });
  const { paper: printed } = await labReport(`${SENTENCE}.pdf`, 3);
  const report = await addFile(patient, printed, { ...about, category: 'lab-report' });
  const { importId, proposals, revision, status } = await readReport(patient, report.documentId);
  expect(status).toBe('to-review');
  const values = proposals.slice(0, 1).map(({ index, fields }) => ({ index, fields: { ...fields, note: SENTENCE } }));
  await patient.call('POST', `/observation-imports/${importId}/confirm`, { body: { revision, values } });
  // A paper without any value.
  expect(await readReport(patient, documentId)).toMatchObject({ fileName: paper.name });

  // Shared, by name and by a code, and opened without being asked.
  const scope = { kind: 'documents' as const, documentIds: [documentId] };
  await refused(patient, 'POST', '/consents', { body: { doctorId, ...agreementOf(scope), purpose: SENTENCE } });
  await refused(patient, 'POST', '/consents', { body: { doctorId: NAME, ...agreementOf(scope) } });
  await refused(patient, 'POST', '/consents', { body: { doctorId, ...agreementOf({ ...scope, documentIds: [SENTENCE] }) } });
  const { consentId } = await shareWith(patient, doctorId, scope);
  expect(await doctor.call('GET', `/documents?patientId=${patientId}&q=${encodeURIComponent('violet heron')}`)).toMatchObject([
    { documentId, note: changes.note },
  ]);
  await doctor.call('GET', `/documents/${documentId}/download?as=preview`);
  await refused(doctor, 'GET', `/documents/${report.documentId}`);
  await patient.call('DELETE', `/consents/${consentId}`);
  await refused(doctor, 'GET', `/documents/${documentId}`);
  await refused(reader, 'POST', '/consent-codes/redeem', { body: { code: NAME } });
  const { code } = await patient.call<{ code: string }>('POST', '/consent-codes', { body: agreementOf({ kind: 'record' }) });
  await reader.call('POST', '/consent-codes/redeem', { body: { code } });
  expect(await reader.call<unknown[]>('GET', `/observations?patientId=${patientId}&code=718-7`)).not.toEqual([]);
  await refused(doctor, 'POST', `/patients/${encodeURIComponent(NAME)}/emergency-access`, { body: { reason: SENTENCE } });
  await refused(doctor, 'POST', `/patients/${patientId}/emergency-access`, { body: { reason: SENTENCE.repeat(20) } });
  await refused(doctor, 'POST', `/patients/${patientId}/emergency-access`, { body: { reason: SENTENCE, [NAME]: SENTENCE } });
  await local.fault({ kind: 'mail-throttled', times: 1_000 });
  await doctor.call('POST', `/patients/${patientId}/emergency-access`, { body: { reason: SENTENCE } });
  await hear(patientId, 'emergency-access-taken');
  await local.clearFaults();
  await until('the letter about it', async () => (await local.mailTo('quillfeather.files@arogya.example')).length > 0, 60);

  await local.quiet();
  for (const { name } of await local.api<ScheduleView[]>('GET', '/schedules')) await local.api('POST', `/schedules/${name}/fire`);
  await local.quiet();
  const trail = await trailOf(patient);
  expect(trail.text).toContain('consents.breakGlass');
  expect(songsIn(trail.text)).toEqual([]);
  await expectSilence();
}, 180_000);

test('what somebody takes, why, and who cares for them are in no log, metric, event, error or message to a lock screen', async () => {
  const { refused, hear, expectSilence } = listener();
  const stranger = personOf(origin, undefined);
  const [patient, caregiver] = await Promise.all([
    patientOf(local, 'canary-takes', { name: NAME, email: ADDRESS, phone: '+919800000071' }),
    patientOf(local, 'canary-cares', { name: `${NAME} junior`, phone: '+919800000072' }),
  ]);
  const medicine = { medicine: SENTENCE, strength: 'violet heron', note: `${NAME} asked for it` };
  const fields = (more: Record<string, unknown> = {}) => ({
    ...{ ...medicine, form: 'tablet', instruction: 'none', startsOn: dayIn() },
    ...{ schedule: { kind: 'as-needed', amount: 1, minimumGapMinutes: 60, dailyMaximum: 4 }, ...more },
  });

  // Refused: what is wrong with it, and what is not.
  await refused(patient, 'POST', '/reminders', { raw: `{"medicine": "${SENTENCE}, ${NAME}` });
  await refused(patient, 'POST', '/reminders', { body: fields({ form: SENTENCE, [NAME]: SENTENCE }) });
  await refused(patient, 'POST', '/reminders', { body: fields({ medicine: SENTENCE.repeat(4), schedule: { kind: SENTENCE } }) });
  await refused(patient, 'POST', '/reminders', { body: fields({ startsOn: NAME, zone: SENTENCE }) });
  await refused(patient, 'GET', `/reminders/${encodeURIComponent(SENTENCE)}`);
  await refused(patient, 'POST', `/doses/${encodeURIComponent(SENTENCE)}/skip`, { body: { reason: NAME } });
  await refused(patient, 'POST', `/doses/${encodeURIComponent(SENTENCE)}/take`);
  await refused(patient, 'GET', `/dose-history?cursor=${encodeURIComponent(SENTENCE)}`);
  await refused(patient, 'PUT', '/me/reminder-settings', { body: { zone: SENTENCE, revision: 0 } });
  await refused(patient, 'POST', '/caregivers', { body: { name: NAME.repeat(9) } });
  await refused(caregiver, 'POST', '/caregivers/accept', { body: { code: SENTENCE } });
  await refused(patient, 'DELETE', `/caregivers/${encodeURIComponent(NAME)}`);
  await refused(patient, 'POST', '/push-subscriptions', { body: { endpoint: SENTENCE, keys: { p256dh: NAME, auth: NAME } } });
  await refused(patient, 'POST', `/notifications/${encodeURIComponent(SENTENCE)}/read`);
  for (const path of ['/dose-answers', '/notification-receipts'])
    await refused(stranger, 'POST', path, { body: { token: `${SENTENCE} ${NAME}`, answer: SENTENCE } });
  await refused(stranger, 'POST', `/email-stops/${encodeURIComponent(`${SENTENCE} ${NAME}`)}`);

  // A function that dies, a table that is busy.
  const key = randomUUID();
  await local.fault({ kind: 'function-crash', functionName: 'reminders-handler', at: 'after-effect' });
  await refused(patient, 'POST', '/reminders', { body: fields(), key });
  const { reminderId, revision } = await patient.call<Reminder>('POST', '/reminders', { body: fields(), key });
  await local.fault({ kind: 'throttled-table', times: 200 });
  await refused(patient, 'GET', `/reminders/${reminderId}`);
  await local.clearFaults();
  await refused(patient, 'PATCH', `/reminders/${reminderId}`, { body: { revision: revision + 9, changes: { note: SENTENCE } } });
  await patient.call('PATCH', `/reminders/${reminderId}`, { body: { revision, changes: { note: `${SENTENCE}, says ${NAME}` } } });
  await patient.call('POST', `/reminders/${reminderId}/doses`);
  await refused(patient, 'POST', `/reminders/${reminderId}/doses`);

  // A caregiver, a browser that gets push, and providers that refuse at first, so that messages rest.
  const invited = await patient.call<{ code: string; caregiver: { linkId: string } }>('POST', '/caregivers', { body: { name: NAME } });
  await caregiver.call('POST', '/caregivers/accept', { body: { code: invited.code } });
  const endpoint = await subscribe(patient);
  /** A dose that comes in seconds. */
  const due = async () => {
    const reminder = await remindIn(patient, 3, medicine);
    await sweepNow(local);
    const dose = await untilTold('the dose to come due', async () =>
      (await dosesOf(patient, reminder.reminderId)).find(({ status }) => status === 'due'),
    );
    return { ...reminder, doseId: encodeURIComponent(dose.doseId) };
  };
  await local.fault({ kind: 'provider-down', times: 1_000 });
  const first = await due();
  await hear(first.reminderId, 'push-wanted');
  await local.clearFaults();
  const pushed = (count: number) =>
    until('the push', async () => {
      const pushes = await local.mailTo(endpoint);
      return pushes.length >= count && pushes;
    });
  expect(songsIn(JSON.stringify(await pushed(1)))).toEqual([]);
  await patient.call('POST', `/doses/${first.doseId}/snooze`, { body: { minutes: 10 } });
  await patient.call('POST', `/doses/${first.doseId}/take`);
  await refused(patient, 'POST', `/doses/${first.doseId}/skip`, { body: { reason: 'forgot' } });
  await patient.call('POST', `/doses/${first.doseId}/undo`);
  await patient.call('DELETE', `/reminders/${first.reminderId}`);
  await patient.call('POST', `/reminders/${first.reminderId}/resume`);

  // Whoever chose it sees the medicine on the lock screen, and there alone.
  const {
    revision: wishes,
    stopped: _,
    ...preferences
  } = await patient.call<NotificationPreferences>('GET', '/me/notification-preferences');
  await patient.call('PUT', '/me/notification-preferences', {
    body: { revision: wishes, preferences: { ...preferences, showDetails: true } },
  });
  await due();
  expect(songsIn(JSON.stringify(await pushed(2)))).not.toEqual([]);
  await caregiver.call('DELETE', `/caregivers/${encodeURIComponent(invited.caregiver.linkId)}`);
  const told = await untilTold('what the caregiver did', async () => {
    const inbox = await inboxOf(patient);
    return inbox.some(({ kind }) => kind === 'caregiver-ended') && inbox;
  });
  expect(songsIn(JSON.stringify(told))).not.toEqual([]);

  await local.quiet();
  for (const { name } of await local.api<ScheduleView[]>('GET', '/schedules')) await local.api('POST', `/schedules/${name}/fire`);
  await local.quiet();
  expect(songsIn((await trailOf(patient)).text)).toEqual([]);
  await expectSilence();
}, 150_000);

test('no log line holds a token, or anything of the demo’s patients', async () => {
  const logs = filesBelow(data).filter((file) => file.endsWith('.log'));
  for (const file of logs) {
    const text = readFileSync(file, 'utf8');
    for (const secret of [
      ...['eyJ', 'Bearer', 'Sunita', 'Ravi Kumar', 'metformin', 'Warfarin', 'Saraswati', 'arogya-demo', '@arogya.example'],
      ...[REASON, 'Sugar review', 'Blood pressure diary', 'meet.arogya.example'],
      ...['Blood report March', 'Counselling letter', 'Before breakfast', 'Sahyadri Path Labs', 'Nidaan Diagnostics'],
    ])
      expect(text.includes(secret), `${secret} in ${file}`).toBe(false);
  }
});
