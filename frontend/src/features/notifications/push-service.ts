import type { PushSubscriptionFields } from '../../../../functions/notifications/contract.ts';
import { loadConfig } from '../../app/config.ts';
import { keptSubscription } from './kept-subscription.ts';

/** This browser's subscription with a push service. */
export type PushService = {
  /** The address that it has now. */
  readonly endpoint: () => Promise<string | undefined>;
  /** `publicKey` is of our server (VAPID), base64url; a subscription with an older key is replaced. */
  readonly subscribe: (publicKey: string) => Promise<PushSubscriptionFields>;
  readonly end: () => Promise<void>;
  /** Hands over what comes by the page; nothing where the browser itself wakes the worker up. */
  readonly listen: () => () => void;
};

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const isSame = (left: ArrayBuffer | null, right: Uint8Array): boolean =>
  left !== null && left.byteLength === right.length && new Uint8Array(left).every((byte, index) => byte === right[index]);

/** Small and without a listener for `fetch`: nothing of the app goes through it. */
export const registerWorker = (): Promise<ServiceWorkerRegistration> =>
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(() => navigator.serviceWorker.ready);

/** The one of the browser's maker. */
const ofTheBrowser = (): PushService => {
  const current = async () => (await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription()) ?? undefined;
  return {
    endpoint: async () => (await current())?.endpoint,
    subscribe: async (publicKey) => {
      const { pushManager } = await registerWorker();
      const applicationServerKey = bytesOf(publicKey);
      const old = await pushManager.getSubscription();
      // A browser refuses a second subscription with another key.
      if (old && !isSame(old.options.applicationServerKey, applicationServerKey)) await old.unsubscribe();
      const { endpoint, keys } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })).toJSON();
      if (!endpoint || !keys?.p256dh || !keys.auth) throw new Error('The browser made a subscription without keys');
      return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
    },
    end: async () => void (await (await current())?.unsubscribe()),
    listen: () => () => undefined,
  };
};

/** The embedded cloud's, where no maker's push service can be reached: what comes is handed to the worker by the page. */
const ofTheLocalCloud = (url: string): PushService => {
  const kept = () => keptSubscription()?.endpoint;
  return {
    endpoint: async () => kept(),
    subscribe: async (applicationServerKey) => {
      await registerWorker();
      const response = await fetch(`${url}/subscriptions`, { method: 'POST', body: JSON.stringify({ applicationServerKey }) });
      if (!response.ok) throw new Error(`The push service answered ${response.status}`);
      return response.json();
    },
    end: async () => {
      const endpoint = kept();
      if (endpoint) await fetch(endpoint, { method: 'DELETE' });
    },
    listen: () => {
      const endpoint = kept();
      if (!endpoint) return () => undefined;
      const source = new EventSource(endpoint);
      source.onmessage = ({ data }) => void registerWorker().then(({ active }) => active?.postMessage({ type: 'push', payload: data }));
      return () => source.close();
    },
  };
};

export const pushService = async (): Promise<PushService> => {
  const { push } = await loadConfig();
  return push ? ofTheLocalCloud(push.local) : ofTheBrowser();
};
