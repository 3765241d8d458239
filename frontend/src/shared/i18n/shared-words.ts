import { dictionary, useWords } from './words.ts';

/** Words that every screen uses: the shell, errors, common buttons. */
const words = dictionary({ en: () => import('./shared.en.ts'), hi: () => import('./shared.hi.ts') });

export const useSharedWords = () => useWords(words);
