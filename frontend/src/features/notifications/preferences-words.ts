import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./preferences.en.ts'), hi: () => import('./preferences.hi.ts') });

/** Words of how a person is told: channels, quiet hours, push in this browser. */
export const usePreferenceWords = () => useWords(words);
