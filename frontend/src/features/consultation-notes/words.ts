import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./words.en.ts'), hi: () => import('./words.hi.ts') });

/** Words of the doctor's workspace. */
export const useDeskWords = () => useWords(words);
