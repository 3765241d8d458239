import { beforeEach, describe, expect, test } from 'vitest';

import { createPushWorker, type Page, type Shown, type ToPage, type World } from './push-worker.ts';

const TOKEN = 'token-of-this-one-notification';
const dose = {
  title: 'Medicine at 8:00 am',
  body: 'Metformin, 1 tablet',
  link: 'https://arogya.example/medicines',
  tag: 'dose-due.r1.2026-11-23.a1',
  urgent: true,
  answers: true,
  token: TOKEN,
  language: 'en',
};

let shown: { title: string; options: Shown }[];
let posts: { url: string; body: unknown; credentials: RequestCredentials | undefined }[];
let waits: number[];
let opened: string[];
let pages: Page[];
let subscribed: PushSubscriptionOptionsInit[];
/** What the API answers, one after the other; the last one again and again. */
let answers: (Response | 'nobody')[];

const reply = (status: number, body: unknown = { data: {} }) => Response.json(body, { status });
const refusal = (status: number, code: string) => reply(status, { error: { code, message: code, requestId: 'r1' } });

const worker = (unlike: Partial<World> = {}) =>
  createPushWorker({
    registration: {
      showNotification: async (title, options) => void shown.push({ title, options }),
      pushManager: { subscribe: async (options) => void subscribed.push(options) },
    },
    clients: { matchAll: async () => pages, openWindow: async (path) => void opened.push(path) },
    fetch: async (url, init) => {
      if (url === '/config.json') return Response.json({ apiUrl: 'https://api.example/v1' });
      posts.push({ url, body: JSON.parse(String(init?.body)), credentials: init?.credentials });
      const next = answers.length > 1 ? answers.shift() : answers[0]?.valueOf();
      if (next instanceof Response) return next.clone();
      throw new TypeError('Failed to fetch');
    },
    wait: async (milliseconds) => void waits.push(milliseconds),
    language: 'en',
    ...unlike,
  });

/** A tap on what was shown last. */
const tap = async (action?: string, { tapped } = worker()): Promise<void> => {
  const { data } = shown.at(-1)?.options ?? {};
  if (!data) throw new Error('Nothing is shown');
  let closed = 0;
  await tapped({ data, close: () => (closed += 1) }, action);
  expect(closed).toBe(1);
};

beforeEach(() => {
  shown = [];
  posts = [];
  waits = [];
  opened = [];
  pages = [];
  subscribed = [];
  answers = [reply(200)];
});

describe('a push', () => {
  test('is shown with its two answers, and the API is told that it was', async () => {
    await worker().pushed(JSON.stringify(dose));
    expect(shown).toEqual([
      {
        title: 'Medicine at 8:00 am',
        options: expect.objectContaining({
          body: 'Metformin, 1 tablet',
          tag: dose.tag,
          lang: 'en',
          requireInteraction: true,
          actions: [
            { action: 'take', title: 'I took it' },
            { action: 'snooze', title: 'In 10 minutes' },
          ],
        }),
      },
    ]);
    expect(posts).toEqual([{ url: 'https://api.example/v1/notification-receipts', body: { token: TOKEN }, credentials: 'omit' }]);
  });

  test('speaks the language of the person in its answers too', async () => {
    await worker().pushed(JSON.stringify({ ...dose, language: 'hi' }));
    expect(shown[0]?.options.actions?.map(({ title }) => title)).toEqual(['दवा ले ली', '10 मिनट बाद']);
    expect(shown[0]?.options.lang).toBe('hi');
  });

  test('that cannot be answered has no buttons', async () => {
    await worker().pushed(JSON.stringify({ ...dose, answers: false, urgent: false }));
    expect(shown[0]?.options.actions).toBeUndefined();
    expect(shown[0]?.options.requireInteraction).toBe(false);
  });

  test('is shown before its receipt, and its receipt is sent again while nobody answers', async () => {
    answers = ['nobody', reply(503), reply(200)];
    await worker().pushed(JSON.stringify(dose));
    expect(shown).toHaveLength(1);
    expect(posts).toHaveLength(3);
    expect(waits).toEqual([1_000, 3_000]);
  });

  test('whose receipt the API does not know is shown all the same, and asked once', async () => {
    answers = [refusal(404, 'not-found')];
    await worker().pushed(JSON.stringify(dose));
    expect([shown.length, posts.length]).toEqual([1, 1]);
  });

  test.each([
    ['en', 'Something new in Arogya'],
    ['hi', 'आरोग्य में कुछ नया है'],
  ] as const)('that is not understood is shown in words of the browser’s language, %s', async (language, title) => {
    for (const odd of ['', '{', '[]', 'null', '{"title":"x"}']) await worker({ language }).pushed(odd);
    expect(new Set(shown.map((each) => each.title))).toEqual(new Set([title]));
    expect(posts).toEqual([]);
  });
});

