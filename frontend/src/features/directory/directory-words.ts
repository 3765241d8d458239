import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { specialtyWord } from './specialties.ts';

const words = dictionary({ en: () => import('./directory.en.ts'), hi: () => import('./directory.hi.ts') });

export const useDirectoryWords = () => useWords(words);

/** A specialty in plain words of the screen's language; as the doctor wrote it if it is a rare one. */
export function useSpecialty() {
  const t = useDirectoryWords();
  return (specialty: string): string => {
    const word = specialtyWord(specialty);
    return word ? t(`specialty.${word}`) : specialty;
  };
}
