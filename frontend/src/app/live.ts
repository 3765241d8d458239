import type { QueryClient } from '@tanstack/react-query';

import { currentSession, onSessionChange } from '../shared/auth/session.ts';

/** While a person is signed in their screens follow what changes elsewhere. Fetched when the browser has nothing better to do. */
export function keepScreensLive(queryClient: QueryClient): void {
  let followed: string | undefined;
  let stop: (() => void) | undefined;
  const look = () => {
    const { status, realm, accountId } = currentSession();
    const wanted = status === 'signed-in' && realm === 'people' ? accountId : undefined;
    if (wanted === followed) return;
    stop?.();
    stop = undefined;
    followed = wanted;
    if (wanted === undefined) return;
    const begin = () =>
      import('../shared/live/follow.ts')
        .then(({ followChanges }) => {
          if (followed === wanted) stop ??= followChanges(queryClient);
        })
        // Offline, or a new version is out: the screens look again by themselves.
        .catch(() => undefined);
    setTimeout(() => void begin(), 1_000);
  };
  onSessionChange(look);
  look();
}
