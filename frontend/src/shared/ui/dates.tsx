import { useId, useState } from 'react';

import { dayAfter, indianDay, useFormat } from '../i18n/dates.ts';
import { useSharedWords } from '../i18n/shared-words.ts';
import { dayOf, type TypedDay } from './day-of.ts';
import { type FieldProps, Hint, Optional, Problem, useField } from './field.tsx';

const typedOf = (value: string): TypedDay =>
  value
    ? { year: value.slice(0, 4), month: String(Number(value.slice(5, 7))), day: String(Number(value.slice(8, 10))) }
    : { day: '', month: '', year: '' };

/**
 * A date that one knows by heart, in three boxes; month names are understood. `onChange` gets `YYYY-MM-DD`,
 * '' for empty boxes, or undefined while it is not yet a day.
 */
export function BirthDate({
  label,
  hint,
  error,
  optional,
  id,
  value,
  onChange,
}: FieldProps & { value: string; onChange: (day: string | undefined) => void }) {
  const t = useSharedWords();
  const { fieldId, hintId, errorId, aria } = useField({ id, hint: hint ?? true, error });
  const [typed, setTyped] = useState<TypedDay>(() => typedOf(value));
  const put = (part: Partial<TypedDay>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    onChange(next.day || next.month || next.year ? dayOf(next) : '');
  };
  return (
    <fieldset className="field" aria-describedby={aria['aria-describedby']}>
      <legend className="label">
        {label}
        {optional && <Optional />}
      </legend>
      <Hint id={hintId}>{hint ?? t('birth-date.hint')}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <div className="mt-1 flex flex-wrap gap-3">
        {(['day', 'month', 'year'] as const).map((part, index) => (
          <label key={part} className="block">
            <span className="text-sm text-ink-2">{t(`birth-date.${part}`)}</span>
            <input
              id={index === 0 ? fieldId : undefined}
              className={`input ${part === 'day' ? 'w-18' : part === 'month' ? 'w-28' : 'w-20'}`}
              inputMode={part === 'month' ? 'text' : 'numeric'}
              autoComplete={`bday-${part}`}
              maxLength={part === 'month' ? 12 : part === 'day' ? 2 : 4}
              aria-invalid={aria['aria-invalid']}
              value={typed[part]}
              onChange={(event) => put({ [part]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A day close to now: today, yesterday, or the phone's own calendar. The weekday is shown. */
export function NearDate({
  label,
  hint,
  error,
  id,
  value,
  onChange,
  max,
}: FieldProps & { value: string; onChange: (day: string) => void; max?: string }) {
  const t = useSharedWords();
  const { date } = useFormat();
  const name = useId();
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  const today = indianDay();
  const yesterday = dayAfter(today, -1);
  const [other, setOther] = useState(value !== '' && value !== today && value !== yesterday);
  const choices = [
    { key: 'today', text: t('near-date.today'), checked: !other && value === today, choose: () => onChange(today) },
    { key: 'yesterday', text: t('near-date.yesterday'), checked: !other && value === yesterday, choose: () => onChange(yesterday) },
  ];
  return (
    <fieldset className="field" aria-describedby={aria['aria-describedby']}>
      <legend className="label">{label}</legend>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <div className="chips items-center">
        {choices.map(({ key, text, checked, choose }, index) => (
          <label key={key} className="chip">
            <input
              type="radio"
              name={name}
              id={index === 0 ? fieldId : undefined}
              checked={checked}
              onChange={() => {
                setOther(false);
                choose();
              }}
            />
            <span>{text}</span>
          </label>
        ))}
        <label className="chip">
          <input type="radio" name={name} checked={other} onChange={() => setOther(true)} />
          <span>{t('near-date.other')}</span>
        </label>
        {other && (
          <input
            type="date"
            className="input mt-0 w-auto"
            aria-label={t('near-date.pick')}
            aria-invalid={aria['aria-invalid']}
            max={max ?? today}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </div>
      {value && <p className="mt-1 text-sm text-ink-2">{date(value)}</p>}
    </fieldset>
  );
}
