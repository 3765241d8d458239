import { useSyncExternalStore } from 'react';

/** Languages of the screens, each named in itself. */
export const languages = { en: 'English', hi: 'हिन्दी' } as const;
export type Language = keyof typeof languages;

const STORED = 'arogya.language';
const listeners = new Set<() => void>();

const isLanguage = (text: string | null | undefined): text is Language => text === 'en' || text === 'hi';

const stored = (): Language | undefined => {
  try {
    const text = localStorage.getItem(STORED);
    return isLanguage(text) ? text : undefined;
  } catch {
    // Storage can be switched off; the choice then lasts as long as the page.
    return undefined;
  }
};

const preferred = (): Language =>
  (typeof navigator === 'undefined' ? [] : navigator.languages).map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';

let language: Language = stored() ?? preferred();
if (typeof document !== 'undefined') document.documentElement.lang = language;

export const currentLanguage = (): Language => language;

/** Whether the person chose the language, rather than the browser. */
export const languageIsChosen = (): boolean => stored() !== undefined;

export function setLanguage(next: Language): void {
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // See `stored`.
  }
  language = next;
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLanguage = () => ({ language: useSyncExternalStore(subscribe, currentLanguage, currentLanguage), setLanguage });
