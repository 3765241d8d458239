import { use, useCallback } from 'react';

import { currentLanguage, type Language, useLanguage } from './language.ts';

/**
 * Words are kept beside the feature that shows them: `x.en.ts` and `x.hi.ts`, each a default export
 * of keys and phrases. A phrase may hold `{name}`, and may be `{ one, other }`, chosen by `count`.
 * A Hindi clinician signs off what patients and doctors read: docs/words.md.
 */
export type Phrase = string | { readonly one: string; readonly other: string };
export type Phrases = Readonly<Record<string, Phrase>>;

/** Every key of the English words, in another language. */
export type Translation<English extends Phrases> = { readonly [Key in keyof English]: Phrase };

type Placeholder<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type NamesIn<P> = P extends { one: infer One; other: infer Other } ? 'count' | Placeholder<One> | Placeholder<Other> : Placeholder<P>;
type Values<P> = Readonly<Record<NamesIn<P>, string | number>>;

/** `t('visits.count', { count: 2 })`. Keys and the names of values are checked. */
export type Translate<English extends Phrases> = <Key extends keyof English & string>(
  key: Key,
  ...values: [NamesIn<English[Key]>] extends [never] ? [] : [Values<English[Key]>]
) => string;

const pluralRules = { en: new Intl.PluralRules('en'), hi: new Intl.PluralRules('hi') };

/** Puts values into a phrase; numbers are written as in India (1,25,000) with Western digits. */
export function fill(phrase: Phrase, values: Readonly<Record<string, string | number>>, language: Language): string {
  const text = typeof phrase === 'string' ? phrase : phrase[pluralRules[language].select(Number(values.count)) === 'one' ? 'one' : 'other'];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString('en-IN') : value;
  });
}

type Loader<English extends Phrases> = () => Promise<{ default: Translation<English> }>;

export type Dictionary<English extends Phrases> = { readonly load: (language: Language) => Promise<Translation<English>> };

/** Words that load when first needed, in one language; they start to load at once in the current one. */
export function dictionary<const English extends Phrases>(loaders: {
  en: () => Promise<{ default: English }>;
  hi: Loader<English>;
}): Dictionary<English> {
  const loaded: Partial<Record<Language, Promise<Translation<English>>>> = {};
  const load = (language: Language) => {
    const words = loaded[language] ?? loaders[language]().then((module) => module.default as Translation<English>);
    loaded[language] = words;
    // A failed download is tried again by the next screen that asks, rather than remembered.
    words.catch(() => delete loaded[language]);
    return words;
  };
  void load(currentLanguage()).catch(() => undefined);
  return { load };
}

/** Suspends until the words are there. */
export function useWords<English extends Phrases>(words: Dictionary<English>): Translate<English> {
  const { language } = useLanguage();
  const phrases = use(words.load(language));
  return useCallback(
    (key: string, values: Readonly<Record<string, string | number>> = {}) =>
      fill(phrases[key as keyof English] as Phrase, values, language),
    [phrases, language],
  ) as Translate<English>;
}
