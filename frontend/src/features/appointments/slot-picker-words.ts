import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./slot-picker.en.ts'), hi: () => import('./slot-picker.hi.ts') });

export const useSlotWords = () => useWords(words);
