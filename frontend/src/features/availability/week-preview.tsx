import { Link } from 'react-router';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { dayAfter, indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Card, Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { appointmentPath } from '../appointments/desk-row.tsx';
import { minuteOfDay } from '../appointments/india-clock.ts';
import type { HoursBody } from './hours-form.ts';
import { useHoursWords } from './hours-words.ts';
import { outsideHours, timesOn } from './open-hours.ts';

const DAYS = [0, 1, 2, 3, 4, 5, 6];
/** Outside visits that are named; of more, how many there are. */
const NAMED = 10;

/** What patients could book in the next seven days, with what is booked already, which no change moves. */
export function WeekPreview({ hours, booked, now }: { hours: HoursBody; booked: readonly AppointmentSummary[] | undefined; now: number }) {
  const t = useHoursWords();
  const { date, time, number } = useFormat();
  const today = indianDay(now);
  const outside = new Set(outsideHours(hours, booked ?? []).map(({ appointmentId }) => appointmentId));
  return (
    <Card title={t('preview.title')}>
      <p className="-mt-2 mb-3 text-sm text-ink-2">{t('preview.text')}</p>
      {booked === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <table className="preview-table">
          <thead>
            <tr>
              <th scope="col">{t('preview.day')}</th>
              <th scope="col">{t('preview.times')}</th>
              <th scope="col">{t('preview.booked')}</th>
            </tr>
          </thead>
          <tbody>
            {DAYS.map((ahead) => {
              const day = dayAfter(today, ahead);
              const times = timesOn(hours, day, ahead === 0 ? minuteOfDay(new Date(now).toISOString()) : 0);
              const visits = booked.filter(({ startsAt }) => indianDay(startsAt) === day);
              return (
                <tr key={day}>
                  <th scope="row">{date(day, 'no-year')}</th>
                  <td className={times === 0 ? 'text-ink-3' : undefined}>{times === 0 ? t('preview.closed') : number(times)}</td>
                  <td>
                    {visits.length === 0 && <span className="text-ink-3">{t('preview.none')}</span>}
                    <ul>
                      {visits.map(({ appointmentId, startsAt, patient }) => (
                        <li key={appointmentId}>
                          <Link to={appointmentPath(appointmentId)} className="preview-visit">
                            {outside.has(appointmentId) ? (
                              <Icon name="alert-triangle" size={16} className="text-warn" label={t('preview.outside')} />
                            ) : (
                              <Icon name="lock" size={16} label={t('preview.locked')} />
                            )}
                            <span>
                              {time(startsAt)} {patient.name}
                            </span>
                          </Link>
                        </li>
                      ))}
                    </ul>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Card>
  );
}

/** Before saving: which booked visits the new hours leave out. */
export function OutsideVisits({ hours, booked }: { hours: HoursBody; booked: readonly AppointmentSummary[] | undefined }) {
  const t = useHoursWords();
  const { dateTime } = useFormat();
  const outside = outsideHours(hours, booked ?? []);
  return (
    <div role="status">
      {outside.length > 0 && (
        <Note kind="warn" title={t('outside.title', { count: outside.length })}>
          <p>{t('outside.text')}</p>
          <ul>
            {outside.slice(0, NAMED).map(({ appointmentId, startsAt, patient }) => (
              <li key={appointmentId}>
                <Link className="link inline-block py-2 desk:py-0.5" to={appointmentPath(appointmentId)}>
                  {dateTime(startsAt)}, {patient.name}
                </Link>
              </li>
            ))}
          </ul>
          {outside.length > NAMED && <p>{t('outside.more', { count: outside.length - NAMED })}</p>}
        </Note>
      )}
    </div>
  );
}
