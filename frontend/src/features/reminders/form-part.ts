import type { MedicineForm } from './medicine-form.ts';

/** What each part of the form gets: the form, how to change it, and what is wrong with a field. */
export type PartProps = {
  readonly form: MedicineForm;
  /** Changes the form as it is when the change comes, so that an undo does not undo more than its own. */
  readonly change: (next: (form: MedicineForm) => MedicineForm) => void;
  readonly errorOf: (fieldId: string) => string | undefined;
};

/** Gives the focus to a field that is only about to be there. */
export const focusOn = (id: string): void => void requestAnimationFrame(() => document.getElementById(id)?.focus());
