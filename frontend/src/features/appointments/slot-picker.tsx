import { useEffect, useId, useRef, useState } from 'react';

import type { Mode } from '../../../../functions/directory/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { dayAfter, indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Age, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useNow } from './clock.ts';
import { modeIcons, modes } from './modes.ts';
import { daysOfWeek, LAST_WEEK, nextDayWithTimes, partsOfDay, slotsByDay, WEEK, weekWith } from './slot-days.ts';
import { useSlotWords } from './slot-picker-words.ts';

const MINUTE = 60_000;
/** Times go fast: what is shown is at most this old when somebody looks at it again (milliseconds). */
const STALE = 20_000;
/** Days that are asked for beyond the two weeks at hand when those are empty. */
const FURTHER_DAYS = 31;

export type ChosenTime = { readonly startsAt: string; readonly mode: Mode };

/**
 * A day, then a time, as radios (UI.md 5b). A tap, Space or Enter on a day moves the focus to its times; arrows only go
 * from day to day.
 */
export function SlotPicker({
  doctorId,
  nextFreeAt,
  chosen,
  wantedMode,
  onChoose,
}: {
  doctorId: string;
  /** Where to open, when nothing is chosen. */
  nextFreeAt?: string | undefined;
  chosen: ChosenTime | undefined;
  wantedMode?: Mode | undefined;
  onChoose: (time: ChosenTime | undefined) => void;
}) {
  const t = useSlotWords();
  const shared = useSharedWords();
  const { date, weekday, spokenDay, time } = useFormat();
  const now = useNow(MINUTE);
  const today = indianDay(now);
  const names = { day: useId(), time: useId(), part: useId() };
  const [first, setFirst] = useState(() => weekWith(indianDay(chosen?.startsAt ?? nextFreeAt ?? now), today));
  const [pickedDay, setPickedDay] = useState<string>();
  const [pickedMode, setPickedMode] = useState(chosen?.mode ?? wantedMode);
  const byArrow = useRef(false);
  const focusTimes = useRef(false);
  const times = useRef<HTMLDivElement>(null);

  const ask = (from: string, count: number) => ({ params: { doctorId }, query: { from, to: dayAfter(from, count - 1) } });
  const slots = useQuery('GET /doctors/{doctorId}/slots', ask(first, 2 * WEEK), { staleTime: STALE });
  const offered = modes.filter((mode) => slots.data?.some((slot) => slot.modes.includes(mode)));
  const mode = pickedMode && (offered.length === 0 || offered.includes(pickedMode)) ? pickedMode : slots.data?.[0]?.modes[0];
  const byDay = slotsByDay(slots.data ?? [], mode, now);
  const further = useQuery('GET /doctors/{doctorId}/slots', ask(dayAfter(first, 2 * WEEK), FURTHER_DAYS), {
    staleTime: STALE,
    enabled: slots.data !== undefined && byDay.size === 0,
  });
  const week = daysOfWeek(first);
  const chosenDay = chosen && indianDay(chosen.startsAt);
  const day =
    [pickedDay, chosenDay].find((each) => each !== undefined && week.includes(each)) ?? week.find((each) => byDay.has(each)) ?? first;
  const ofDay = byDay.get(day) ?? [];
  const nextDay = nextDayWithTimes(byDay, day) ?? nextDayWithTimes(slotsByDay(further.data ?? [], mode, now), day);
  const locations = [...new Set(ofDay.map(({ location }) => location))];

  const toTimes = () => {
    if (!focusTimes.current || slots.data === undefined) return;
    const target = times.current?.querySelector<HTMLElement>('input, [tabindex]');
    if (!target) return;
    focusTimes.current = false;
    target.focus();
  };
  useEffect(toTimes);

  const show = (next: string) => {
    setPickedDay(next);
    setFirst(weekWith(next, today));
    if (chosenDay !== undefined && chosenDay !== next) onChoose(undefined);
  };
  const goTo = (next: string) => {
    focusTimes.current = true;
    // A day that is shown already draws nothing anew.
    if (next === day) toTimes();
    show(next);
  };
  const move = (weeks: number) => {
    const next = dayAfter(first, weeks * WEEK);
    if (next < today || next > dayAfter(today, LAST_WEEK * WEEK)) return;
    setFirst(next);
    setPickedDay(undefined);
  };
  const choose = (startsAt: string) => mode && onChoose({ startsAt, mode });

  return (
    <div className="space-y-5">
      {offered.length > 1 && mode && (
        <ChoiceChips<Mode>
          label={t('mode')}
          options={offered.map((value) => ({ value, label: shared(`mode.${value}`), icon: modeIcons[value] }))}
          value={mode}
          onChange={(next) => {
            setPickedMode(next);
            if (chosen) onChoose(undefined);
          }}
        />
      )}
      <fieldset
        className="field"
        onPointerDown={() => {
          byArrow.current = false;
        }}
        onKeyDown={(event) => {
          byArrow.current = event.key.startsWith('Arrow');
          if (event.key !== 'Enter' && event.key !== ' ') return;
          if (!(event.target instanceof HTMLInputElement)) return;
          event.preventDefault();
          goTo(event.target.value);
        }}
      >
        <legend className="label">{t('days')}</legend>
        <div className="flex items-center gap-1">
          <IconButton
            icon="chevron-left"
            label={t('days.earlier')}
            aria-disabled={first <= today || undefined}
            className={`-ml-3 ${first <= today ? 'opacity-40' : ''}`}
            onClick={() => move(-1)}
          />
          <p role="status" className="text-sm text-ink-2">
            {t('days.range', { from: date(first, 'no-year'), to: date(dayAfter(first, WEEK - 1), 'no-year') })}
          </p>
          <IconButton icon="chevron-right" label={t('days.later')} className="-mr-3 ml-auto" onClick={() => move(1)} />
        </div>
        <div className="grid grid-cols-4 gap-2 desk:grid-cols-7">
          {week.map((each) => {
            const count = byDay.get(each)?.length ?? 0;
            return (
              <label
                key={each}
                className={`chip flex-col justify-center gap-0 rounded-md px-1 py-2 text-center leading-snug ${count === 0 ? 'border-dashed' : ''}`}
              >
                <input
                  type="radio"
                  name={names.day}
                  value={each}
                  checked={day === each}
                  onChange={() => (byArrow.current ? show(each) : goTo(each))}
                  // A day that is checked already still leads to its times.
                  onClick={() => {
                    if (!byArrow.current && day === each) goTo(each);
                  }}
                />
                <span className="text-sm font-normal">{weekday(each)}</span>
                <span className="text-lg text-ink">
                  {Number(each.slice(8))}
                  <span className="sr"> {spokenDay(each).split(' ').at(-1)},</span>
                </span>
                <span className="text-xs font-normal">
                  {slots.data ? count === 0 ? t('day.none') : t('day.times', { count }) : <span aria-hidden="true">…</span>}
                </span>
              </label>
            );
          })}
        </div>
      </fieldset>

      <div ref={times}>
        {slots.error && !slots.data && <ErrorNotice failure={slots.error} onRetry={() => slots.refetch()} />}
        {slots.isPending && (slots.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton lines={4} />)}
        {slots.data && ofDay.length === 0 && (
          <div className="space-y-3">
            <p tabIndex={-1} className="focus-by-script">
              {t('none.day', { day: date(day) })} {offered.length > 1 && t('none.other-mode')}
            </p>
            {nextDay ? (
              <Button kind="secondary" icon="calendar" onClick={() => goTo(nextDay)}>
                {t('none.next', { day: date(nextDay) })}
              </Button>
            ) : (
              !(further.isPending && further.fetchStatus === 'fetching') && <p className="text-ink-2">{t('none.at-all')}</p>
            )}
          </div>
        )}
        {ofDay.length > 0 && (
          <fieldset className="field space-y-4">
            <legend className="label mb-2">{t('times', { day: date(day) })}</legend>
            {locations.length === 1 && locations[0] && mode === 'in-person' && (
              <p className="text-sm text-ink-2">{t('location', { location: locations[0] })}</p>
            )}
            {partsOfDay(ofDay).map(({ part, slots: ofPart }) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a fieldset is read twice by some screen readers
              <div key={part} role="group" aria-labelledby={`${names.part}-${part}`}>
                <p id={`${names.part}-${part}`} className="text-sm font-semibold text-ink-2">
                  {t(`part.${part}`)}
                </p>
                <div className="chips">
                  {ofPart.map(({ startsAt, location }) => (
                    <label key={startsAt} className="chip">
                      <input
                        type="radio"
                        name={names.time}
                        value={startsAt}
                        aria-label={`${time(startsAt)}, ${spokenDay(day)}`}
                        checked={chosen?.startsAt === startsAt}
                        onChange={() => choose(startsAt)}
                      />
                      <Icon name="check" size={16} className="tick" />
                      <span>
                        {time(startsAt)}
                        {locations.length > 1 && location && mode === 'in-person' && (
                          <span className="block text-xs font-normal">{t('location', { location })}</span>
                        )}
                      </span>
                    </label>
                  ))}
                </div>
              </div>
            ))}
          </fieldset>
        )}
        <Age at={slots.dataUpdatedAt} failed={Boolean(slots.data) && (slots.isRefetchError || slots.fetchStatus === 'paused')} />
      </div>
    </div>
  );
}