describe('an answer on the notification', () => {
  beforeEach(async () => {
    await worker().pushed(JSON.stringify(dose));
    shown.splice(0, shown.length - 1);
    posts = [];
  });

  test.each(['take', 'snooze'])('%s: is sent by its token, and nothing more is shown', async (answer) => {
    await tap(answer);
    expect(posts).toEqual([{ url: 'https://api.example/v1/dose-answers', body: { token: TOKEN, answer }, credentials: 'omit' }]);
    expect(shown).toHaveLength(1);
    expect(opened).toEqual([]);
  });

  test('is sent four times while nobody answers, and then the person is told', async () => {
    answers = ['nobody'];
    await tap('take');
    expect(posts).toHaveLength(4);
    expect(waits).toEqual([1_000, 3_000, 9_000]);
    expect(shown.at(-1)).toMatchObject({
      title: 'Your answer did not reach us',
      options: { tag: `${dose.tag}.answer`, requireInteraction: true },
    });
  });

  test.each([
    [409, 'dose-answered', 'This was answered before'],
    [404, 'not-found', 'This can no longer be answered here'],
    [409, 'too-late', 'This can no longer be answered here'],
    [400, 'invalid-request', 'Your answer did not reach us'],
  ])('that is refused with %i %s is told: %s', async (status, code, title) => {
    answers = [refusal(status, code)];
    await tap('take');
    expect(shown.at(-1)?.title).toBe(title);
    expect(posts).toHaveLength(1);
  });

  test('whose first reply was lost on the way is not called somebody else’s', async () => {
    answers = ['nobody', refusal(409, 'dose-answered')];
    await tap('take');
    expect(shown).toHaveLength(1);
  });

  test('that failed leads to the list by a tap', async () => {
    answers = ['nobody'];
    await tap('snooze');
    posts = [];
    await tap();
    expect(opened).toEqual(['/medicines?notice=dose-due.r1.2026-11-23.a1']);
    expect(posts).toEqual([]);
  });
});

describe('a tap on the notification itself', () => {
  const openPage = (listens: boolean, visibilityState = 'visible') => {
    const page = { heard: [] as ToPage[], focused: 0 };
    pages.push({
      visibilityState,
      focus: async () => {
        page.focused += 1;
      },
      postMessage: (message, [port]) => {
        page.heard.push(message);
        if (listens) (port as MessagePort).postMessage('here');
      },
    });
    return page;
  };

  test('opens its page, with the notice that it is about', async () => {
    await worker().pushed(JSON.stringify({ ...dose, link: 'https://arogya.example/visits/booked/a1?from=mail#when' }));
    await tap();
    expect(opened).toEqual(['/visits/booked/a1?from=mail&notice=dose-due.r1.2026-11-23.a1#when']);
  });

  test.each(['https://elsewhere.example/medicines', '//elsewhere.example/medicines', '/medicines'])(
    'never leaves the app: %s',
    async (link) => {
      await worker().pushed(JSON.stringify({ ...dose, link }));
      await tap();
      expect(opened).toEqual([`/medicines?notice=${dose.tag}`]);
    },
  );

  test('goes to the page that is open and in front, without loading it again', async () => {
    const behind = openPage(true, 'hidden');
    const front = openPage(true);
    await worker().pushed(JSON.stringify(dose));
    await tap(undefined, worker({ wait: () => new Promise(() => undefined) }));
    expect(front).toEqual({ heard: [{ type: 'open', path: '/medicines', tag: dose.tag }], focused: 1 });
    expect(behind.heard).toEqual([]);
    expect(opened).toEqual([]);
  });

  test('opens a new page when the open one does not listen', async () => {
    const deaf = openPage(false);
    await worker().pushed(JSON.stringify(dose));
    await tap();
    expect(deaf.focused).toBe(1);
    expect(waits).toEqual([2_000]);
    expect(opened).toEqual([`/medicines?notice=${dose.tag}`]);
  });
});

describe('a subscription that the browser changed', () => {
  const key = new Uint8Array([4, 1, 2]).buffer;

  test('is made again with the same key, and open pages are told', async () => {
    const heard: ToPage[] = [];
    pages = [{ focus: async () => undefined, postMessage: (message) => void heard.push(message) }];
    await worker().subscriptionChanged({ oldSubscription: { options: { applicationServerKey: key, userVisibleOnly: true } } });
    expect(subscribed).toEqual([{ userVisibleOnly: true, applicationServerKey: key }]);
    expect(heard).toEqual([{ type: 'subscription-changed' }]);
  });

  test('is left alone when the browser made the new one itself', async () => {
    await worker().subscriptionChanged({
      newSubscription: {},
      oldSubscription: { options: { applicationServerKey: key, userVisibleOnly: true } },
    });
    expect(subscribed).toEqual([]);
  });
});
