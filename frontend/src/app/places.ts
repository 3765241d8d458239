import type { Session } from '../shared/auth/session.ts';
import type { IconName } from '../shared/ui/icons.ts';

export type Area = 'patient' | 'desk' | 'admin';
export type Place = {
  to: string;
  icon: IconName;
  word:
    | 'nav.home'
    | 'nav.visits'
    | 'nav.medicines'
    | 'nav.record'
    | 'nav.seen-by'
    | 'nav.inbox'
    | 'nav.me'
    | 'nav.today'
    | 'nav.notes'
    | 'nav.patients'
    | 'nav.doctors'
    | 'nav.schedule'
    | 'nav.hours'
    | 'nav.earnings';
  end?: boolean;
  /** Not in the bottom bar, which has room for four on a small phone: Today, or Home, leads there. */
  railOnly?: true;
};

/** What the rail and the bottom bar lead to. */
export const places: Record<Area, readonly Place[]> = {
  patient: [
    { to: '/home', icon: 'home', word: 'nav.home' },
    { to: '/doctors', icon: 'stethoscope', word: 'nav.doctors' },
    { to: '/medicines', icon: 'pill', word: 'nav.medicines' },
    { to: '/record', icon: 'report-medical', word: 'nav.record' },
    { to: '/visits', icon: 'calendar', word: 'nav.visits', railOnly: true },
    { to: '/inbox', icon: 'bell', word: 'nav.inbox', railOnly: true },
    { to: '/me/seen-by', icon: 'eye', word: 'nav.seen-by', railOnly: true },
    // On a phone it is at the top, beside the language.
    { to: '/me', icon: 'user', word: 'nav.me', end: true, railOnly: true },
  ],
  desk: [
    { to: '/desk', icon: 'calendar', word: 'nav.today', end: true },
    { to: '/desk/notes', icon: 'notes', word: 'nav.notes', railOnly: true },
    { to: '/desk/patients', icon: 'users', word: 'nav.patients' },
    { to: '/desk/schedule', icon: 'calendar-week', word: 'nav.schedule' },
    { to: '/desk/hours', icon: 'clock', word: 'nav.hours', railOnly: true },
    { to: '/desk/earnings', icon: 'rupee', word: 'nav.earnings', railOnly: true },
    { to: '/inbox', icon: 'bell', word: 'nav.inbox', railOnly: true },
    { to: '/me', icon: 'user', word: 'nav.me' },
  ],
  admin: [
    { to: '/admin/doctors', icon: 'id-card', word: 'nav.doctors' },
    { to: '/me', icon: 'user', word: 'nav.me' },
  ],
};

export const areaOf = ({ roles }: Session, pathname: string): Area =>
  roles.includes('admin')
    ? 'admin'
    : roles.includes('doctor') && !/^\/(home|visits|doctors|book|medicines|record)(\/|$)/.test(pathname)
      ? 'desk'
      : 'patient';

/** The place that an address belongs to: the one with the longest path of those that it begins with. */
export const placeOf = (pathname: string): Place | undefined =>
  Object.values(places)
    .flat()
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((left, right) => right.to.length - left.to.length)[0];
