import { dayAfter } from '../../shared/i18n/dates.ts';
import { emptyForm, type MedicineForm, newId, timesADay } from './medicine-form.ts';
import type { GivenByNote } from './note-link.ts';

/** The hours of the form's own choices; bedtime is later than its last. */
const AT = { morning: '08:00', night: '20:00', bedtime: '22:00' } as const;

const once = (form: MedicineForm, at: string): MedicineForm => ({ ...form, intakes: [{ intakeId: newId(), at, amount: form.amount }] });

const withOften = (form: MedicineForm, { often, amount }: GivenByNote): MedicineForm => {
  switch (often?.kind) {
    case 'daily':
      return timesADay(form, often.times);
    case 'slots': {
      // In `5 ml 1-0-1` each one stands for 5 ml; without an amount it counts tablets, and of what is measured nobody knows.
      const each = amount ?? (form.form === 'tablet' || form.form === 'capsule' || form.form === 'sachet' ? 1 : undefined);
      const rows = timesADay(form, often.amounts.length).intakes;
      const taken = rows.map((row, place) => ({ row, count: often.amounts[place] ?? 0 })).filter(({ count }) => count > 0);
      return { ...form, intakes: taken.map(({ row, count }) => ({ ...row, amount: each === undefined ? '' : String(count * each) })) };
    }
    case 'at':
      return once(form, AT[often.when]);
    case 'hours':
      return { ...form, how: 'interval', everyHours: String(often.every) };
    case 'as-needed':
      return { ...form, how: 'as-needed', dailyMaximum: often.dailyMaximum === undefined ? '' : String(often.dailyMaximum) };
    default:
      return form;
  }
};

/**
 * The form as it opens. Of a medicine from a note it holds what the note says, and where the note says nothing about times,
 * amounts or the most in a day it is empty, so that it cannot be saved before the patient has looked. One tablet of the
 * strength that is written is the dose that is written.
 */
export const formFromNote = (today: string, given: GivenByNote): MedicineForm => {
  const { medicine, strength, noteId, form, instruction, amount, days } = given;
  if (noteId === '') return emptyForm(today, { medicine, strength });
  const isPiece = form === 'tablet' || form === 'capsule';
  const empty: MedicineForm = {
    ...emptyForm(today, { medicine, strength, noteId }),
    ...(form && { form }),
    ...(instruction && { instruction }),
    ...(days !== undefined && { endsOn: dayAfter(today, days - 1) }),
    amount: amount !== undefined ? String(amount) : isPiece && strength !== '' ? '1' : '',
    intakes: [],
  };
  return withOften(empty, given);
};
