import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./booking.en.ts'), hi: () => import('./booking.hi.ts') });

export const useBookingWords = () => useWords(words);
