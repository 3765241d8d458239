import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';

import { Hint, Problem, useField } from '../../shared/ui/field.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import type { IconName } from '../../shared/ui/icons.ts';

export type ComboboxOption = { readonly id: string; readonly label: ReactNode; readonly note?: string; readonly icon?: IconName };

type Props = {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly id?: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly options: readonly ComboboxOption[];
  /** Spoken when it changes: how many there are, or that they are on their way. */
  readonly status: string;
  readonly onChoose: (id: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** The list is always open: in a dialog that is nothing but this. */
  readonly alwaysOpen?: boolean;
};

/** Type to find, arrows to move, Enter to choose (ARIA Authoring Practices, combobox with a list). */
export function Combobox({ label, hint, error, id, text, onText, options, status, onChoose, inputRef, alwaysOpen = false }: Props) {
  const { fieldId, hintId, errorId, aria } = useField({ ...(id !== undefined && { id }), hint, error });
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState(false);
  const [at, setAt] = useState(-1);
  const open = alwaysOpen || asked;
  const active = open ? options[Math.min(at, options.length - 1)] : undefined;
  const optionId = (option: ComboboxOption): string => `${listId}-${option.id}`;

  useEffect(() => {
    if (active !== undefined) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (option: ComboboxOption): void => {
    setAsked(false);
    setAt(-1);
    onChoose(option.id);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = options.length - 1;
    const moves: Record<string, number> = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1 };
    if (event.key in moves) {
      event.preventDefault();
      setAsked(true);
      setAt(moves[event.key] ?? -1);
    } else if (event.key === 'Enter') {
      const option = active ?? (open && options.length === 1 ? options[0] : undefined);
      event.preventDefault();
      if (option !== undefined) choose(option);
    } else if (event.key === 'Escape' && open && !alwaysOpen) {
      event.preventDefault();
      event.stopPropagation();
      setAsked(false);
      setAt(-1);
    }
  };

  return (
    <div className="field combobox">
      <label htmlFor={fieldId} className="label">
        {label}
      </label>
      <Hint id={hintId}>{hint}</Hint>
      <Problem id={errorId}>{error}</Problem>
      <div className="combobox-box">
        <Icon name="search" />
        <input
          {...aria}
          ref={inputRef}
          id={fieldId}
          type="text"
          role="combobox"
          className="input"
          autoComplete="off"
          spellCheck={false}
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active === undefined ? undefined : optionId(active)}
          value={text}
          onFocus={() => setAsked(true)}
          onBlur={() => setAsked(false)}
          onClick={() => setAsked(true)}
          onChange={(event) => {
            setAsked(true);
            setAt(-1);
            onText(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p className={open && options.length === 0 ? 'combobox-status' : 'sr'} role="status">
        {open ? status : ''}
      </p>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label}
        className={alwaysOpen ? 'combobox-list-open' : 'combobox-list'}
        hidden={!open || options.length === 0}
      >
        {options.map((option) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, where the focus stays
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant moves, the focus stays
          <div
            key={option.id}
            id={optionId(option)}
            role="option"
            aria-selected={option === active}
            className="combobox-option"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            {option.icon !== undefined && <Icon name={option.icon} />}
            <span className="min-w-0">
              <span className="block font-semibold">{option.label}</span>
              {option.note !== undefined && <span className="block text-sm text-ink-2">{option.note}</span>}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
