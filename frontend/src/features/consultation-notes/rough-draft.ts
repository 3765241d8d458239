import type { LetterLanguage, RoughDraft, VisitType } from '../../../../functions/consultation-notes/contract.ts';
import type { Sex } from '../../../../functions/identity/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import type { NewNote } from './note-stream.ts';

/** Longest rough notes, in UTF-16 code units; the contract's limit, written again so that the browser need not load the contract. */
export const ROUGH_NOTES_LIMIT = 20_000;

/** A walk-in as typed. */
export type NewWalkIn = {
  readonly kind: 'walk-in';
  readonly name: string;
  readonly age: string;
  readonly sex: Sex | '';
  readonly email: string;
};

export type ChosenPatient =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly patientId: string; readonly name?: string }
  | NewWalkIn;

/** What is in the form: as typed, so possibly half a thing. */
export type DraftFields = {
  readonly text: string;
  readonly patient: ChosenPatient;
  readonly visitDate: string;
  readonly visitType: VisitType;
  readonly letterLanguage: LetterLanguage;
  /** The appointment that the visit was booked as, and whose: a note about somebody else is not its note. */
  readonly appointment?: { readonly appointmentId: string; readonly patientId: string };
  /** The unsigned note that this one is written instead of. */
  readonly replaces?: string;
};

export const NO_ONE: ChosenPatient = { kind: 'none' };
export const NEW_WALK_IN: NewWalkIn = { kind: 'walk-in', name: '', age: '', sex: '', email: '' };

/** Which field of the form is not right, and the word for what is wrong. */
export type DraftProblem = {
  readonly field: 'patient' | 'name' | 'age' | 'sex' | 'email' | 'visitDate' | 'text';
  readonly problem:
    | 'patient-missing'
    | 'name-missing'
    | 'age-wrong'
    | 'sex-missing'
    | 'email-wrong'
    | 'date-missing'
    | 'date-future'
    | 'text-missing'
    | 'text-too-long'
    | 'text-binary'
    | 'text-no-words';
};

// The same characters as the contract's rule `must be text, not binary data`.
// biome-ignore lint/suspicious/noControlCharactersInRegex: binary input is what this looks for
const BINARY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const ageOf = (age: string): number | undefined => (/^\d{1,3}$/.test(age.trim()) && Number(age) <= 130 ? Number(age) : undefined);

const patientProblems = (patient: ChosenPatient): DraftProblem[] => {
  if (patient.kind === 'none') return [{ field: 'patient', problem: 'patient-missing' }];
  if (patient.kind === 'known') return [];
  const problems: DraftProblem[] = [];
  if (patient.name.trim() === '') problems.push({ field: 'name', problem: 'name-missing' });
  if (ageOf(patient.age) === undefined) problems.push({ field: 'age', problem: 'age-wrong' });
  if (patient.sex === '') problems.push({ field: 'sex', problem: 'sex-missing' });
  if (patient.email.trim() !== '' && !EMAIL.test(patient.email.trim())) problems.push({ field: 'email', problem: 'email-wrong' });
  return problems;
};

const textProblems = (text: string): DraftProblem[] => {
  if (text.trim() === '') return [{ field: 'text', problem: 'text-missing' }];
  if (text.length > ROUGH_NOTES_LIMIT) return [{ field: 'text', problem: 'text-too-long' }];
  if (BINARY.test(text)) return [{ field: 'text', problem: 'text-binary' }];
  return /[\p{L}\p{N}]/u.test(text) ? [] : [{ field: 'text', problem: 'text-no-words' }];
};

/** What keeps a note from being written, in the order of the form. `today` is the date in India. */
export const problemsOf = (fields: DraftFields, today: string): DraftProblem[] => [
  ...patientProblems(fields.patient),
  ...(!DATE.test(fields.visitDate)
    ? [{ field: 'visitDate', problem: 'date-missing' } as const]
    : fields.visitDate > today
      ? [{ field: 'visitDate', problem: 'date-future' } as const]
      : []),
  ...textProblems(fields.text),
];

/** The appointment, as long as the form is about its patient. */
const appointmentIdOf = ({ appointment, patient }: DraftFields): { appointmentId?: string } =>
  appointment !== undefined && patient.kind === 'known' && patient.patientId === appointment.patientId
    ? { appointmentId: appointment.appointmentId }
    : {};

/** The request that has the note written. Only for fields without problems. */
export const newNoteOf = (fields: DraftFields, draftId: string): NewNote => {
  const { patient } = fields;
  const email = patient.kind === 'walk-in' ? patient.email.trim() : '';
  return {
    patient:
      patient.kind === 'walk-in'
        ? { walkIn: { name: patient.name.trim(), ageYears: Number(patient.age), sex: patient.sex as Sex, ...(email !== '' && { email }) } }
        : { patientId: patient.kind === 'known' ? patient.patientId : '' },
    visitDate: fields.visitDate,
    visitType: fields.visitType,
    letterLanguage: fields.letterLanguage,
    roughNotes: fields.text,
    draftId,
    ...appointmentIdOf(fields),
    ...(fields.replaces !== undefined && { replaces: fields.replaces }),
  };
};

type SavedBody = Omit<CallInput<'PUT /rough-drafts/{draftId}'>['body'], 'revision'>;

/** What of the form the server can keep: half-typed parts stay on this device until they are whole. */
export const savedBodyOf = (fields: DraftFields): SavedBody => {
  const { text, patient, visitDate, visitType, letterLanguage } = fields;
  const common = { text, visitType, letterLanguage, ...(DATE.test(visitDate) && { visitDate }), ...appointmentIdOf(fields) };
  if (patient.kind === 'known') return { ...common, patientId: patient.patientId };
  if (patient.kind === 'none') return common;
  const age = ageOf(patient.age);
  const walkIn = {
    ...(patient.name.trim() !== '' && { name: patient.name.trim().slice(0, 120) }),
    ...(age !== undefined && { ageYears: age }),
    ...(patient.sex !== '' && { sex: patient.sex }),
    ...(EMAIL.test(patient.email.trim()) && { email: patient.email.trim() }),
  };
  return { ...common, walkIn };
};

/** The form of a draft that the server kept. */
export const fieldsOf = (draft: RoughDraft, otherwise: DraftFields): DraftFields => ({
  text: draft.text,
  patient:
    draft.patientId !== undefined
      ? { kind: 'known', patientId: draft.patientId }
      : draft.walkIn !== undefined
        ? {
            kind: 'walk-in',
            name: draft.walkIn.name ?? '',
            age: draft.walkIn.ageYears === undefined ? '' : String(draft.walkIn.ageYears),
            sex: draft.walkIn.sex ?? '',
            email: draft.walkIn.email ?? '',
          }
        : NO_ONE,
  visitDate: draft.visitDate ?? otherwise.visitDate,
  visitType: draft.visitType ?? otherwise.visitType,
  letterLanguage: draft.letterLanguage ?? otherwise.letterLanguage,
  ...(draft.appointmentId !== undefined && draft.patientId !== undefined
    ? { appointment: { appointmentId: draft.appointmentId, patientId: draft.patientId } }
    : otherwise.appointment !== undefined && { appointment: otherwise.appointment }),
  ...(otherwise.replaces !== undefined && { replaces: otherwise.replaces }),
});

/** A form that nobody has written anything in yet is not worth keeping. */
export const isBlank = ({ text, patient }: DraftFields): boolean =>
  text.trim() === '' && (patient.kind !== 'walk-in' || (patient.name === '' && patient.age === '' && patient.email === ''));
