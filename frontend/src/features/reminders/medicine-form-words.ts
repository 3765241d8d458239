import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./medicine-form.en.ts'), hi: () => import('./medicine-form.hi.ts') });

/** Words of typing in a medicine. */
export const useFormWords = () => useWords(words);
