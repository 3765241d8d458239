import { useId, useState } from 'react';

import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { NearDate } from '../../shared/ui/dates.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { useResultWords } from './observations-words.ts';
import { infoOf, markersFor } from './use-markers.ts';
import type { Draft, Field, Problems } from './value-form.ts';

/** So many tests are offered while a name is typed. */
const MOST_OFFERED = 8;

/** Ids of a form's fields, for its error summary. */
export const fieldIdOf = (form: string, field: Field) => `${form}-${field}`;

type Props = {
  /** Makes the ids of this form its own. */
  form: string;
  draft: Draft;
  onChange: (draft: Draft) => void;
  problems: Problems;
  markers: readonly MarkerInfo[];
  /** The test stands fast: a correction. */
  fixed?: boolean;
};

/** The fields of one value: test, value, unit, day, the lab's range and name. */
export function ValueFields({ form, draft, onChange, problems, markers, fixed = false }: Props) {
  const t = useResultWords();
  const { language } = useLanguage();
  const info = infoOf(markers, draft.code);
  const put = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const error = (field: Field) => {
    const problem = problems[field];
    return problem && t(`problem.${problem}`);
  };
  const id = (field: Field) => fieldIdOf(form, field);
  // A lab writes one unit for a test; where there is only one, nobody has to choose it.
  const choose = (code: string) => {
    const units = infoOf(markers, code)?.units ?? [];
    const [only] = units;
    const keeps = units.some(({ unit }) => unit === draft.unit);
    put({
      code,
      value: infoOf(markers, code)?.kind === info?.kind ? draft.value : '',
      unit: keeps ? draft.unit : (units.length === 1 && only?.unit) || '',
    });
  };
  return (
    <div className="space-y-4">
      {!fixed && <MarkerField id={id('marker')} info={info} markers={markers} error={error('marker')} onChoose={choose} />}
      {info?.kind === 'coded' && (
        <Select
          id={id('value')}
          label={t('field.finding')}
          none={t('field.finding.choose')}
          error={error('value')}
          options={info.findings.map(({ code, name }) => ({ value: code, label: name[language] }))}
          value={draft.value}
          onChange={(value) => put({ value })}
        />
      )}
      {info?.kind === 'quantity' && (
        <div className="grid gap-4 desk:grid-cols-2">
          <TextField
            id={id('value')}
            label={t('field.value')}
            hint={t('field.value.hint')}
            error={error('value')}
            inputMode="decimal"
            autoComplete="off"
            maxLength={24}
            value={draft.value}
            onChange={(value) => put({ value })}
          />
          <Select
            id={id('unit')}
            label={t('field.unit')}
            none={t('field.unit.choose')}
            error={error('unit')}
            className="self-end"
            options={info.units.map(({ unit, text }) => ({ value: unit, label: text }))}
            value={draft.unit}
            onChange={(unit) => put({ unit })}
          />
        </div>
      )}
      {info && (
        <>
          <NearDate id={id('at')} label={t('field.at')} error={error('at')} value={draft.day} onChange={(day) => put({ day })} />
          {info.kind === 'quantity' && (
            <fieldset className="field">
              <legend className="label">{t('field.range')}</legend>
              <div className="grid grid-cols-2 gap-4">
                <TextField
                  id={id('low')}
                  label={t('field.low')}
                  optional
                  error={error('low')}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={24}
                  value={draft.low}
                  onChange={(low) => put({ low })}
                />
                <TextField
                  id={id('high')}
                  label={t('field.high')}
                  optional
                  error={error('high')}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={24}
                  value={draft.high}
                  onChange={(high) => put({ high })}
                />
              </div>
            </fieldset>
          )}
          <TextField
            id={id('source')}
            label={t('field.source')}
            optional
            error={error('source')}
            autoComplete="off"
            value={draft.source}
            onChange={(source) => put({ source })}
          />
        </>
      )}
    </div>
  );
}

/** Finds a test by a part of its name; the tests that fit are buttons below. */
function MarkerField({
  id,
  info,
  markers,
  error,
  onChoose,
}: {
  id: string;
  info: MarkerInfo | undefined;
  markers: readonly MarkerInfo[];
  error: string | undefined;
  onChoose: (code: string) => void;
}) {
  const t = useResultWords();
  const { language } = useLanguage();
  const listId = useId();
  const [typed, setTyped] = useState('');
  if (info)
    return (
      <p className="flex flex-wrap items-center gap-3">
        <span>
          <span className="block text-sm text-ink-2">{t('field.marker.chosen')}</span>
          <b>{info.name[language]}</b>
        </span>
        <Button kind="secondary" id={id} onClick={() => onChoose('')}>
          {t('field.marker.change')}
        </Button>
      </p>
    );
  const found = typed.trim() === '' ? [] : markersFor(markers, typed).slice(0, MOST_OFFERED);
  return (
    <div className="space-y-2">
      <TextField
        id={id}
        type="search"
        label={t('field.marker')}
        hint={t('field.marker.hint')}
        error={error}
        autoComplete="off"
        aria-controls={listId}
        value={typed}
        onChange={setTyped}
      />
      <p role="status" className="sr">
        {typed.trim() !== '' && (found.length === 0 ? t('search.none') : found.map(({ name }) => name[language]).join(', '))}
      </p>
      <ul id={listId} className="flex flex-col gap-2" aria-label={t('field.marker.choose')}>
        {found.map(({ code, name, shortName }) => (
          <li key={code}>
            <Button kind="secondary" className="w-full" onClick={() => onChoose(code)}>
              {name[language].includes(shortName) ? name[language] : `${name[language]} (${shortName})`}
            </Button>
          </li>
        ))}
      </ul>
      {typed.trim() !== '' && found.length === 0 && <p className="text-ink-2">{t('search.none')}</p>}
    </div>
  );
}
