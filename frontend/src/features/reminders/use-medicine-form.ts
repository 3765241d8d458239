import { useRef, useState } from 'react';

import type { ApiFailure } from '../../shared/api/failure.ts';
import { useDraft } from '../../shared/drafts.ts';
import { type FormProblem, type MedicineForm, problemsOf, refusedField } from './medicine-form.ts';
import { useFormWords } from './medicine-form-words.ts';

/** A draft that is changed from what it is when the change comes, be that long after it was offered. */
export function useChanging<T>(name: string, initial: T) {
  const draft = useDraft(name, initial);
  const latest = useRef(draft.value);
  latest.current = draft.value;
  return {
    ...draft,
    change: (next: (now: T) => T): void => {
      latest.current = next(latest.current);
      draft.set(latest.current);
    },
  };
}

/** What is wrong with the form and where; a field's problem goes when anything is changed. */
export function useFormProblems(form: MedicineForm, today: string) {
  const t = useFormWords();
  const [problems, setProblems] = useState<readonly FormProblem[]>([]);
  const [moreOpen, setMoreOpen] = useState(false);
  const latest = useRef(form);
  latest.current = form;
  const show = (found: readonly FormProblem[]): void => {
    setProblems(found);
    if (found.some(({ fieldId }) => fieldId === 'stock' || fieldId === 'warn-at' || fieldId === 'note')) setMoreOpen(true);
  };
  return {
    moreOpen,
    summary: problems.map(({ fieldId, problem }) => ({ fieldId, text: t(`problem.${problem}`) })),
    problems,
    errorOf: (fieldId: string): string | undefined => {
      const found = problems.find((each) => each.fieldId === fieldId);
      return found && t(`problem.${found.problem}`);
    },
    /** Shows what is wrong; whether nothing is. */
    check: (): boolean => {
      const found = problemsOf(latest.current, today);
      show(found);
      return found.length === 0;
    },
    clear: (): void => {
      if (problems.length > 0) setProblems([]);
    },
    /** Shows what the API refused. */
    refused: (failure: ApiFailure): void => show(failure.problems.map(({ field }) => refusedField(field, latest.current))),
    isValid: problemsOf(form, today).every(({ fieldId }) => ['medicine', 'stock', 'warn-at'].includes(fieldId)),
  };
}
