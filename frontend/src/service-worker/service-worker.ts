import { createPushWorker, type World } from './push-worker.ts';

/** TypeScript's types of a window and of a worker cannot be had in one program: these are the events that are used here. */
type WorkerEvent = {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly data?: { readonly text: () => string } | null;
  readonly notification?: Parameters<ReturnType<typeof createPushWorker>['tapped']>[0];
  readonly action?: string;
};
type Worker = Omit<World, 'fetch' | 'wait' | 'clients'> & {
  readonly clients: World['clients'] & { readonly claim: () => Promise<void> };
  readonly skipWaiting: () => Promise<void>;
  readonly addEventListener: (type: string, listener: (event: WorkerEvent) => void) => void;
};

/**
 * Push, and nothing else: it answers no fetch and keeps no reply. Served as /sw.js; it is registered once a person has
 * turned push on in this browser.
 */
const worker = self as unknown as Worker;
const { pushed, tapped, subscriptionChanged } = createPushWorker({
  registration: worker.registration,
  clients: worker.clients,
  fetch: (url, init) => fetch(url, init),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  language: navigator.language.startsWith('hi') ? 'hi' : 'en',
});

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('push', (event) => event.waitUntil(pushed(event.data?.text() ?? '')));
worker.addEventListener('notificationclick', (event) => {
  if (event.notification) event.waitUntil(tapped(event.notification, event.action));
});
worker.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(subscriptionChanged(event as Parameters<typeof subscriptionChanged>[0])),
);
// The embedded cloud's pushes come by the page, because no maker's push service can be reached from there.
worker.addEventListener('message', (event) => {
  const said = event.data as unknown as { readonly type?: string; readonly payload?: string };
  if (said?.type === 'push') event.waitUntil(pushed(said.payload ?? ''));
});
