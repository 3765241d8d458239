import { useState } from 'react';

import type { Weekday } from '../../../../functions/appointments/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { ManyChips } from '../../shared/ui/chips.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { type ErrorOf, HoursFieldset } from './hours-fields.tsx';
import { copyDay, type HoursForm, hoursAfter, type Stretch, WEEKDAYS } from './hours-form.ts';
import { useClockText } from './hours-line.ts';
import { useHoursWords } from './hours-words.ts';
import { StretchLine } from './stretch-line.tsx';

export type EditorProps = {
  readonly form: HoursForm;
  /** Changes the form as it is when the change comes, so that an undo does not undo more than its own. */
  readonly change: (next: (form: HoursForm) => HoursForm) => void;
  readonly errorOf: ErrorOf;
};

const focusOn = (id: string): void => void requestAnimationFrame(() => document.getElementById(id)?.focus());

function CopyDay({ day, change, onDone }: { day: Weekday; change: EditorProps['change']; onDone: () => void }) {
  const t = useHoursWords();
  const shared = useSharedWords();
  const { list } = useFormat();
  const { say } = useStatus();
  const others = WEEKDAYS.filter((other) => other !== day);
  const [chosen, setChosen] = useState<readonly Weekday[]>([]);
  const copy = (): void => {
    let before: HoursForm | undefined;
    change((form) => {
      before = form;
      return copyDay(form, day, chosen, () => crypto.randomUUID());
    });
    const days = others.filter((other) => chosen.includes(other));
    say(t('day.copied', { days: list(days.map((other) => t(`day.${other}`))) }), {
      undo: () => change((form) => (before === undefined ? form : { ...form, week: { ...form.week, ...pick(before.week, days) } })),
    });
    onDone();
  };
  return (
    <div className="copy-day">
      <ManyChips<Weekday>
        id={`copy-${day}`}
        label={t('day.copy.to', { day: t(`day.${day}`) })}
        hint={t('day.copy.hint')}
        options={others.map((value) => ({ value, label: t(`day.${value}`) }))}
        values={chosen}
        onChange={setChosen}
      />
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="secondary" icon="copy" locked={chosen.length === 0 && t('problem.date-missing')} onClick={copy}>
          {t('day.copy.action')}
        </Button>
        <Button kind="quiet" onClick={() => setChosen(others)}>
          {t('day.copy.all')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {shared('cancel')}
        </Button>
      </div>
    </div>
  );
}

const pick = (week: HoursForm['week'], days: readonly Weekday[]): Partial<HoursForm['week']> =>
  Object.fromEntries(days.map((day) => [day, week[day]]));

function DayEditor({
  day,
  form,
  change,
  errorOf,
  open,
  setOpen,
}: EditorProps & { day: Weekday; open: boolean; setOpen: (open: boolean) => void }) {
  const t = useHoursWords();
  const shared = useSharedWords();
  const clock = useClockText();
  const { say } = useStatus();
  const [copying, setCopying] = useState(false);
  const stretches = form.week[day];
  const name = t(`day.${day}`);
  const put = (next: (stretches: readonly Stretch[]) => readonly Stretch[]): void =>
    change((now) => ({ ...now, week: { ...now.week, [day]: next(now.week[day]) } }));

  const add = (): void => {
    const id = crypto.randomUUID();
    put((now) => [...now, { ...hoursAfter(now.at(-1)), id }]);
    setOpen(true);
    focusOn(`${id}-from`);
  };
  const remove = (stretch: Stretch, place: number): void => {
    put((now) => now.filter(({ id }) => id !== stretch.id));
    say(t('stretch.removed'), { undo: () => put((now) => now.toSpliced(place, 0, stretch)) });
    focusOn(`day-${day}-toggle`);
  };

  return (
    <li className="day-hours">
      <h3 className="day-hours-name">{name}</h3>
      <div className="day-hours-what">
        {!open && stretches.length === 0 && <p className="text-ink-3">{t('day.closed')}</p>}
        {!open && stretches.map((stretch) => <StretchLine key={stretch.id} hours={stretch} />)}
        {open &&
          stretches.map((stretch, place) => (
            <fieldset key={stretch.id} className="stretch" aria-label={t('stretch.of', { day: name, from: clock(stretch.from) })}>
              <HoursFieldset
                id={stretch.id}
                hours={stretch}
                errorOf={errorOf}
                onChange={(part) => put((now) => now.map((one) => (one.id === stretch.id ? { ...one, ...part } : one)))}
              />
              <IconButton
                icon="trash"
                className="stretch-remove"
                label={`${shared('remove')}: ${t('stretch.of', { day: name, from: clock(stretch.from) })}`}
                onClick={() => remove(stretch, place)}
              />
            </fieldset>
          ))}
        {open && copying && (
          <CopyDay
            day={day}
            change={change}
            onDone={() => {
              setCopying(false);
              focusOn(`day-${day}-toggle`);
            }}
          />
        )}
        {open && !copying && (
          <div className="flex flex-wrap gap-2">
            <Button kind="secondary" icon="plus" onClick={add}>
              {t(stretches.length === 0 ? 'day.add' : 'day.add-more')}
            </Button>
            {stretches.length > 0 && (
              <Button
                kind="secondary"
                icon="copy"
                onClick={() => {
                  setCopying(true);
                  focusOn(`copy-${day}`);
                }}
              >
                {t('day.copy')}
              </Button>
            )}
          </div>
        )}
      </div>
      <Button
        id={`day-${day}-toggle`}
        kind="quiet"
        className="day-hours-toggle"
        aria-expanded={open}
        aria-label={`${t(open ? 'day.done' : stretches.length === 0 ? 'day.add' : 'day.change')}: ${name}`}
        onClick={() => {
          if (!open && stretches.length === 0) add();
          else setOpen(!open);
        }}
      >
        {t(open ? 'day.done' : stretches.length === 0 ? 'day.add' : 'day.change')}
      </Button>
    </li>
  );
}

/** The usual week, a line for each day; a day opens to be changed. */
export function WeekEditor({
  open,
  setOpen,
  ...props
}: EditorProps & { open: readonly Weekday[]; setOpen: (days: readonly Weekday[]) => void }) {
  const t = useHoursWords();
  return (
    <Card title={t('week.title')} id="hours-week">
      <ul className="week-hours">
        {WEEKDAYS.map((day) => (
          <DayEditor
            key={day}
            day={day}
            {...props}
            open={open.includes(day)}
            setOpen={(is) => setOpen(is ? [...open.filter((one) => one !== day), day] : open.filter((one) => one !== day))}
          />
        ))}
      </ul>
    </Card>
  );
}
