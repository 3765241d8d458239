import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./documents.en.ts'), hi: () => import('./documents.hi.ts') });

/** Words of medical files: the list, an upload, one file. */
export const useDocumentWords = () => useWords(words);
