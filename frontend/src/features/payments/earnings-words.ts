import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./earnings.en.ts'), hi: () => import('./earnings.hi.ts') });

export const useEarningsWords = () => useWords(words);
