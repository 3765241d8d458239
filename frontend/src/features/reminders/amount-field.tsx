import type { Form } from '../../../../functions/reminders/contract.ts';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { amountOf, choicesOf } from './amounts.ts';
import { useFormWords } from './medicine-form-words.ts';
import { useMedicineWords } from './medicines-words.ts';
import { doseAmount } from './rule-text.ts';

/** How much at once: pieces are chosen, what is measured is typed. */
export function AmountField({
  id,
  label,
  form,
  value,
  error,
  onChange,
  className,
}: {
  id: string;
  label: string;
  form: Form;
  value: string;
  error: string | undefined;
  onChange: (amount: string) => void;
  className?: string;
}) {
  const t = useFormWords();
  const words = useMedicineWords();
  const amount = amountOf(value);
  const choices = choicesOf(form, amount);
  const shared = { id, label, error, onChange, className: className ?? '' };
  if (!choices) return <TextField {...shared} hint={t('amount.hint')} inputMode="decimal" autoComplete="off" value={value} />;
  return (
    <Select
      {...shared}
      value={amount === undefined ? '' : String(amount)}
      {...(amount === undefined && { none: '–' })}
      options={choices.map((choice) => ({ value: String(choice), label: doseAmount(choice, form, { t: words }) }))}
    />
  );
}
