import { type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes, useId } from 'react';

import { useSharedWords } from '../i18n/shared-words.ts';
import { Icon } from './icon.tsx';

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and how to put it right. */
  error?: string | undefined;
  /** Says "(optional)" after the label. */
  optional?: boolean;
  /** For links from an error summary. */
  id?: string;
};

/** Ids and texts that go around a control: label above, hint, then error. */
export function useField({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  const own = useId();
  const fieldId = id ?? own;
  const hintId = `${fieldId}-hint`;
  const errorId = `${fieldId}-error`;
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ');
  return {
    fieldId,
    hintId,
    errorId,
    aria: { 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined } as const,
  };
}

export function Optional() {
  const t = useSharedWords();
  return <span className="font-normal text-ink-3"> {t('field.optional')}</span>;
}

export function Hint({ id, children }: { id: string; children: ReactNode }) {
  return children ? (
    <p id={id} className="hint">
      {children}
    </p>
  ) : null;
}

export function Problem({ id, children }: { id: string; children: string | undefined }) {
  return children ? (
    <p id={id} className="problem">
      <Icon name="alert-triangle" size={16} />
      <span>{children}</span>
    </p>
  ) : null;
}

type TextFieldProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'id'> & {
    value: string;
    onChange: (text: string) => void;
    inputRef?: Ref<HTMLInputElement>;
  };

export function TextField({ label, hint, error, optional, id, value, onChange, className = '', inputRef, ...rest }: TextFieldProps) {
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  return (
    <div className={`field ${className}`}>
      <label htmlFor={fieldId} className="label">
        {label}
        {optional && <Optional />}
      </label>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <input
        type="text"
        {...rest}
        {...aria}
        ref={inputRef}
        id={fieldId}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

type TextAreaProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange' | 'id'> & {
    value: string;
    onChange: (text: string) => void;
    areaRef?: Ref<HTMLTextAreaElement>;
  };

export function TextArea({ label, hint, error, optional, id, value, onChange, className = '', areaRef, ...rest }: TextAreaProps) {
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  return (
    <div className={`field ${className}`}>
      <label htmlFor={fieldId} className="label">
        {label}
        {optional && <Optional />}
      </label>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <textarea
        rows={4}
        {...rest}
        {...aria}
        ref={areaRef}
        id={fieldId}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

type SelectProps<Value extends string> = FieldProps & {
  value: Value | '';
  options: readonly { value: Value; label: string }[];
  /** Words of the first, empty choice; without them there is none. */
  none?: string;
  onChange: (value: Value | '') => void;
  name?: string;
  className?: string;
};

/** The phone's own picker. */
export function Select<Value extends string>({
  label,
  hint,
  error,
  optional,
  id,
  value,
  options,
  none,
  onChange,
  name,
  className = '',
}: SelectProps<Value>) {
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  return (
    <div className={`field ${className}`}>
      <label htmlFor={fieldId} className="label">
        {label}
        {optional && <Optional />}
      </label>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <select
        {...aria}
        id={fieldId}
        name={name}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value as Value | '')}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
