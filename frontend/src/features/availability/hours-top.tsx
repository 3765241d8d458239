import { Link, NavLink } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useHoursWords } from './hours-words.ts';

const places = [
  { to: '/desk/hours', word: 'tabs.hours' },
  { to: '/desk/hours/practice', word: 'tabs.practice' },
] as const;

/** The two halves of being booked, and whether anything is missing for patients to find the doctor. */
export function HoursTop() {
  const t = useHoursWords();
  const { accountId = '' } = useSession();
  const hours = useQuery('GET /me/availability', {});
  const practice = useQuery('GET /me/practice', {});
  const hasHours = hours.data && (hours.data.weekly.length > 0 || hours.data.exceptions.some(({ kind }) => kind === 'extra'));
  const hasPractice = practice.data && practice.data.revision > 0;
  const needs = [
    { to: '/desk/hours', word: 'missing.hours', there: hasHours },
    { to: '/desk/hours/practice', word: 'missing.practice', there: hasPractice },
  ] as const;
  const known = hours.data !== undefined && practice.data !== undefined;
  return (
    <>
      <nav aria-label={t('tabs.title')} className="hours-tabs">
        {places.map(({ to, word }) => (
          <NavLink key={to} to={to} end className="hours-tab">
            {t(word)}
          </NavLink>
        ))}
      </nav>
      {known &&
        (hasHours && hasPractice ? (
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
            <Icon name="check" className="text-ok" />
            {t('listed.title')}
            <Link to={`/doctors/${encodeURIComponent(accountId)}`} className="link py-2 desk:py-0">
              {t('listed.see')}
            </Link>
          </p>
        ) : (
          <Note kind="warn" title={t('missing.title')}>
            <p>{t('missing.text')}</p>
            <ul>
              {needs.map(({ to, word, there }) => (
                <li key={to} className="flex items-center gap-2 py-1">
                  <Icon name={there ? 'check' : 'x'} size={16} label={t(there ? 'missing.done' : 'missing.todo')} />
                  {there ? (
                    t(word)
                  ) : (
                    <Link className="link py-2 desk:py-0" to={to}>
                      {t(word)}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </Note>
        ))}
    </>
  );
}
