import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./medicines.en.ts'), hi: () => import('./medicines.hi.ts') });

/** Words of doses and of a medicine's rule. */
export const useMedicineWords = () => useWords(words);
