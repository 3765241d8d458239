import { clockText } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { Check } from '../../shared/ui/check.tsx';
import { ChoiceChips, ManyChips } from '../../shared/ui/chips.tsx';
import { Problem, TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { AmountField } from './amount-field.tsx';
import { focusOn, type PartProps } from './form-part.ts';
import { hasRoomFor, type IntakeRow, MOST_USUAL, type StepRow, timesADay, type WhichDays, withStep, withTime } from './medicine-form.ts';
import { useFormWords } from './medicine-form-words.ts';
import { useMedicineWords } from './medicines-words.ts';
import { WEEKDAYS } from './rule-text.ts';

const USUAL = Array.from({ length: MOST_USUAL }, (_, place) => place + 1);

/** At set times: which, on which days, and whether the dose changes in steps. */
export function TimesFields(props: PartProps) {
  const t = useFormWords();
  const { form, change } = props;
  return (
    <>
      <ChoiceChips
        label={t('times-a-day')}
        options={USUAL.map((count) => ({ value: String(count), label: t('times-a-day.count', { count }) }))}
        value={form.intakes.length <= MOST_USUAL ? String(form.intakes.length) : ''}
        onChange={(count) => change((now) => timesADay(now, Number(count)))}
      />
      <Times {...props} />
      <Days {...props} />
      <Check
        label={t('steps')}
        hint={t('steps.hint')}
        checked={form.inSteps}
        onChange={(inSteps) => change((now) => ({ ...(inSteps && now.steps.length === 0 ? withStep(withStep(now)) : now), inSteps }))}
      />
      {form.inSteps && <Steps {...props} />}
    </>
  );
}

function Times({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  const { language } = useLanguage();
  const { say } = useStatus();
  const put = (intakeId: string, part: Partial<IntakeRow>) =>
    change((now) => ({ ...now, intakes: now.intakes.map((row) => (row.intakeId === intakeId ? { ...row, ...part } : row)) }));
  const remove = (row: IntakeRow, place: number) => {
    change((now) => ({ ...now, intakes: now.intakes.filter(({ intakeId }) => intakeId !== row.intakeId) }));
    // The same name comes back with it: it is the same dose of the day.
    say(t('time.removed'), { undo: () => change((now) => ({ ...now, intakes: now.intakes.toSpliced(place, 0, row) })) });
    focusOn('add-time');
  };
  const nth = (place: number) => t('time.nth', { nth: place + 1 });
  return (
    <fieldset className="field space-y-3">
      <legend className="label">{t('times')}</legend>
      {form.intakes.map((row, place) => (
        <div key={row.intakeId} className="flex items-end gap-2">
          <TextField
            id={`at-${row.intakeId}`}
            type="time"
            label={nth(place)}
            error={errorOf(`at-${row.intakeId}`)}
            value={row.at}
            onChange={(at) => put(row.intakeId, { at })}
            className="flex-1"
          />
          {!form.inSteps && (
            <AmountField
              id={`amount-${row.intakeId}`}
              label={t('amount.nth', { nth: place + 1 })}
              form={form.form}
              value={row.amount}
              error={errorOf(`amount-${row.intakeId}`)}
              onChange={(amount) => put(row.intakeId, { amount })}
              className="flex-1"
            />
          )}
          {form.intakes.length > 1 && (
            <IconButton icon="trash" label={t('time.of', { time: clockText(row.at, language) })} onClick={() => remove(row, place)} />
          )}
        </div>
      ))}
      <Problem id="times-error">{errorOf('add-time')}</Problem>
      <Button
        id="add-time"
        kind="secondary"
        icon="plus"
        className={hasRoomFor(form).time ? '' : 'hidden!'}
        onClick={() => {
          const next = withTime(form);
          change(() => next);
          focusOn(`at-${next.intakes.at(-1)?.intakeId}`);
        }}
      >
        {t('time.add')}
      </Button>
    </fieldset>
  );
}

function Days({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  const words = useMedicineWords();
  const choices: WhichDays[] = ['every', 'weekdays', 'cycle', ...(form.days === 'both' ? (['both'] as const) : [])];
  return (
    <>
      <ChoiceChips
        label={t('days')}
        options={choices.map((value) => ({ value, label: t(`days.${value}`) }))}
        value={form.days}
        onChange={(days) => change((now) => ({ ...now, days }))}
      />
      {(form.days === 'weekdays' || form.days === 'both') && (
        <ManyChips
          id="weekdays"
          label={t('weekdays')}
          error={errorOf('weekdays')}
          options={WEEKDAYS.map((value) => ({ value, label: words(`day.${value}`) }))}
          values={form.weekdays}
          onChange={(weekdays) => change((now) => ({ ...now, weekdays }))}
        />
      )}
      {(form.days === 'cycle' || form.days === 'both') && (
        <fieldset className="field">
          <legend className="hint">{t('cycle.hint')}</legend>
          <div className="flex flex-wrap items-end gap-3">
            {(['daysOn', 'daysOff'] as const).map((name) => (
              <TextField
                key={name}
                id={name === 'daysOn' ? 'days-on' : 'days-off'}
                label={t(name === 'daysOn' ? 'cycle.on' : 'cycle.off')}
                inputMode="numeric"
                autoComplete="off"
                maxLength={3}
                error={errorOf(name === 'daysOn' ? 'days-on' : 'days-off')}
                value={form[name]}
                onChange={(text) => change((now) => ({ ...now, [name]: text }))}
                className="min-w-32 flex-1"
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}

function Steps({ form, change, errorOf }: PartProps) {
  const t = useFormWords();
  const { say } = useStatus();
  const put = (id: string, part: Partial<StepRow>) =>
    change((now) => ({ ...now, steps: now.steps.map((row) => (row.id === id ? { ...row, ...part } : row)) }));
  const remove = (row: StepRow, place: number) => {
    change((now) => ({ ...now, steps: now.steps.filter(({ id }) => id !== row.id) }));
    say(t('step.removed'), { undo: () => change((now) => ({ ...now, steps: now.steps.toSpliced(place, 0, row) })) });
    focusOn('add-step');
  };
  return (
    <div className="space-y-3 border-l-4 border-line pl-3">
      {form.steps.map((row, place) => (
        <fieldset key={row.id} className="field">
          <legend className="label">{t('step.nth', { nth: place + 1 })}</legend>
          <div className="flex items-end gap-2">
            <AmountField
              id={`amount-${row.id}`}
              label={t('step.amount')}
              form={form.form}
              value={row.amount}
              error={errorOf(`amount-${row.id}`)}
              onChange={(amount) => put(row.id, { amount })}
              className="flex-1"
            />
            <TextField
              id={`days-${row.id}`}
              label={t('step.days')}
              inputMode="numeric"
              autoComplete="off"
              maxLength={3}
              error={errorOf(`days-${row.id}`)}
              value={row.days}
              onChange={(days) => put(row.id, { days })}
              className="flex-1"
            />
            <IconButton icon="trash" label={t('step.remove', { nth: place + 1 })} onClick={() => remove(row, place)} />
          </div>
        </fieldset>
      ))}
      <Problem id="steps-error">{errorOf('add-step')}</Problem>
      <Button
        id="add-step"
        kind="secondary"
        icon="plus"
        className={hasRoomFor(form).step ? '' : 'hidden!'}
        onClick={() => {
          const next = withStep(form);
          change(() => next);
          focusOn(`amount-${next.steps.at(-1)?.id}`);
        }}
      >
        {t('step.add')}
      </Button>
    </div>
  );
}
