import { useState } from 'react';

import { dayAfter } from '../../shared/i18n/dates.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { AmountField } from './amount-field.tsx';
import type { PartProps } from './form-part.ts';
import { useFormWords } from './medicine-form-words.ts';
import { useMedicineWords } from './medicines-words.ts';
import { spanText } from './rule-text.ts';
import { TimesFields } from './times-fields.tsx';

const WAYS = ['clock', 'interval', 'as-needed'] as const;
const HOURS = ['1', '2', '3', '4', '6', '8', '12', '24', '36', '48', '72', '168'];
/** Minutes between two doses as needed. */
const GAPS = ['0', '60', '120', '180', '240', '360', '480', '720', '1440'];
/** Days of a usual course. */
const COURSES = [3, 5, 7, 10] as const;

/** What the list has, and what was chosen elsewhere. */
const withNow = (list: readonly string[], now: string): readonly string[] =>
  list.includes(now) ? list : [...list, now].toSorted((one, other) => Number(one) - Number(other));

/** When it is taken. */
export function ScheduleFields(props: PartProps) {
  const t = useFormWords();
  const { form, change } = props;
  return (
    <>
      <ChoiceChips
        label={t('how')}
        options={WAYS.map((value) => ({ value, label: t(`how.${value}`) }))}
        value={form.how}
        onChange={(how) => change((now) => ({ ...now, how }))}
      />
      {form.how === 'clock' ? <TimesFields {...props} /> : <AtOnce {...props} />}
      {form.how === 'interval' && <Interval {...props} />}
      {form.how === 'as-needed' && <AsNeeded {...props} />}
      <HowLong {...props} />
    </>
  );
}

function AtOnce({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  return (
    <AmountField
      id="amount"
      label={t('amount')}
      form={form.form}
      value={form.amount}
      error={errorOf('amount')}
      onChange={(amount) => change((now) => ({ ...now, amount }))}
    />
  );
}

function Interval({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  const words = useMedicineWords();
  return (
    <div className="grid gap-4 desk:grid-cols-2">
      <Select
        label={t('every-hours')}
        value={form.everyHours}
        options={withNow(HOURS, form.everyHours).map((value) => ({ value, label: spanText(Number(value) * 60, { t: words }) }))}
        onChange={(everyHours) => change((now) => ({ ...now, everyHours }))}
      />
      <TextField
        id="first-at"
        type="time"
        label={t('first-at')}
        error={errorOf('first-at')}
        value={form.firstAt}
        onChange={(firstAt) => change((now) => ({ ...now, firstAt }))}
      />
    </div>
  );
}

function AsNeeded({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  const words = useMedicineWords();
  return (
    <div className="grid gap-4 desk:grid-cols-2">
      <Select
        label={t('gap')}
        value={form.gapMinutes}
        options={withNow(GAPS, form.gapMinutes).map((value) => ({
          value,
          label: value === '0' ? t('gap.none') : spanText(Number(value), { t: words }),
        }))}
        onChange={(gapMinutes) => change((now) => ({ ...now, gapMinutes }))}
      />
      <TextField
        id="maximum"
        label={t('maximum')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={2}
        error={errorOf('maximum')}
        value={form.dailyMaximum}
        onChange={(dailyMaximum) => change((now) => ({ ...now, dailyMaximum }))}
      />
    </div>
  );
}

function HowLong({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  const days = COURSES.find((count) => form.endsOn !== '' && form.endsOn === dayAfter(form.startsOn, count - 1));
  const [picks, setPicks] = useState(form.endsOn !== '' && days === undefined);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(form.startsOn);
  const value = picks ? 'until' : form.endsOn === '' ? 'always' : days === undefined ? 'until' : String(days);
  const choose = (choice: string) => {
    setPicks(choice === 'until');
    const count = choice === 'until' ? 14 : Number(choice);
    if (choice === 'always' || !isDay) change((now) => ({ ...now, endsOn: '' }));
    else change((now) => ({ ...now, endsOn: dayAfter(now.startsOn, count - 1) }));
  };
  // A course of so many days has them from whatever its first day is.
  const start = (startsOn: string) =>
    change((now) => ({
      ...now,
      startsOn,
      ...(days !== undefined && !picks && /^\d{4}-\d{2}-\d{2}$/.test(startsOn) && { endsOn: dayAfter(startsOn, days - 1) }),
    }));
  return (
    <>
      <TextField id="starts" type="date" label={t('starts')} error={errorOf('starts')} value={form.startsOn} onChange={start} />
      {!(form.how === 'clock' && form.inSteps) && (
        <ChoiceChips
          label={t('long')}
          options={[
            { value: 'always', label: t('long.always') },
            ...COURSES.map((count) => ({ value: String(count), label: t('long.days', { count }) })),
            { value: 'until', label: t('long.until') },
          ]}
          value={value}
          onChange={choose}
        />
      )}
      {value === 'until' && (
        <TextField
          id="ends"
          type="date"
          label={t('ends')}
          error={errorOf('ends')}
          min={form.startsOn}
          value={form.endsOn}
          onChange={(endsOn) => change((now) => ({ ...now, endsOn }))}
        />
      )}
    </>
  );
}
