import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./visits.en.ts'), hi: () => import('./visits.hi.ts') });

/** Words of what a patient reads of visits. */
export const useVisitWords = () => useWords(words);
