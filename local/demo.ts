import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { type ApiCaller, ApiRefusal, apiCaller } from './api-caller.ts';
import type { Log } from './cloud.ts';
import { DEMO_ADMIN_TOTP_SECRET, DEMO_PASSWORD, demoPeople, profiles, registrations, roughNotes } from './demo-people.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** The group comes by event: table stream, bus, queue, consumer, each started cold at worst. */
const GROUP_WAIT_SECONDS = 30;

/** When the demo's visits were, in days before today: the signed one some three months ago, for a story with a past. */
const SIGNED_VISIT_DAYS_AGO = 98;
const DRAFT_VISIT_DAYS_AGO = 1;

type Identity = Pick<IdentityProvider, 'accounts'>;
type Registration = (typeof registrations)['meera'] & { name: string; email: string };
type Application = { applicationId: string };
type Note = {
  noteId: string;
  revision: number;
  sentences: { sentenceId: string; text: string; removed?: boolean; flags: { flagId: string; acceptedAt?: string }[] }[];
};

/** What is printed when the cloud is ready. */
export const demoAccounts = (): string[] => [
  `Demo accounts, all with the password ${DEMO_PASSWORD}:`,
  ...demoPeople.map(({ account, name, email, what }) => `  ${account.padEnd(8)}${email.padEnd(26)}${name}, ${what}`),
  '  The admin’s second step: the code is on /local.',
];

/** The demo's admin in the admins pool; made if it is not there. */
export const ensureAdmin = (identity: Identity): Promise<string> =>
  identity.accounts.ensure({
    name: 'Anita Desai',
    email: 'admin@arogya.example',
    pool: 'admins',
    password: DEMO_PASSWORD,
    totpSecret: DEMO_ADMIN_TOTP_SECRET,
  });

const apply = async (applicant: ApiCaller, fields: Registration): Promise<string | undefined> => {
  try {
    return (await applicant.call<Application>('POST', '/doctor-applications', fields)).applicationId;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'already-a-doctor') return undefined;
    if (!(error instanceof ApiRefusal) || error.code !== 'application-open') throw error;
    return (await applicant.call<{ doctorApplication?: Application }>('GET', '/me')).doctorApplication?.applicationId;
  }
};

/** Through the API, as an applicant and an admin do it; back when the account is in the group `doctor`. */
export const becomeDoctor = async (o: { origin: string; identity: Identity; sub: string; fields: Registration }): Promise<void> => {
  const { identity, sub, origin } = o;
  const isDoctor = () => identity.accounts.find(sub)?.groups.includes('doctor');
  if (isDoctor()) return;
  const applicationId = await apply(apiCaller(origin, await identity.accounts.mint(sub)), o.fields);
  if (applicationId !== undefined) {
    const admin = apiCaller(origin, await identity.accounts.mint(await ensureAdmin(identity)));
    await admin.call('POST', `/doctor-applications/${applicationId}/approve`).catch((error) => {
      if (!(error instanceof ApiRefusal) || error.code !== 'application-decided') throw error;
    });
  }
  for (const until = Date.now() + GROUP_WAIT_SECONDS * 1000; !isDoctor(); await pause(50)) {
    if (Date.now() > until)
      throw new Error(
        `${o.fields.name} was approved but is not in the group doctor after ${GROUP_WAIT_SECONDS} s: see the queues on /local`,
      );
  }
};

const writeProfile = async (person: ApiCaller, profile: { name: string }): Promise<void> => {
  const me = await person.call<{ profile: { revision: number; name?: string } }>('GET', '/me');
  if (me.profile.name === undefined) await person.call('PATCH', '/me', { revision: me.profile.revision, changes: profile });
};

/** By the code that the patient shows, as at the desk. */
const takeAsPatient = async (doctor: ApiCaller, patient: ApiCaller, name: string): Promise<string> => {
  const known = await doctor.call<{ patientId: string }[]>('GET', `/patients?q=${encodeURIComponent(name)}`);
  if (known[0]) return known[0].patientId;
  const { code } = await patient.call<{ code: string }>('POST', '/me/patient-codes');
  return (await doctor.call<{ patientId: string }>('POST', '/patients', { code })).patientId;
};

type Listed = { noteId: string; status: string };

/** The patient's finished note; written if there is none. One that seeding left half-written stays, as it would for a doctor. */
const ensureNote = async (doctor: ApiCaller, patientId: string, note: { visitDate: string; roughNotes: string }): Promise<Listed> => {
  const there = await doctor.call<Listed[]>('GET', `/consultation-notes?as=doctor&patientId=${patientId}`);
  const finished = there.find(({ status }) => status === 'signed' || status === 'draft');
  if (finished) return finished;
  const body = { patient: { patientId }, visitType: 'in-person', letterLanguage: 'en', ...note };
  const events = await doctor.stream('POST', '/consultation-notes', body);
  const noteId = events.find(({ type }) => type === 'started')?.noteId;
  if (typeof noteId !== 'string' || !events.some(({ type }) => type === 'completed'))
    throw new Error(`the demo's note was not completed; the stream ended with ${events.at(-1)?.type ?? 'nothing'}`);
  return { noteId, status: 'draft' };
};

