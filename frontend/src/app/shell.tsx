import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';

import { useSession } from '../shared/auth/session.ts';
import { languages, useLanguage } from '../shared/i18n/language.ts';
import { useSharedWords } from '../shared/i18n/shared-words.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { NetBar } from '../shared/ui/net-bar.tsx';
import { StatusProvider } from '../shared/ui/status-line.tsx';
import { CrashBoundary } from './crash.tsx';
import { firstPathOf } from './landing-path.ts';
import { type Area, areaOf, type Place, places } from './places.ts';
import { useTendedPush } from './push.ts';
import { fetchNextDoor } from './screens.ts';
import { SessionEnded } from './session-ended.tsx';
import { Waiting } from './waiting.tsx';

// A number that is not there is no reason to stop: offline, or when a new version is out.
const Unread = lazy(() => import('../features/notifications/unread.tsx').catch(() => ({ default: () => null })));

const wide = matchMedia('(min-width: 64rem)');
const onWide = (listener: () => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};

function LanguageButton({ className = '' }: { className?: string }) {
  const t = useSharedWords();
  const { language, setLanguage } = useLanguage();
  const other = language === 'hi' ? 'en' : 'hi';
  return (
    <button
      type="button"
      className={`btn btn-quiet ${className}`}
      aria-label={t('language.change-to', { language: languages[other] })}
      onClick={() => setLanguage(other)}
    >
      <Icon name="language" />
      <span lang={other}>{languages[other]}</span>
    </button>
  );
}

function Rail({ area }: { area: Area }) {
  const t = useSharedWords();
  const { language, setLanguage } = useLanguage();
  const other = language === 'hi' ? 'en' : 'hi';
  return (
    <nav className="rail" aria-label={t('nav.main')}>
      <img src="/logo.svg" alt={t('brand')} className="rail-mark" width="40" height="40" />
      <ul>
        {places[area].map(({ to, icon, word, end }) => (
          <li key={to}>
            <NavLink to={to} end={end ?? false} className="rail-item">
              <Icon name={icon} size={24} />
              {t(word)}
              {to === '/inbox' && (
                <Suspense>
                  <Unread />
                </Suspense>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
      <span className="rail-space" />
      {area === 'desk' && (
        <button type="button" className="rail-item" onClick={() => dispatchEvent(new Event('arogya:shortcuts'))}>
          <Icon name="keyboard" size={24} />
          {t('nav.shortcuts')}
        </button>
      )}
      <button
        type="button"
        className="rail-item"
        aria-label={t('language.change-to', { language: languages[other] })}
        onClick={() => setLanguage(other)}
      >
        <Icon name="language" size={24} />
        <span lang={other}>{languages[other]}</span>
      </button>
      <a className="call-112" href="tel:112">
        <Icon name="phone" />
        {t('call-112')}
      </a>
    </nav>
  );
}

function TabBar({ area }: { area: Area }) {
  const t = useSharedWords();
  const tabs = places[area].filter(({ railOnly }) => !railOnly);
  const half = Math.ceil(tabs.length / 2);
  const tab = ({ to, icon, word, end }: Place) => (
    <li key={to}>
      <NavLink to={to} end={end ?? false} className="tab">
        <span className="tab-hold">
          <Icon name={icon} size={24} />
        </span>
        {t(word)}
      </NavLink>
    </li>
  );
  return (
    <nav className="tabbar" aria-label={t('nav.main')}>
      <ul>
        {tabs.slice(0, half).map(tab)}
        <li>
          <a className="tab tab-112" href="tel:112">
            <b aria-hidden="true">112</b> {t('call-112.short')}
            <span className="sr"> 112 {t('call-112.emergency')}</span>
          </a>
        </li>
        {tabs.slice(half).map(tab)}
      </ul>
    </nav>
  );
}

/** What is around every screen: top bar and bottom bar on a phone, a rail at a desk, the net bar, the status line. */
export function Shell() {
  const t = useSharedWords();
  const session = useSession();
  const { pathname } = useLocation();
  const isWide = useSyncExternalStore(
    onWide,
    () => wide.matches,
    () => false,
  );
  const inside = session.status === 'signed-in' || session.status === 'ended';
  const area = areaOf(session, pathname);
  const dense = isWide && inside && area !== 'patient';

  // Whoever comes back from the sign-in page is most often a patient; the next screens come while the code is exchanged.
  const nearlyInside = pathname === '/signed-in';
  useEffect(() => {
    if (inside || nearlyInside) fetchNextDoor(area);
  }, [inside, nearlyInside, area]);

  useTendedPush(session);

  useEffect(() => {
    if (dense) document.documentElement.dataset.density = 'desk';
    else delete document.documentElement.dataset.density;
  }, [dense]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen starts at its top
  useEffect(() => {
    scrollTo(0, 0);
  }, [pathname]);

  return (
    <StatusProvider>
      <a className="skip" href="#main">
        {t('skip-to-main')}
      </a>
      <div className={inside ? 'shell shell-railed' : 'shell shell-bare'}>
        {inside && <Rail area={area} />}
        <div className="shell-work">
          <header className="appbar">
            <Link to={inside ? firstPathOf(session) : '/'} className="appbar-name">
              <img src="/logo.svg" alt="" width="32" height="32" />
              {t('brand')}
            </Link>
            <LanguageButton />
            {inside && area !== 'admin' && (
              <Link to="/inbox" className="icon-btn relative">
                <Icon name="bell" size={24} />
                <span className="sr">{t('nav.inbox')}</span>
                <Suspense>
                  <Unread />
                </Suspense>
              </Link>
            )}
            {inside && area === 'patient' && (
              <Link to="/me" className="icon-btn" aria-label={t('nav.me')}>
                <Icon name="user" size={24} />
              </Link>
            )}
            {!inside && (
              <a className="call-112" href="tel:112" aria-label={t('call-112')}>
                <Icon name="phone" />
                112
              </a>
            )}
          </header>
          <NetBar />
          <main id="main" tabIndex={-1}>
            <CrashBoundary path={pathname} inMain>
              <Suspense key={pathname.split('/')[1]} fallback={<Waiting />}>
                <Outlet />
              </Suspense>
            </CrashBoundary>
          </main>
        </div>
        {inside && <TabBar area={area} />}
      </div>
      <SessionEnded />
    </StatusProvider>
  );
}
