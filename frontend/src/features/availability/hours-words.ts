import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./hours.en.ts'), hi: () => import('./hours.hi.ts') });

/** Words of a doctor's hours and practice. */
export const useHoursWords = () => useWords(words);
