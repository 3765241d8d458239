import { Link } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Chevron } from '../../shared/ui/page.tsx';
import { useNow } from '../appointments/clock.ts';
import { useLostFocus } from '../appointments/use-lost-focus.ts';
import { groupsOf, nextOf } from './dose-list.ts';
import { DoseRow } from './dose-row.tsx';
import { DayProgress } from './dose-status.tsx';
import { useMedicineWords } from './medicines-words.ts';
import { useZone } from './use-zone.ts';

const LOOK = 20_000;

/** What to take now or next, on the first page; without medicines, the way to the first one. */
export function NextDose() {
  const t = useMedicineWords();
  const now = useNow(LOOK);
  const { zone } = useZone();
  const doses = useQuery('GET /doses', {}, { staleTime: LOOK });
  const reminders = useQuery('GET /reminders', { query: { show: 'all' } }, { staleTime: LOOK });
  const lostFocus = useLostFocus(() => document.getElementById('next-dose'));
  if (doses.error && !doses.data) return <ErrorNotice failure={doses.error} onRetry={() => doses.refetch()} />;
  if (!doses.data || !reminders.data) return null;
  if (reminders.data.length === 0)
    return (
      <Link to="/medicines/add" className="card row-link">
        <span>
          <span className="block font-semibold">{t('empty.title')}</span>
          <span className="block text-sm text-ink-2">{t('empty.text')}</span>
        </span>
        <Chevron />
      </Link>
    );
  const next = nextOf(doses.data, now);
  // What was just answered stays, so that it can be taken back where it was answered.
  const [fresh] = groupsOf(doses.data, now).fresh.toSorted((one, other) => (other.answeredAt ?? '').localeCompare(one.answeredAt ?? ''));
  if (!next && !fresh) return null;
  return (
    <section className="card overflow-hidden" aria-labelledby="next-dose" {...lostFocus}>
      <h2 id="next-dose" tabIndex={-1} className="px-4 pt-3 text-base text-ink-2">
        {t('home.next')}
      </h2>
      <ul className="divide-y divide-line">
        {[next, fresh]
          .filter((dose) => dose !== undefined)
          .map((dose) => (
            <DoseRow
              key={dose.doseId}
              dose={dose}
              zone={reminders.data.find(({ reminderId }) => reminderId === dose.reminderId)?.zone ?? zone}
              now={now}
            />
          ))}
      </ul>
      <Link to="/medicines" className="row-link border-t border-line text-brand">
        <DayProgress doses={doses.data} now={now} />
        <Chevron />
      </Link>
    </section>
  );
}
