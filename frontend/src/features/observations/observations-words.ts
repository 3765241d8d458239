import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./observations.en.ts'), hi: () => import('./observations.hi.ts') });

/** Words of test results: the dashboard, one marker, entry by hand, the review of a report. */
export const useResultWords = () => useWords(words);