const signNote = async (doctor: ApiCaller, noteId: string): Promise<void> => {
  let note = await doctor.call<Note>('GET', `/consultation-notes/${noteId}`);
  const changes = note.sentences
    .filter(({ removed }) => !removed)
    .flatMap(({ sentenceId, flags }) =>
      flags.filter((flag) => !flag.acceptedAt).map(({ flagId }) => ({ op: 'accept', sentenceId, flagId })),
    );
  if (changes.length > 0) note = await doctor.call<Note>('PATCH', `/consultation-notes/${noteId}`, { revision: note.revision, changes });
  await doctor.call('POST', `/consultation-notes/${noteId}/sign`, { revision: note.revision });
};

/** An edit that says more than the notes, so that the draft shows what a flag is. */
const leaveSomethingToCheck = async (doctor: ApiCaller, noteId: string): Promise<void> => {
  const { revision, sentences } = await doctor.call<Note>('GET', `/consultation-notes/${noteId}`);
  const found = sentences.find(({ text }) => text.startsWith('Paracetamol 500 mg'));
  if (!found) return;
  const changes = [{ op: 'edit', sentenceId: found.sentenceId, text: found.text.replace('500 mg', '650 mg') }];
  await doctor.call('PATCH', `/consultation-notes/${noteId}`, { revision, changes });
};

const indianDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' });
const daysAgo = (days: number) => indianDay.format(Date.now() - days * 86_400_000);

const writeNotes = async (doctor: ApiCaller, sunita: string, ravi: string): Promise<void> => {
  const [signed, draft, roughDrafts] = await Promise.all([
    ensureNote(doctor, sunita, { visitDate: daysAgo(SIGNED_VISIT_DAYS_AGO), roughNotes: roughNotes.sunitaSigned }),
    ensureNote(doctor, ravi, { visitDate: daysAgo(DRAFT_VISIT_DAYS_AGO), roughNotes: roughNotes.raviDraft }),
    doctor.call<unknown[]>('GET', '/rough-drafts'),
  ]);
  if (roughDrafts.length === 0) {
    await doctor.call('PUT', `/rough-drafts/${randomUUID()}`, {
      revision: 0,
      text: roughNotes.raviRough,
      patientId: ravi,
      visitDate: daysAgo(0),
      visitType: 'video',
      letterLanguage: 'en',
    });
  }
  await Promise.all([signed.status === 'draft' && signNote(doctor, signed.noteId), leaveSomethingToCheck(doctor, draft.noteId)]);
};

/**
 * Fills an empty cloud with the demo people and their stories, through the API. What is there already is left alone, so
 * that seeding which was cut off can be started again.
 */
export const seedDemo = async (o: { origin: string; identity: Identity; log: Log }): Promise<void> => {
  const { origin, identity, log } = o;
  const startedAt = Date.now();
  const subs: Record<string, string> = { admin: await ensureAdmin(identity) };
  for (const { account, name, email, pool } of demoPeople) {
    if (pool === 'people') subs[account] = await identity.accounts.ensure({ name, email, pool, password: DEMO_PASSWORD });
  }
  const as = async (account: string) => apiCaller(origin, await identity.accounts.mint(subs[account] ?? ''));
  const [sunita, ravi, meera, arjun] = await Promise.all(
    ['sunita', 'ravi', 'meera', 'arjun'].map(as) as [Promise<ApiCaller>, Promise<ApiCaller>, Promise<ApiCaller>, Promise<ApiCaller>],
  );
  await Promise.all([
    writeProfile(sunita, profiles.sunita),
    writeProfile(ravi, profiles.ravi),
    writeProfile(meera, profiles.meera),
    writeProfile(arjun, profiles.arjun),
  ]);
  const fields = (account: 'meera' | 'arjun') => ({
    name: profiles[account].name,
    email: profiles[account].email,
    ...registrations[account],
  });
  await Promise.all([becomeDoctor({ origin, identity, sub: subs.meera ?? '', fields: fields('meera') }), apply(arjun, fields('arjun'))]);

  const doctor = await as('meera');
  const [sunitaId, raviId] = await Promise.all([takeAsPatient(doctor, sunita, 'Sunita Devi'), takeAsPatient(doctor, ravi, 'Ravi Kumar')]);
  await writeNotes(doctor, sunitaId, raviId);
  log.info(`demo data is there after ${Date.now() - startedAt} ms`);
};
