import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./appointment.en.ts'), hi: () => import('./appointment.hi.ts') });

/** Words of a patient's appointment, its row in a list and its place on the first page. */
export const useAppointmentWords = () => useWords(words);
