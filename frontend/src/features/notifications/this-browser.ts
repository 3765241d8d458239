import { useEffect, useState } from 'react';

import { loadConfig } from '../../app/config.ts';
import { call } from '../../shared/api/client.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useSession } from '../../shared/auth/session.ts';
import { keepSubscription, keptSubscription } from './kept-subscription.ts';
import { pushService } from './push-service.ts';
import { type PushState, pushStateOf } from './push-states.ts';

/** The permission that this browser has given to Arogya. */
export const permission = (): NotificationPermission => (typeof Notification === 'undefined' ? 'denied' : Notification.permission);

/** Subscribes, without asking anybody, and tells the API. */
export async function subscribeThisBrowser(accountId: string): Promise<void> {
  const service = await pushService();
  const { publicKey } = await call('GET /push-key', {});
  const body = await service.subscribe(publicKey);
  const { subscriptionId } = await call('POST /push-subscriptions', { body }, { idempotencyKey: crypto.randomUUID() });
  keepSubscription({ accountId, subscriptionId, endpoint: body.endpoint });
  // The shell begins to tend it: see app/push.ts.
  dispatchEvent(new Event('arogya:push'));
}

/** Ends it with the push service, and on this device. Without `tell` the API learns it from the next push, which is answered 410. */
export async function unsubscribeThisBrowser({ tell }: { tell: boolean }): Promise<void> {
  const kept = keptSubscription();
  if (tell && kept)
    await call('DELETE /push-subscriptions/{subscriptionId}', { params: { subscriptionId: kept.subscriptionId } }).catch((error) => {
      if (!isFailure(error, 'not-found')) throw error;
    });
  await (await pushService()).end();
  keepSubscription(undefined);
  dispatchEvent(new Event('arogya:push'));
}

const stateNow = async (accountId: string | undefined): Promise<PushState> => {
  const { push } = await loadConfig();
  const { standalone } = navigator as { standalone?: boolean };
  const isAble =
    'serviceWorker' in navigator && typeof Notification !== 'undefined' && (push !== undefined || typeof PushManager !== 'undefined');
  return pushStateOf({ isAble, standalone, permission: permission(), kept: keptSubscription(), accountId });
};

/** How push stands in this browser, and how to turn it on and off. */
export function useThisBrowser() {
  const { accountId } = useSession();
  const [state, setState] = useState<PushState>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let over = false;
    const look = () =>
      void stateNow(accountId)
        .then((next) => !over && setState(next))
        .catch(() => undefined);
    look();
    // The permission may have been changed in the browser's settings meanwhile.
    document.addEventListener('visibilitychange', look);
    addEventListener('arogya:push', look);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', look);
      removeEventListener('arogya:push', look);
    };
  }, [accountId]);

  /** Answers with how it stands then. */
  const during = async (work: () => Promise<void>): Promise<PushState | undefined> => {
    setBusy(true);
    setFailed(false);
    await work().catch(() => setFailed(true));
    const next = await stateNow(accountId).catch(() => state);
    setState(next);
    setBusy(false);
    return next;
  };

  return {
    state,
    busy,
    failed,
    /** Asks the browser's own question first, which it shows only in answer to a tap. */
    turnOn: () =>
      during(async () => {
        if ((await Notification.requestPermission()) === 'granted' && accountId) await subscribeThisBrowser(accountId);
      }),
    turnOff: () => during(() => unsubscribeThisBrowser({ tell: true })),
  };
}
