import { type PushPayload, payloadOf } from './payload.ts';
import { words } from './words.ts';

/** `NotificationOptions` of the DOM's types lack what only a worker may give. */
export type Shown = NotificationOptions & {
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
  readonly data: Kept;
};
/** What a shown notification keeps for the tap on it; the worker itself has long been stopped by then. */
type Kept = Pick<PushPayload, 'path' | 'tag' | 'language' | 'token'>;

export type Page = {
  readonly visibilityState?: string;
  readonly focus: () => Promise<unknown>;
  readonly postMessage: (message: ToPage, transfer: Transferable[]) => void;
};
/** What pages are told. `open` is answered by the port that comes with it, so that the worker knows that somebody listens. */
export type ToPage = { readonly type: 'open'; readonly path: string; readonly tag: string } | { readonly type: 'subscription-changed' };

/** The parts of a service worker's world that are used. */
export type World = {
  readonly registration: {
    readonly showNotification: (title: string, options: Shown) => Promise<void>;
    readonly pushManager: { readonly subscribe: (options: PushSubscriptionOptionsInit) => Promise<unknown> };
  };
  readonly clients: {
    readonly matchAll: (options: { type: 'window'; includeUncontrolled: true }) => Promise<readonly Page[]>;
    readonly openWindow: (path: string) => Promise<unknown>;
  };
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** The browser's, for a push that says no language. */
  readonly language: 'en' | 'hi';
};

/** A browser gives a worker about half a minute after a push or a tap. */
const TRY_AGAIN_AFTER = [1_000, 3_000, 9_000];
/** A page that does not say so within this time does not listen. */
const PAGE_ANSWERS_WITHIN = 2_000;

const isAnswer = (action: string | undefined): action is 'take' | 'snooze' => action === 'take' || action === 'snooze';

/** What the service worker does: shows a push and says so to the API, sends the answer that was tapped, opens the page. */
export function createPushWorker({ registration, clients, fetch, wait, language: ownLanguage }: World) {
  let apiUrl: string | undefined;

  /** Nothing if nobody answered, or only by a failure that may pass. `tries` tells whether an earlier one may have arrived. */
  const post = async (path: string, body: object): Promise<{ response?: Response; tries: number }> => {
    for (let tries = 1; ; tries += 1) {
      try {
        apiUrl ??= ((await (await fetch('/config.json')).json()) as { apiUrl: string }).apiUrl;
        const response = await fetch(`${apiUrl}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          credentials: 'omit',
          cache: 'no-store',
        });
        if (response.status < 500 && response.status !== 429) return { response, tries };
      } catch {
        // No network, or a reply that broke off: the next try may get through.
      }
      const pause = TRY_AGAIN_AFTER[tries - 1];
      if (pause === undefined) return { tries };
      await wait(pause);
    }
  };

  const show = (
    title: string,
    { body, actions, urgent, ...kept }: Kept & { body: string; actions?: Shown['actions']; urgent: boolean },
    replaces = kept.tag,
  ) =>
    registration.showNotification(title, {
      body,
      tag: replaces,
      lang: kept.language,
      icon: '/icon-192.png',
      badge: '/badge-96.png',
      // A medicine stays on the screen until somebody has seen it.
      requireInteraction: urgent,
      ...(actions ? { actions } : {}),
      data: kept,
    });

  const answer = async ({ path, tag, language, token }: Kept, given: 'take' | 'snooze') => {
    const { response, tries } = await post('/dose-answers', { token, answer: given });
    if (response?.ok) return;
    const failure = (await response?.json().catch(() => undefined)) as { error?: { code?: string } } | undefined;
    const code = failure?.error?.code;
    // A try whose reply was lost has answered the dose: it is the person's own answer.
    if (code === 'dose-answered' && tries > 1) return;
    const why = code === 'dose-answered' ? 'answered' : code === 'not-found' || code === 'too-late' ? 'too-late' : 'not-reached';
    const { title, body } = words[language][why];
    await show(title, { body, path, tag, language, urgent: true }, `${tag}.answer`);
  };

  /** In a page that is open, without loading it again; else in a new one. */
  const open = async ({ path, tag }: Pick<Kept, 'path' | 'tag'>) => {
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
    const page = pages.find(({ visibilityState }) => visibilityState === 'visible') ?? pages[0];
    if (page) {
      // Refused where the tap is too long ago; the page may be in front all the same.
      await page.focus().catch(() => undefined);
      const { port1, port2 } = new MessageChannel();
      const listens = new Promise<boolean>((resolve) => {
        port1.onmessage = () => resolve(true);
      });
      page.postMessage({ type: 'open', path, tag }, [port2]);
      const listened = await Promise.race([listens, wait(PAGE_ANSWERS_WITHIN).then(() => false)]);
      port1.close();
      if (listened) return;
    }
    const url = new URL(path, 'https://arogya.invalid');
    url.searchParams.set('notice', tag);
    await clients.openWindow(`${url.pathname}${url.search}${url.hash}`);
  };

  return {
    /** A browser that shows nothing for a push shows a line of its own, and soon lets us push no more. */
    async pushed(text: string): Promise<void> {
      const payload = payloadOf(text);
      if (!payload) {
        const { title, body } = words[ownLanguage].unknown;
        return show(title, { body, path: '/inbox', language: ownLanguage, tag: 'unknown', urgent: false });
      }
      const { title, body, path, tag, language, urgent, answers, token } = payload;
      const { take, snooze } = words[language];
      const actions = [
        { action: 'take', title: take },
        { action: 'snooze', title: snooze },
      ];
      await show(title, { body, path, tag, language, urgent, ...(token ? { token } : {}), ...(answers ? { actions } : {}) });
      if (token) await post('/notification-receipts', { token });
    },

    async tapped(notification: { readonly data: Kept; readonly close: () => void }, action: string | undefined): Promise<void> {
      notification.close();
      const { data } = notification;
      if (isAnswer(action) && data.token) return answer(data, action);
      return open(data);
    },

    /**
     * The browser's maker gave the subscription another address. The worker has no session: it keeps the browser
     * subscribed, and a page tells the API, now or when one is opened next. Until then what is urgent goes by the other channels.
     */
    async subscriptionChanged(event: {
      readonly oldSubscription?: Pick<PushSubscription, 'options'> | null;
      readonly newSubscription?: unknown;
    }): Promise<void> {
      const applicationServerKey = event.oldSubscription?.options.applicationServerKey;
      if (!event.newSubscription && applicationServerKey)
        await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
      for (const page of await clients.matchAll({ type: 'window', includeUncontrolled: true }))
        page.postMessage({ type: 'subscription-changed' }, []);
    },
  };
}
