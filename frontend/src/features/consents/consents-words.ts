import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./consents.en.ts'), hi: () => import('./consents.hi.ts') });

/** Words of sharing: who can see a record, codes, emergency looks. */
export const useConsentWords = () => useWords(words);
