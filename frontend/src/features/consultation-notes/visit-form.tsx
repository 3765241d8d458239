import { useId, useState } from 'react';

import type { LetterLanguage, VisitType } from '../../../../functions/consultation-notes/contract.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Combobox, type ComboboxOption } from './combobox.tsx';
import { usePatientFacts, usePatientsFound } from './patient-facts.ts';
import { type ChosenPatient, type DraftFields, type DraftProblem, NEW_WALK_IN, NO_ONE } from './rough-draft.ts';
import { useDeskWords } from './words.ts';

export const VISIT_TYPES: readonly VisitType[] = ['in-person', 'video', 'phone', 'home'];
export const LETTER_LANGUAGES: readonly LetterLanguage[] = ['en', 'hi'];

/** Ids of the fields, for the focus after a refused attempt. */
export const fieldIds: Record<DraftProblem['field'], string> = {
  patient: 'visit-patient',
  name: 'visit-name',
  age: 'visit-age',
  sex: 'visit-sex',
  email: 'visit-email',
  visitDate: 'visit-date',
  text: 'rough-notes',
};

type Errors = Partial<Record<DraftProblem['field'], string>>;
type PartProps = { readonly patient: ChosenPatient; readonly onPatient: (patient: ChosenPatient) => void; readonly errors: Errors };

function PatientPicker({ patient, onPatient, errors }: PartProps) {
  const t = useDeskWords();
  const facts = usePatientFacts();
  const [text, setText] = useState('');
  const { patients, is } = usePatientsFound(text);
  const name = text.trim();
  const options: ComboboxOption[] = [
    ...patients.map((one) => ({ id: one.patientId, label: one.name, note: facts(one).join(' · '), icon: 'user' as const })),
    { id: ' walk-in', label: name === '' ? t('picker.walk-in') : t('picker.walk-in-named', { name }), icon: 'plus' as const },
  ];
  const status =
    is === 'looking'
      ? t('find.looking')
      : is === 'failed'
        ? t('find.failed')
        : is === 'nothing'
          ? t('picker.type')
          : t('picker.count', { count: patients.length });
  if (patient.kind !== 'none') return null;
  return (
    <Combobox
      id={fieldIds.patient}
      label={t('picker.label')}
      hint={t('picker.hint')}
      error={errors.patient}
      text={text}
      onText={setText}
      options={options}
      status={status}
      onChoose={(id) => {
        const known = patients.find(({ patientId }) => patientId === id);
        onPatient(known === undefined ? { ...NEW_WALK_IN, name } : { kind: 'known', patientId: known.patientId, name: known.name });
        setText('');
      }}
    />
  );
}

function WalkIn({ patient, onPatient, errors }: PartProps) {
  const t = useDeskWords();
  const shared = useSharedWords();
  const titleId = useId();
  if (patient.kind !== 'walk-in') return null;
  const put = (part: Partial<typeof patient>): void => onPatient({ ...patient, ...part });
  return (
    <fieldset className="visit-row walk-in" aria-labelledby={titleId}>
      <div className="walk-in-head">
        <Icon name="user" />
        <span id={titleId} className="font-semibold">
          {t('picker.new-walk-in')}
        </span>
        <Button kind="quiet" onClick={() => onPatient(NO_ONE)}>
          {t('picker.other')}
        </Button>
      </div>
      <TextField
        id={fieldIds.name}
        label={t('walk-in.name')}
        error={errors.name}
        value={patient.name}
        onChange={(name) => put({ name })}
        maxLength={120}
        autoComplete="off"
        className="walk-in-name"
      />
      <TextField
        id={fieldIds.age}
        label={t('walk-in.age')}
        error={errors.age}
        value={patient.age}
        onChange={(age) => put({ age })}
        inputMode="numeric"
        maxLength={3}
        autoComplete="off"
        className="walk-in-age"
      />
      <Select
        id={fieldIds.sex}
        label={t('walk-in.sex')}
        error={errors.sex}
        value={patient.sex}
        none={t('walk-in.choose')}
        options={(['female', 'male', 'other'] as const).map((value) => ({ value, label: shared(`sex.${value}`) }))}
        onChange={(sex) => put({ sex })}
      />
      <TextField
        id={fieldIds.email}
        label={t('walk-in.email')}
        optional
        type="email"
        error={errors.email}
        value={patient.email}
        onChange={(email) => put({ email })}
        autoComplete="off"
        className="walk-in-email"
      />
    </fieldset>
  );
}

/** Whom the note is about and what kind of visit it was. */
export function VisitForm({
  fields,
  onFields,
  errors,
  onMain,
}: {
  fields: DraftFields;
  onFields: (fields: DraftFields) => void;
  errors: Errors;
  onMain: () => void;
}) {
  const t = useDeskWords();
  const { weekday, languageName } = useFormat();
  const onPatient = (patient: ChosenPatient): void => onFields({ ...fields, patient });
  const part = { patient: fields.patient, onPatient, errors };
  return (
    <section
      className="visit-form card"
      aria-label={t('visit.title')}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== 'Enter') return;
        event.preventDefault();
        onMain();
      }}
    >
      <WalkIn {...part} />
      <div className="visit-row">
        <PatientPicker {...part} />
        {fields.patient.kind === 'known' && (
          <div className="visit-known">
            <Button kind="secondary" icon="users" onClick={() => onPatient(NO_ONE)}>
              {t('picker.other')}
            </Button>
          </div>
        )}
        <TextField
          id={fieldIds.visitDate}
          label={
            /^\d{4}-\d{2}-\d{2}$/.test(fields.visitDate) ? t('visit.date-of', { weekday: weekday(fields.visitDate) }) : t('visit.date')
          }
          type="date"
          max={indianDay()}
          error={errors.visitDate}
          value={fields.visitDate}
          onChange={(visitDate) => onFields({ ...fields, visitDate })}
        />
        <Select
          label={t('visit.type')}
          value={fields.visitType}
          options={VISIT_TYPES.map((value) => ({ value, label: t(`visit.${value}`) }))}
          onChange={(visitType) => visitType !== '' && onFields({ ...fields, visitType })}
        />
        <Select
          label={t('visit.letter-in')}
          value={fields.letterLanguage}
          options={LETTER_LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
          onChange={(letterLanguage) => letterLanguage !== '' && onFields({ ...fields, letterLanguage })}
        />
      </div>
    </section>
  );
}
