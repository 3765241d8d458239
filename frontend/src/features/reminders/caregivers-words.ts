import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./caregivers.en.ts'), hi: () => import('./caregivers.hi.ts') });

/** Words of who is told when a dose is missed. */
export const useCaregiverWords = () => useWords(words);
