import { useEffect, useId, useRef, useState } from 'react';

import type { Mode } from '../../../../functions/directory/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { type FieldProps, Select, TextField } from '../../shared/ui/field.tsx';
import { modeIcons, modes } from '../appointments/modes.ts';
import { spokenLanguages } from '../identity/spoken-languages.ts';
import { useDirectoryWords, useSpecialty } from './directory-words.ts';
import { type FreeBy, feeSteps, type Search } from './doctor-search.ts';
import { specialtyChoices } from './specialties.ts';

/** After this long without a key the words count as typed (milliseconds). */
const PAUSE = 700;

/** A text that counts once the person pauses, presses Enter or goes on. */
function PausedField({
  value,
  onSettle,
  ...rest
}: FieldProps & { value: string; onSettle: (text: string) => void } & Omit<
    Parameters<typeof TextField>[0],
    'value' | 'onChange' | 'onSettle'
  >) {
  const [typed, setTyped] = useState(value);
  const settled = useRef(value);
  // The pause may end after another field has changed the search: what counts is the search of that moment.
  const latest = useRef(onSettle);
  latest.current = onSettle;
  const settle = (text: string) => {
    if (text === settled.current) return;
    settled.current = text;
    latest.current(text);
  };
  useEffect(() => {
    if (value === settled.current) return;
    settled.current = value;
    setTyped(value);
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another key begins another pause
  useEffect(() => {
    const timer = setTimeout(() => settle(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextField
      {...rest}
      value={typed}
      onChange={setTyped}
      onBlur={() => settle(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle(typed);
      }}
    />
  );
}

const OTHER = 'other';

/** What somebody may look for; every change is in the page's address at once. */
export function DoctorFilters({
  search,
  put,
  cities,
  specialties,
}: {
  search: Search;
  put: (change: Partial<Search>) => void;
  /** Of doctors that were listed since the page opened. */
  cities: readonly string[];
  specialties: readonly string[];
}) {
  const t = useDirectoryWords();
  const shared = useSharedWords();
  const specialtyText = useSpecialty();
  const { rupees, languageName } = useFormat();
  const cityList = useId();
  const choices = specialtyChoices(specialties, search.specialty);
  const [other, setOther] = useState(search.specialty !== '' && !choices.includes(search.specialty));
  const inside = [search.mode, search.specialty, search.city, search.language, search.fee].filter((text) => text !== '').length;
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/useSemanticElements: `<search>` is unknown to browsers of 2023
    <form role="search" className="card space-y-5 p-4" onSubmit={(event) => event.preventDefault()}>
      <PausedField
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={80}
        label={t('search.label')}
        value={search.q}
        onSettle={(q) => put({ q })}
      />
      <ChoiceChips<FreeBy | 'any'>
        label={t('free')}
        className="[&_.chip]:px-3"
        options={(['any', 'today', 'soon'] as const).map((value) => ({ value, label: t(`free.${value}`) }))}
        value={search.free || 'any'}
        onChange={(free) => put({ free: free === 'any' ? '' : free })}
      />
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="link py-3">
          {t('more.show')}
          {inside > 0 && <span className="font-normal text-ink-2"> ({t('more.count', { count: inside })})</span>}
        </summary>
        <div className="mt-2 space-y-5">
          <ChoiceChips<Mode | 'any'>
            label={t('mode')}
            options={[
              { value: 'any', label: t('mode.any') },
              ...modes.map((value) => ({ value, label: shared(`mode.${value}`), icon: modeIcons[value] })),
            ]}
            value={search.mode || 'any'}
            onChange={(mode) => put({ mode: mode === 'any' ? '' : mode })}
          />
          <div className="grid gap-5 desk:grid-cols-2">
            <div className="space-y-5">
              <Select
                label={t('specialty')}
                none={t('specialty.any')}
                options={[
                  ...choices.map((value) => ({ value, label: specialtyText(value) })),
                  { value: OTHER, label: t('specialty.other') },
                ]}
                value={other ? OTHER : search.specialty}
                onChange={(value) => {
                  setOther(value === OTHER);
                  put({ specialty: value === OTHER ? '' : value });
                }}
              />
              {other && (
                <PausedField
                  label={t('specialty.type')}
                  hint={t('specialty.type.hint')}
                  maxLength={120}
                  value={search.specialty}
                  onSettle={(specialty) => put({ specialty })}
                />
              )}
            </div>
            <div>
              <PausedField
                label={t('city')}
                maxLength={80}
                autoComplete="address-level2"
                list={cityList}
                value={search.city}
                onSettle={(city) => put({ city })}
              />
              <datalist id={cityList}>
                {cities.map((city) => (
                  <option key={city} value={city} />
                ))}
              </datalist>
            </div>
            <Select
              label={t('language')}
              none={t('language.any')}
              options={spokenLanguages.map(({ value }) => ({ value, label: languageName(value) }))}
              value={search.language as (typeof spokenLanguages)[number]['value'] | ''}
              onChange={(language) => put({ language })}
            />
            <Select
              label={t('fee')}
              none={t('fee.any')}
              options={feeSteps.map((value) => ({
                value,
                label: value === '0' ? t('fee.free') : t('fee.up-to', { fee: rupees(Number(value) * 100) }),
              }))}
              value={search.fee as (typeof feeSteps)[number] | ''}
              onChange={(fee) => put({ fee })}
            />
          </div>
        </div>
      </details>
    </form>
  );
}
