import { bankOf, firstFree, hold, openDoctor, patientOf } from './clinic.ts';
import { localOf, type Person, personOf } from './cloud.ts';

const TWO_DAYS = 2 * 24 * 60;
/** The reminder a quarter of an hour before is then due in one to six minutes: times are on a grid of five. */
const REMINDED_SOON = 16;

/**
 * What needs its minutes is begun before all journeys, so that nobody has to wait for it: five-minutes-later.e2e.ts looks
 * what became of it.
 */
export const beginWhatTakesMinutes = async (origin: string) => {
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
  const [unpaid, paysLate, paysTooLate, reminded] = await Promise.all([
    local.token('ravi').then((token) => keep('ravi', personOf(origin, token), 0)),
    patientOf(local, 'pays-late').then((patient) => keep('pays-late', patient, 10)),
    patientOf(local, 'pays-too-late').then((patient) => keep('pays-too-late', patient, 20)),
    remind(),
  ]);
  return { doctorId: paidFor.doctorId, unpaid, paysLate, paysTooLate, reminded, left: { account: 'leaving-patient' } };
};
export type Begun = Awaited<ReturnType<typeof beginWhatTakesMinutes>>;
