import { useEffect, useRef, useState } from 'react';

import type { CarePatient } from '../../../../functions/identity/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { ageOn, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { useDeskWords } from './words.ts';

/** `42 years`, `Female`, `born 12 Mar 1984` of a person in the doctor's care. */
export const usePatientFacts = (): ((patient: CarePatient) => string[]) => {
  const shared = useSharedWords();
  const t = useDeskWords();
  const { date } = useFormat();
  return ({ dateOfBirth, ageYears, sex, walkIn }) => {
    const age = dateOfBirth === undefined ? ageYears : ageOn(dateOfBirth);
    return [
      ...(age === undefined ? [] : [shared('age', { count: age })]),
      ...(sex === undefined ? [] : [shared(`sex.${sex}`)]),
      ...(dateOfBirth === undefined ? [] : [t('patient.born', { date: date(dateOfBirth, 'no-weekday') })]),
      ...(walkIn ? [t('patient.walk-in')] : []),
    ];
  };
};

/** A text some moments after it last changed, so that not every keystroke asks the server. */
export const useSettled = (text: string, milliseconds = 250): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return settled;
};

/** The doctor's patients whose name holds the text; while more is typed, those found before stay. */
export const usePatientsFound = (text: string): { patients: readonly CarePatient[]; is: 'nothing' | 'looking' | 'found' | 'failed' } => {
  const q = useSettled(text.trim());
  const found = useQuery('GET /patients', { query: { q, limit: '8' } }, { enabled: q !== '', staleTime: 30_000 });
  const last = useRef<readonly CarePatient[]>([]);
  if (found.data !== undefined) last.current = found.data;
  if (text.trim() === '') return { patients: [], is: 'nothing' };
  if (found.error !== null) return { patients: [], is: 'failed' };
  const looking = found.isFetching || q !== text.trim();
  return { patients: found.data ?? last.current, is: looking ? 'looking' : 'found' };
};
