import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';

import type { Session } from '../shared/auth/session.ts';

const getsPush = () => {
  try {
    return localStorage.getItem('arogya.push') !== null;
  } catch {
    // Storage is switched off; push cannot be on without it.
    return false;
  }
};

/** Where push is on in this browser: keeps it so for whoever is signed in, ends it for others, opens what is tapped. */
export function useTendedPush({ status, accountId }: Session): void {
  const navigate = useNavigate();
  const go = useRef(navigate);
  go.current = navigate;
  useEffect(() => {
    let stop: (() => void) | undefined;
    let over = false;
    const tend = () => {
      if (status === 'restoring' || !getsPush()) return stop?.();
      void import('../features/notifications/tend-push.ts')
        .then(({ tendPush }) => {
          stop?.();
          stop = over ? undefined : tendPush({ status, accountId, open: (...to) => go.current(...to) });
        })
        // Offline, or a new version is out: the worker shows what comes all the same.
        .catch(() => undefined);
    };
    tend();
    addEventListener('arogya:push', tend);
    return () => {
      over = true;
      removeEventListener('arogya:push', tend);
      stop?.();
    };
  }, [status, accountId]);
}
