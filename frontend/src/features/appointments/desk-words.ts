import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./desk-words.en.ts'), hi: () => import('./desk-words.hi.ts') });

/** Words of the doctor's appointments. */
export const useAppointmentDeskWords = () => useWords(words);
