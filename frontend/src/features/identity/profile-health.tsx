import type { ReactNode } from 'react';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { phoneOf, phoneText } from './profile-checks.ts';
import type { FieldProblem, SectionKind } from './profile-section.tsx';
import { useProfileWords } from './profile-words.ts';

/** Rows of a list that grows and shrinks; each row is a group with a name of its own. */
function Rows<Row>({
  rows,
  set,
  empty,
  name,
  addText,
  most,
  fields,
}: {
  rows: readonly Row[];
  set: (rows: Row[]) => void;
  empty: Row;
  name: (number: number) => string;
  addText: string;
  most: number;
  fields: (row: Row, put: (row: Row) => void, index: number) => ReactNode;
}) {
  const shared = useSharedWords();
  return (
    <div className="space-y-4">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place, and every field is controlled
        <fieldset key={index} className="rounded-md border border-line p-3">
          <legend className="px-1 font-semibold">{name(index + 1)}</legend>
          <div className="space-y-4">
            {fields(row, (next) => set(rows.with(index, next)), index)}
            <Button
              kind="quiet"
              icon="trash"
              aria-label={`${shared('remove')}: ${name(index + 1)}`}
              onClick={() => set(rows.toSpliced(index, 1))}
            >
              {shared('remove')}
            </Button>
          </div>
        </fieldset>
      ))}
      {rows.length < most && (
        <Button kind="secondary" icon="plus" onClick={() => set([...rows, empty])}>
          {addText}
        </Button>
      )}
    </div>
  );
}

type Person = { name: string; phone: string; relation: string };

