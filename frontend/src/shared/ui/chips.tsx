import { type ReactNode, useId } from 'react';

import { type FieldProps, Hint, Optional, Problem, useField } from './field.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

type Option<Value extends string> = { value: Value; label: ReactNode; icon?: IconName; lang?: string };

type ChipsProps<Value extends string> = FieldProps & { options: readonly Option<Value>[]; className?: string };

/** One of a few, as radios: arrows move, a tap chooses. */
export function ChoiceChips<Value extends string>({
  label,
  hint,
  error,
  optional,
  id,
  options,
  value,
  onChange,
  className = '',
}: ChipsProps<Value> & { value: Value | ''; onChange: (value: Value) => void }) {
  const name = useId();
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  return (
    <fieldset className={`field ${className}`} aria-describedby={aria['aria-describedby']}>
      <legend className="label">
        {label}
        {optional && <Optional />}
      </legend>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <div className="chips">
        {options.map((option, index) => (
          <label key={option.value} className="chip" lang={option.lang}>
            <input
              type="radio"
              name={name}
              id={index === 0 ? fieldId : undefined}
              value={option.value}
              checked={value === option.value}
              aria-invalid={aria['aria-invalid']}
              onChange={() => onChange(option.value)}
            />
            {option.icon && <Icon name={option.icon} />}
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Any of a few, as check boxes. */
export function ManyChips<Value extends string>({
  label,
  hint,
  error,
  optional,
  id,
  options,
  values,
  onChange,
  className = '',
}: ChipsProps<Value> & { values: readonly Value[]; onChange: (values: Value[]) => void }) {
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  return (
    <fieldset className={`field ${className}`} aria-describedby={aria['aria-describedby']}>
      <legend className="label">
        {label}
        {optional && <Optional />}
      </legend>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <div className="chips">
        {options.map((option, index) => (
          <label key={option.value} className="chip" lang={option.lang}>
            <input
              type="checkbox"
              id={index === 0 ? fieldId : undefined}
              checked={values.includes(option.value)}
              onChange={(event) =>
                onChange(event.target.checked ? [...values, option.value] : values.filter((value) => value !== option.value))
              }
            />
            <Icon name="check" size={16} className="tick" />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
