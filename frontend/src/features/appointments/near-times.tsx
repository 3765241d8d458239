import { useId } from 'react';

import type { Mode } from '../../../../functions/directory/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { dayAfter, indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useBookingWords } from './booking-words.ts';
import { timesNear } from './slot-days.ts';

/** Days that are looked through for another time, the wanted one first. */
const DAYS = 7;
/** Times that are offered at once. */
const SHOWN = 6;

export const refusals = { 'slot-taken': 'taken', 'slot-not-offered': 'not-offered', 'too-short-notice': 'too-soon' } as const;
export type Refusal = keyof typeof refusals;

/** "Someone just took 9:20 am. 9:40 am is free.", with the next times right there. */
export function NearTimes({
  refusal,
  doctorId,
  startsAt,
  mode,
  onChoose,
}: {
  refusal: Refusal;
  doctorId: string;
  startsAt: string;
  mode: Mode;
  onChoose: (startsAt: string) => void;
}) {
  const t = useBookingWords();
  const { time, date, spokenDay } = useFormat();
  const label = useId();
  const [, from = indianDay()] = [indianDay(startsAt), indianDay()].toSorted();
  // Asked anew: what was read before still holds the time that is gone.
  const slots = useQuery(
    'GET /doctors/{doctorId}/slots',
    { params: { doctorId }, query: { from, to: dayAfter(from, DAYS - 1) } },
    { staleTime: 0 },
  );
  const fresh = slots.isFetchedAfterMount ? slots.data : undefined;
  const near = timesNear(fresh?.filter((slot) => slot.modes.includes(mode)) ?? [], startsAt, SHOWN);
  const onThatDay = (at: string) => indianDay(at) === indianDay(startsAt);
  const text = (at: string) => (onThatDay(at) ? time(at) : `${time(at)}, ${date(indianDay(at), 'no-year')}`);
  const first = near.find((slot) => slot.startsAt > startsAt) ?? near[0];
  const word = refusals[refusal];
  return (
    <div role="alert">
      <Note
        kind="warn"
        title={
          first ? t(`${word}.next`, { time: time(startsAt), next: text(first.startsAt) }) : t(`${word}.title`, { time: time(startsAt) })
        }
      >
        {fresh === undefined && !slots.error && <Skeleton lines={2} />}
        {near.length > 0 ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and these are buttons
          <div role="group" aria-labelledby={label}>
            <p id={label}>{t('near.kept')}</p>
            <div className="chips">
              {near.map((slot) => (
                <Button
                  key={slot.startsAt}
                  kind="secondary"
                  aria-label={onThatDay(slot.startsAt) ? `${time(slot.startsAt)}, ${spokenDay(indianDay(slot.startsAt))}` : undefined}
                  onClick={() => onChoose(slot.startsAt)}
                >
                  {text(slot.startsAt)}
                </Button>
              ))}
            </div>
          </div>
        ) : (
          fresh && <p>{t('near.none')}</p>
        )}
        <p className="pt-2">
          <ButtonLink kind="secondary" to={`/doctors/${encodeURIComponent(doctorId)}?mode=${mode}`}>
            {t('near.more')}
          </ButtonLink>
        </p>
      </Note>
    </div>
  );
}
