import type { ReactNode } from 'react';

import { type FieldProps, Hint, Problem, useField } from './field.tsx';

/** One thing to agree to. Never ticked beforehand. */
export function Check({
  label,
  hint,
  error,
  id,
  checked,
  onChange,
}: Omit<FieldProps, 'optional' | 'label'> & { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  const { fieldId, hintId, errorId, aria } = useField({ id, hint, error });
  return (
    <div className="field">
      <Problem id={errorId}>{error}</Problem>
      <label className="flex min-h-12 cursor-pointer items-start gap-3 py-2">
        <input
          {...aria}
          id={fieldId}
          type="checkbox"
          className="mt-0.5 size-6 flex-none accent-brand"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      <div className="pl-9">
        <Hint id={hintId}>{hint}</Hint>
      </div>
    </div>
  );
}
