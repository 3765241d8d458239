import { useMutationState } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { useSharedWords } from '../i18n/shared-words.ts';
import { Icon } from './icon.tsx';

const subscribe = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

export const useOnline = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );

/** Grey, not red: being offline is no emergency. */
export function NetBar() {
  const t = useSharedWords();
  const online = useOnline();
  const waiting = useMutationState({ filters: { status: 'pending', predicate: (mutation) => mutation.state.isPaused } }).length;
  return (
    <div role="status">
      {!online && (
        <div className="net-bar">
          <Icon name="wifi-off" />
          <p>
            <b>{t('net.offline')}</b> {waiting > 0 ? t('net.waiting', { count: waiting }) : t('net.kept')}
          </p>
        </div>
      )}
    </div>
  );
}
