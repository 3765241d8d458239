import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { HoursFieldset, SpanFields } from './hours-fields.tsx';
import { type Change, type Leave, NEW_HOURS } from './hours-form.ts';
import { useHoursWords } from './hours-words.ts';
import type { EditorProps } from './week-editor.tsx';

const wordOf = (change: Change): 'change.leave' | 'change.off' | 'change.extra' =>
  change.kind === 'extra' ? 'change.extra' : change.wholeDay ? 'change.leave' : 'change.off';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Leave, hours off and extra hours, by their dates. */
export function ChangesEditor({ form, change, errorOf, today }: EditorProps & { today: string }) {
  const t = useHoursWords();
  const shared = useSharedWords();
  const { weekday } = useFormat();
  const { say } = useStatus();
  const put = (next: (changes: readonly Change[]) => readonly Change[]): void => change((now) => ({ ...now, changes: next(now.changes) }));
  const edit = (id: string, part: Partial<Leave> & Partial<Extract<Change, { kind: 'extra' }>>): void =>
    put((now) => now.map((one) => (one.id === id ? ({ ...one, ...part, kind: one.kind } as Change) : one)));
  const add = (made: Change, field: string): void => {
    put((now) => [...now, made]);
    requestAnimationFrame(() => document.getElementById(`${made.id}-${field}`)?.focus());
  };
  const addOff = (wholeDay: boolean): void => {
    const id = crypto.randomUUID();
    add({ id, kind: 'off', fromDate: '', toDate: '', wholeDay, from: '09:00', to: '13:00' }, 'fromDate');
  };
  const remove = (gone: Change, place: number): void => {
    put((now) => now.filter(({ id }) => id !== gone.id));
    say(t('stretch.removed'), { undo: () => put((now) => now.toSpliced(place, 0, gone)) });
    document.getElementById('add-leave')?.focus();
  };
  const dateLabel = (word: 'change.first' | 'change.last' | 'change.day', day: string): string =>
    DATE.test(day) ? `${t(word)} (${weekday(day)})` : t(word);

  return (
    <Card title={t('changes.title')}>
      {form.changes.length === 0 && <p className="mb-3 text-ink-2">{t('changes.none')}</p>}
      <ul className="change-list">
        {form.changes.map((one, place) => (
          <li key={one.id}>
            <fieldset className="stretch" aria-labelledby={`${one.id}-name`}>
              <p id={`${one.id}-name`} className="mb-2 font-semibold">
                {t(wordOf(one))}
              </p>
              {one.kind === 'off' ? (
                <div className="hours-fields">
                  <TextField
                    id={`${one.id}-fromDate`}
                    type="date"
                    label={dateLabel('change.first', one.fromDate)}
                    min={today}
                    value={one.fromDate}
                    onChange={(fromDate) =>
                      // Most leave is one day: the last day follows the first until it is said.
                      edit(one.id, {
                        fromDate,
                        ...((one.toDate === '' || one.toDate === one.fromDate || one.toDate < fromDate) && { toDate: fromDate }),
                      })
                    }
                    error={errorOf(`${one.id}-fromDate`)}
                  />
                  <TextField
                    id={`${one.id}-toDate`}
                    type="date"
                    label={dateLabel('change.last', one.toDate)}
                    min={one.fromDate || today}
                    value={one.toDate}
                    onChange={(toDate) => edit(one.id, { toDate })}
                    error={errorOf(`${one.id}-toDate`)}
                  />
                  {!one.wholeDay && (
                    <SpanFields id={one.id} from={one.from} to={one.to} onChange={(part) => edit(one.id, part)} errorOf={errorOf} />
                  )}
                </div>
              ) : (
                <div className="space-y-3">
                  <TextField
                    id={`${one.id}-date`}
                    type="date"
                    className="max-w-56"
                    label={dateLabel('change.day', one.date)}
                    min={today}
                    value={one.date}
                    onChange={(date) => edit(one.id, { date })}
                    error={errorOf(`${one.id}-date`)}
                  />
                  <HoursFieldset id={one.id} hours={one} onChange={(part) => edit(one.id, part)} errorOf={errorOf} />
                </div>
              )}
              <IconButton
                icon="trash"
                className="stretch-remove"
                label={`${shared('remove')}: ${t(wordOf(one))}`}
                onClick={() => remove(one, place)}
              />
            </fieldset>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button id="add-leave" kind="secondary" icon="plus" onClick={() => addOff(true)}>
          {t('changes.leave')}
        </Button>
        <Button kind="secondary" icon="plus" onClick={() => addOff(false)}>
          {t('changes.off')}
        </Button>
        <Button
          kind="secondary"
          icon="plus"
          onClick={() => add({ id: crypto.randomUUID(), kind: 'extra', date: '', ...NEW_HOURS }, 'date')}
        >
          {t('changes.extra')}
        </Button>
      </div>
    </Card>
  );
}
