import { setTimeout as pause } from 'node:timers/promises';

import { type ApiCaller, ApiRefusal, apiCaller } from './api-caller.ts';
import type { CloudView, Log } from './cloud.ts';
import { ensureVisit, indianMidnight } from './demo-appointments.ts';
import { type DemoDoctor, demoDoctors, meerasPractice, openPractice } from './demo-doctors.ts';
import { writeNotes } from './demo-notes.ts';
import { DEMO_ADMIN_TOTP_SECRET, DEMO_PASSWORD, demoPeople, profiles, registrations, visits } from './demo-people.ts';
import { ensureReminders } from './demo-reminders.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** The group comes by event: table stream, bus, queue, consumer, each started cold at worst. */
const GROUP_WAIT_SECONDS = 30;

type Identity = Pick<IdentityProvider, 'accounts'>;
type Registration = (typeof registrations)['meera'] & { name: string; email: string };
type Application = { applicationId: string };

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

const writeProfile = async (person: ApiCaller, profile: { name: string } & Record<string, unknown>): Promise<void> => {
  const me = await person.call<{ profile: { revision: number; name?: string } }>('GET', '/me');
  if (me.profile.name === undefined) await person.call('PATCH', '/me', { revision: me.profile.revision, changes: profile });
};

const joinDirectory = async (origin: string, identity: Identity, demoDoctor: DemoDoctor): Promise<void> => {
  const { account, name, registrationNumber, council, qualification, specialty, languages, ...practice } = demoDoctor;
  const email = `${account}@arogya.example`;
  const sub = await identity.accounts.ensure({ name, email, pool: 'people', password: DEMO_PASSWORD });
  const fields = { name, email, registrationNumber, council, qualification, specialty, languages };
  await writeProfile(apiCaller(origin, await identity.accounts.mint(sub)), { name, email, languages, preferredLanguage: 'en' });
  await becomeDoctor({ origin, identity, sub, fields });
  // A token from before does not say that this is a doctor.
  await openPractice(apiCaller(origin, await identity.accounts.mint(sub)), practice);
};

/** One by one: all at once would start as many threads of each function. The directory shows them by event, a little later. */
const fillDirectory = async (origin: string, identity: Identity): Promise<void> => {
  for (const demoDoctor of demoDoctors) await joinDirectory(origin, identity, demoDoctor);
};

/**
 * Fills an empty cloud with the demo people and their stories, through the API. What is there already is left alone, so
 * that seeding which was cut off can be started again.
 */
export const seedDemo = async (o: { origin: string; identity: Identity; payments: CloudView['payments']; log: Log }): Promise<void> => {
  const { origin, identity, payments, log } = o;
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
  const meeraId = subs.meera ?? '';
  const seePatients = async () => {
    await becomeDoctor({ origin, identity, sub: meeraId, fields: fields('meera') });
    const doctor = await as('meera');
    const receive = async () => {
      await openPractice(doctor, meerasPractice);
      await Promise.all([
        ensureVisit(sunita, payments, { ...visits.sunita, doctorId: meeraId, notBefore: indianMidnight(1) }),
        ensureVisit(ravi, payments, { ...visits.ravi, doctorId: meeraId, notBefore: indianMidnight(0) }),
      ]);
    };
    await Promise.all([receive(), writeNotes(doctor, sunita, ravi)]);
  };
  await Promise.all([seePatients(), apply(arjun, fields('arjun')), fillDirectory(origin, identity), ensureReminders(sunita)]);
  log.info(`demo data is there after ${Date.now() - startedAt} ms`);
};
