import { connect, visit } from './browser.ts';
import { bankOf, firstFree, hold, openDoctor, patientOf } from './clinic.ts';
import { type Local, localOf, type Person, personOf } from './cloud.ts';
import { newcomer, PASSWORD, remindIn } from './medicines.ts';

const TWO_DAYS = 2 * 24 * 60;
/** The reminder a quarter of an hour before is then due in one to six minutes: times are on a grid of five. */
const REMINDED_SOON = 16;

/** Caregivers are told five minutes after a dose at the earliest. */
const TOLD_AFTER = 5;
const BETWEEN_DOSES = 30;
/** For more than twenty minutes, whenever the other journeys let this one come; nobody has more than fifty medicines at once. */
const DOSES = 45;

/** Somebody who answers no dose. Each half minute one comes due, so that there soon is one whose caregivers are told. */
const beginUnanswered = async (local: Local, { webOrigin, browser: endpoint }: { webOrigin: string; browser: string }) => {
  const browser = await connect(endpoint);
  const { page } = await visit(browser, webOrigin);
  const { account, program } = await newcomer(page, local, 'Saraswati Amma').finally(() => browser.close());
  const begunAt = Date.now();
  for (let place = 0; place < DOSES; place += 1)
    await remindIn(program, (begunAt - Date.now()) / 1000 + 15 + place * BETWEEN_DOSES, {
      medicine: `Warfarin ${place + 1}`,
      alertCaregiversAfterMinutes: TOLD_AFTER,
    });
  return { account, email: `${account}@arogya.example`, password: PASSWORD };
};

/**
 * What needs its minutes is begun before all journeys, so that nobody has to wait for it: five-minutes-later.e2e.ts looks
 * what became of it.
 */
export const beginWhatTakesMinutes = async ({ origin, ...web }: { origin: string; webOrigin: string; browser: string }) => {
  const local = localOf(origin);
  const [paidFor, freeOfCharge] = await Promise.all([
    openDoctor(local, 'minutes-doctor'),
    openDoctor(local, 'trust-doctor', { practice: { feePaise: 0 } }),
  ]);
  const startsAt = await firstFree(paidFor.person, paidFor.doctorId, TWO_DAYS);
  const later = (minutes: number) => new Date(Date.parse(startsAt) + minutes * 60_000).toISOString().replace('.000', '');
  /** A time that is kept and not paid. */
  const keep = async (account: string, patient: Person, minutes: number) => {
    const { appointmentId, startsAt: at } = await hold(patient, paidFor.doctorId, later(minutes));
    await bankOf(local).orderOf(appointmentId);
    return { account, appointmentId, startsAt: at as string };
  };
  const remind = async () => {
    // Somebody cancels, and somebody else has that time.
    const [leaver, stayer] = await Promise.all([patientOf(local, 'leaving-patient'), patientOf(local, 'reminded-patient')]);
    const soon = await firstFree(leaver, freeOfCharge.doctorId, REMINDED_SOON);
    const left = await hold(leaver, freeOfCharge.doctorId, soon);
    await leaver.call('POST', `/appointments/${left.appointmentId}/cancel`);
    const { appointmentId } = await hold(stayer, freeOfCharge.doctorId, soon);
    return { account: 'reminded-patient', appointmentId, startsAt: soon };
  };
  const [unpaid, paysLate, paysTooLate, reminded, unanswered] = await Promise.all([
    local.token('ravi').then((token) => keep('ravi', personOf(origin, token), 0)),
    patientOf(local, 'pays-late').then((patient) => keep('pays-late', patient, 10)),
    patientOf(local, 'pays-too-late').then((patient) => keep('pays-too-late', patient, 20)),
    remind(),
    beginUnanswered(local, web),
  ]);
  return { doctorId: paidFor.doctorId, unpaid, paysLate, paysTooLate, reminded, left: { account: 'leaving-patient' }, unanswered };
};
export type Begun = Awaited<ReturnType<typeof beginWhatTakesMinutes>>;
