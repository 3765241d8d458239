import type { ToPage } from '../../service-worker/push-worker.ts';
import { call } from '../../shared/api/client.ts';
import type { SessionStatus } from '../../shared/auth/session.ts';
import { keptSubscription } from './kept-subscription.ts';
import { pushService, registerWorker } from './push-service.ts';
import { tendingOf } from './push-states.ts';
import { permission, subscribeThisBrowser, unsubscribeThisBrowser } from './this-browser.ts';

type Tended = {
  readonly status: Exclude<SessionStatus, 'restoring'>;
  readonly accountId: string | undefined;
  readonly open: (path: string, options?: { replace: boolean }) => unknown;
};

/** Whoever opened it from the notification has read it; if that cannot be said now, the inbox shows it as new. */
const markRead = (notificationId: string): void =>
  void call('POST /notifications/{notificationId}/read', { params: { notificationId } }, { idempotencyKey: crypto.randomUUID() }).catch(
    () => undefined,
  );

async function tend({ status, accountId }: Pick<Tended, 'status' | 'accountId'>): Promise<void> {
  const kept = keptSubscription();
  if (!kept) return;
  const endpoint = await (await pushService()).endpoint();
  switch (tendingOf({ status, accountId, kept, permission: permission(), endpoint })) {
    case 'end':
      return unsubscribeThisBrowser({ tell: false });
    case 'end-and-tell':
      return unsubscribeThisBrowser({ tell: true });
    case 'renew':
      return subscribeThisBrowser(kept.accountId);
    case 'keep':
      return void (await registerWorker());
    case 'leave':
  }
}

/** Begins to look after push in this page; answers with what ends that. */
export function tendPush({ status, accountId, open }: Tended): () => void {
  let stopListening: (() => void) | undefined;
  let over = false;
  const mayRead = status === 'signed-in';

  const heard = ({ data, ports }: MessageEvent<ToPage>) => {
    if (data?.type === 'subscription-changed') void tend({ status, accountId }).catch(() => undefined);
    if (data?.type !== 'open') return;
    ports[0]?.postMessage('here');
    if (mayRead) markRead(data.tag);
    open(data.path);
  };
  navigator.serviceWorker?.addEventListener('message', heard);

  // A new page that the worker opened says of which notification.
  const url = new URL(location.href);
  const notice = url.searchParams.get('notice');
  if (notice && mayRead) {
    markRead(notice);
    url.searchParams.delete('notice');
    open(`${url.pathname}${url.search}${url.hash}`, { replace: true });
  }

  void tend({ status, accountId })
    .then(() => pushService())
    .then((service) => {
      if (!over && status !== 'signed-out') stopListening = service.listen();
    })
    // Nobody answers now: it is looked after when the app is opened next.
    .catch(() => undefined);

  return () => {
    over = true;
    navigator.serviceWorker?.removeEventListener('message', heard);
    stopListening?.();
  };
}
