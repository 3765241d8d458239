import type { Mode } from '../../../../functions/directory/contract.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ManyChips } from '../../shared/ui/chips.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { modeIcons, modes } from '../appointments/modes.ts';
import type { HoursFields } from './hours-form.ts';
import { useHoursWords } from './hours-words.ts';

const VISIT_MINUTES: readonly string[] = ['5', '10', '15', '20', '25', '30', '40', '45', '60'];
const GAP_MINUTES: readonly string[] = ['0', '5', '10', '15', '20', '30'];

export type ErrorOf = (fieldId: string) => string | undefined;

/** A choice of minutes that also has what was saved, should that be none of the usual ones. */
export function MinutesSelect({
  id,
  label,
  usual,
  value,
  onChange,
  error,
}: {
  id: string;
  label: string;
  usual: readonly string[];
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}) {
  const t = useHoursWords();
  const values = usual.includes(value) ? usual : [...usual, value].toSorted((left, right) => Number(left) - Number(right));
  return (
    <Select
      id={id}
      label={label}
      value={value}
      options={values.map((minutes) => ({
        value: minutes,
        label: minutes === '0' ? t('gap.none') : t('minutes', { count: Number(minutes) }),
      }))}
      onChange={onChange}
      error={error}
    />
  );
}

export function SpanFields({
  id,
  from,
  to,
  onChange,
  errorOf,
}: {
  id: string;
  from: string;
  to: string;
  onChange: (part: { from?: string; to?: string }) => void;
  errorOf: ErrorOf;
}) {
  const t = useHoursWords();
  return (
    <>
      <TextField
        id={`${id}-from`}
        type="time"
        step={300}
        label={t('from')}
        value={from}
        onChange={(text) => onChange({ from: text })}
        error={errorOf(`${id}-from`)}
      />
      <TextField
        id={`${id}-to`}
        type="time"
        step={300}
        label={t('to')}
        value={to}
        onChange={(text) => onChange({ to: text })}
        error={errorOf(`${id}-to`)}
      />
    </>
  );
}

/** From when to when, how long a visit is, how patients come and where. */
export function HoursFieldset({
  id,
  hours,
  onChange,
  errorOf,
}: {
  id: string;
  hours: HoursFields;
  onChange: (part: Partial<HoursFields>) => void;
  errorOf: ErrorOf;
}) {
  const t = useHoursWords();
  const shared = useSharedWords();
  return (
    <div className="hours-fields">
      <SpanFields id={id} from={hours.from} to={hours.to} onChange={onChange} errorOf={errorOf} />
      <MinutesSelect
        id={`${id}-slotMinutes`}
        label={t('slot')}
        usual={VISIT_MINUTES}
        value={hours.slotMinutes}
        onChange={(slotMinutes) => onChange({ slotMinutes })}
        error={errorOf(`${id}-slotMinutes`)}
      />
      <MinutesSelect
        id={`${id}-bufferMinutes`}
        label={t('gap')}
        usual={GAP_MINUTES}
        value={hours.bufferMinutes}
        onChange={(bufferMinutes) => onChange({ bufferMinutes })}
        error={errorOf(`${id}-bufferMinutes`)}
      />
      <ManyChips<Mode>
        id={`${id}-modes`}
        className="hours-wide"
        label={t('modes')}
        options={modes.map((value) => ({ value, label: shared(`mode.${value}`), icon: modeIcons[value] }))}
        values={hours.modes}
        onChange={(chosen) => onChange({ modes: chosen })}
        error={errorOf(`${id}-modes`)}
      />
      <TextField
        id={`${id}-location`}
        className="hours-wide"
        label={t('location')}
        optional
        maxLength={160}
        value={hours.location}
        onChange={(location) => onChange({ location })}
        error={errorOf(`${id}-location`)}
      />
    </div>
  );
}
