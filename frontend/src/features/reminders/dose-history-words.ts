import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./dose-history.en.ts'), hi: () => import('./dose-history.hi.ts') });

/** Words of what was taken so far. */
export const useHistoryWords = () => useWords(words);
