import { useLocation } from 'react-router';

import { useSession } from '../shared/auth/session.ts';
import { useSharedWords } from '../shared/i18n/shared-words.ts';
import { Skeleton } from '../shared/ui/surfaces.tsx';
import { placeOf } from './places.ts';

/** A screen that is on its way: its name at once, its shape a moment later. */
export function Waiting() {
  const t = useSharedWords();
  const { pathname } = useLocation();
  const { name } = useSession();
  const called = name?.split(' ')[0];
  const place = placeOf(pathname);
  const heading = place?.word === 'nav.home' ? (called ? t('hello', { name: called }) : t('hello.plain')) : t(place?.word ?? 'loading');
  return (
    <div className={`shell-main space-y-4 ${/^\/(desk|admin)/.test(pathname) ? 'shell-main-wide' : ''}`}>
      {!/^\/(start)?$/.test(pathname) && <h1>{heading}</h1>}
      <Skeleton cards={2} />
    </div>
  );
}
