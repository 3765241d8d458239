import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import type { ConsentPurpose, ConsentScope } from '../../../../functions/consents/contract.ts';
import { endsAtOf, type Until } from './until.ts';

/** What somebody has chosen so far. Nothing is chosen for them. */
export type ShareForm = {
  readonly whom: 'doctor' | 'code' | '';
  readonly doctorId: string;
  readonly doctorName: string;
  readonly kind: ConsentScope['kind'] | '';
  readonly documentIds: readonly string[];
  readonly purpose: ConsentPurpose | '';
  readonly until: Until | '';
  readonly date: string;
};

export const emptyShare: ShareForm = {
  whom: '',
  doctorId: '',
  doctorName: '',
  kind: '',
  documentIds: [],
  purpose: '',
  until: '',
  date: '',
};

/** The most files that one grant names; for more there is the whole record. */
export const MOST_FILES = 100;

export type ShareProblem = { readonly field: 'whom' | 'doctor' | 'kind' | 'files' | 'purpose' | 'until' | 'date' };

export const problemsOf = (form: ShareForm, when: { today: string; visitDay?: string | undefined }): ShareProblem['field'][] => {
  const problems: ShareProblem['field'][] = [];
  if (form.whom === '') problems.push('whom');
  if (form.whom === 'doctor' && form.doctorId === '') problems.push('doctor');
  if (form.kind === '') problems.push('kind');
  if (form.kind === 'documents' && (form.documentIds.length === 0 || form.documentIds.length > MOST_FILES)) problems.push('files');
  if (form.purpose === '') problems.push('purpose');
  if (form.until === '') problems.push('until');
  else if (endsAtOf(form.until, { ...when, date: form.date }) === undefined) problems.push(form.until === 'date' ? 'date' : 'until');
  return problems;
};

export const scopeOf = ({ kind, documentIds }: Pick<ShareForm, 'kind' | 'documentIds'>): ConsentScope | undefined =>
  kind === 'record' ? { kind } : kind === 'documents' && documentIds.length > 0 ? { kind, documentIds: [...documentIds] } : undefined;

export type KnownDoctor = { readonly doctorId: string; readonly name: string; readonly nextVisit?: string };

/** Doctors of somebody's visits, those who are seen next first; each with the start of the next visit at `now` (milliseconds). */
export const doctorsOf = (appointments: readonly AppointmentSummary[], now: number): KnownDoctor[] => {
  const doctors = new Map<string, KnownDoctor>();
  const seen = appointments.filter(({ status }) => status !== 'CANCELLED' && status !== 'REQUESTED');
  const coming = (one: AppointmentSummary) => one.status === 'CONFIRMED' && Date.parse(one.endsAt) > now;
  const byTime = (left: AppointmentSummary, right: AppointmentSummary) => left.startsAt.localeCompare(right.startsAt);
  for (const { doctor, startsAt } of seen.filter(coming).toSorted(byTime))
    if (!doctors.has(doctor.doctorId)) doctors.set(doctor.doctorId, { doctorId: doctor.doctorId, name: doctor.name, nextVisit: startsAt });
  for (const { doctor } of seen.toSorted((left, right) => byTime(right, left)))
    if (!doctors.has(doctor.doctorId)) doctors.set(doctor.doctorId, { doctorId: doctor.doctorId, name: doctor.name });
  return [...doctors.values()];
};