export const emergency: SectionKind<Person[]> = {
  id: 'emergency',
  title: (t) => t('emergency.title'),
  formOf: ({ emergencyContacts }) => {
    const known = (emergencyContacts ?? []).map((person) => ({ ...person, phone: phoneText(person.phone) }));
    return known.length > 0 ? known : [{ name: '', phone: '', relation: '' }];
  },
  changesOf: (people) => ({
    emergencyContacts: people
      .filter(({ name, phone, relation }) => name.trim() || phone.trim() || relation.trim())
      .map(({ name, phone, relation }) => ({ name: name.trim(), phone: phoneOf(phone) ?? phone, relation: relation.trim() })),
  }),
  problemsOf: (people, t) =>
    people.flatMap(({ name, phone, relation }, index): FieldProblem[] => {
      const filled = [name, phone, relation].filter((text) => text.trim()).length;
      if (filled === 0) return [];
      if (filled < 3) return [{ fieldId: `emergency-${index}-name`, text: t('emergency.missing', { number: index + 1 }) }];
      return phoneOf(phone) ? [] : [{ fieldId: `emergency-${index}-phone`, text: t('phone.wrong') }];
    }),
  Summary({ profile: { emergencyContacts = [] } }) {
    const t = useProfileWords();
    if (emergencyContacts.length === 0) return <p className="text-ink-3">{t('none-yet')}</p>;
    return (
      <ul className="space-y-1">
        {emergencyContacts.map(({ name, phone, relation }) => (
          <li key={`${name} ${phone}`}>
            <b className="font-semibold">{name}</b>, {relation}:{' '}
            <a className="link whitespace-nowrap" href={`tel:${phone}`}>
              {phoneText(phone)}
            </a>
          </li>
        ))}
      </ul>
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    return (
      <Rows
        rows={form}
        set={set}
        empty={{ name: '', phone: '', relation: '' }}
        name={(number) => t('emergency.person', { number })}
        addText={t('emergency.add')}
        most={5}
        fields={(person, put, index) => (
          <>
            <TextField
              id={`emergency-${index}-name`}
              label={t('emergency.name')}
              maxLength={120}
              value={person.name}
              onChange={(name) => put({ ...person, name })}
              error={errorOf(`emergency-${index}-name`)}
            />
            <TextField
              id={`emergency-${index}-phone`}
              type="tel"
              label={t('emergency.phone')}
              value={person.phone}
              onChange={(phone) => put({ ...person, phone })}
              error={errorOf(`emergency-${index}-phone`)}
            />
            <TextField
              label={t('emergency.relation')}
              hint={t('emergency.relation.hint')}
              maxLength={60}
              value={person.relation}
              onChange={(relation) => put({ ...person, relation })}
            />
          </>
        )}
      />
    );
  },
};

type AllergyRow = { substance: string; reaction: string };

export const allergies: SectionKind<AllergyRow[]> = {
  id: 'allergies',
  title: (t) => t('allergies.title'),
  formOf: ({ allergies: known }) => (known ?? []).map(({ substance, reaction }) => ({ substance, reaction: reaction ?? '' })),
  changesOf: (rows) => ({
    allergies: rows
      .filter(({ substance, reaction }) => substance.trim() || reaction.trim())
      .map(({ substance, reaction }) => ({ substance: substance.trim(), ...(reaction.trim() ? { reaction: reaction.trim() } : {}) })),
  }),
  problemsOf: (rows, t) =>
    rows.flatMap(({ substance, reaction }, index) =>
      reaction.trim() && !substance.trim() ? [{ fieldId: `allergy-${index}`, text: t('allergy.missing', { number: index + 1 }) }] : [],
    ),
  Summary({ profile: { allergies: known } }) {
    const t = useProfileWords();
    if (known === undefined) return <p className="text-ink-3">{t('allergies.unknown')}</p>;
    if (known.length === 0) return <p>{t('allergies.none')}</p>;
    return (
      <ul className="space-y-2">
        {known.map(({ substance, reaction }) => (
          <li key={substance} className="flex flex-wrap items-center gap-2">
            <Tag kind="danger">{substance}</Tag>
            {reaction && <span>{reaction}</span>}
          </li>
        ))}
      </ul>
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    return (
      <>
        {form.length === 0 && <p className="font-semibold">{t('allergies.no-allergies')}</p>}
        <Rows
          rows={form}
          set={set}
          empty={{ substance: '', reaction: '' }}
          name={(number) => t('allergy.number', { number })}
          addText={t('allergy.add')}
          most={50}
          fields={(row, put, index) => (
            <>
              <TextField
                id={`allergy-${index}`}
                label={t('allergy.substance')}
                hint={t('allergy.substance.hint')}
                maxLength={120}
                value={row.substance}
                onChange={(substance) => put({ ...row, substance })}
                error={errorOf(`allergy-${index}`)}
              />
              <TextField
                label={t('allergy.reaction')}
                optional
                maxLength={200}
                value={row.reaction}
                onChange={(reaction) => put({ ...row, reaction })}
              />
            </>
          )}
        />
      </>
    );
  },
};

export const conditions: SectionKind<string[]> = {
  id: 'conditions',
  title: (t) => t('conditions.title'),
  formOf: ({ conditions: known }) => known ?? [],
  changesOf: (rows) => ({ conditions: rows.map((text) => text.trim()) }),
  problemsOf: (rows, t) =>
    rows.flatMap((text, index) =>
      text.trim() ? [] : [{ fieldId: `condition-${index}`, text: t('condition.missing', { number: index + 1 }) }],
    ),
  Summary({ profile: { conditions: known } }) {
    const t = useProfileWords();
    if (known === undefined) return <p className="text-ink-3">{t('none-yet')}</p>;
    if (known.length === 0) return <p>{t('conditions.none')}</p>;
    return (
      <ul className="list-disc pl-5">
        {known.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    return (
      <>
        {form.length === 0 && <p className="font-semibold">{t('conditions.none')}</p>}
        <Rows
          rows={form}
          set={set}
          empty=""
          name={(number) => t('condition.number', { number })}
          addText={t('condition.add')}
          most={50}
          fields={(text, put, index) => (
            <TextField
              id={`condition-${index}`}
              label={t('condition.name')}
              maxLength={200}
              value={text}
              onChange={put}
              error={errorOf(`condition-${index}`)}
            />
          )}
        />
      </>
    );
  },
};
