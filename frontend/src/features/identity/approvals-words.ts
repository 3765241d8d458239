import { dictionary, useWords } from '../../shared/i18n/words.ts';

const words = dictionary({ en: () => import('./approvals.en.ts'), hi: () => import('./approvals.hi.ts') });

export const useApprovalWords = () => useWords(words);
