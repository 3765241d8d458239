import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./profile.en.ts'), hi: () => import('./profile.hi.ts') });

export const useProfileWords = () => useWords(words);
export type ProfileWords = ReturnType<typeof useProfileWords>;
