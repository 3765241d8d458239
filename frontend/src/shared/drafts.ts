import { useCallback, useState } from 'react';

const PREFIX = 'arogya.draft.';

const read = <T>(name: string): T | undefined => {
  try {
    const text = sessionStorage.getItem(PREFIX + name);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
};

const write = (name: string, value: unknown): void => {
  try {
    if (value === undefined) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or switched off; the form then lives as long as the page.
  }
};

/** Lays down what a form is to open with: for a screen that leads to one. */
export const keepDraft = (name: string, value: unknown): void => write(name, value);

/** Forgets what was typed in this tab, at sign-out. */
export function forgetDrafts(): void {
  if (typeof sessionStorage === 'undefined') return;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

/**
 * State of a form that survives a reload, a crash of the page and the way through sign-in.
 * `kept` says that it was brought back; `discard` forgets it once it is saved.
 */
export function useDraft<T>(name: string, initial: T): { value: T; set: (next: T) => void; discard: (next: T) => void; kept: boolean } {
  const [{ value, kept }, setState] = useState(() => {
    const found = read<T>(name);
    return found === undefined ? { value: initial, kept: false } : { value: found, kept: true };
  });
  const set = useCallback(
    (next: T) => {
      write(name, next);
      setState({ value: next, kept: false });
    },
    [name],
  );
  const discard = useCallback(
    (next: T) => {
      write(name, undefined);
      setState({ value: next, kept: false });
    },
    [name],
  );
  return { value, set, discard, kept };
}
