import type { BrowserContext, Worker } from 'playwright-core';

import { until } from './cloud.ts';

/** A notification as the worker has it shown. */
export type ShownNotification = {
  title: string;
  body: string;
  tag: string;
  lang: string;
  requireInteraction: boolean;
  actions?: { action: string; title: string }[];
  data: { path: string };
};

type Shown = ShownNotification & { close: () => void };
type Scope = {
  shown: Shown[];
  registration: {
    showNotification: (title: string, options: Omit<Shown, 'title'>) => Promise<void>;
    getNotifications: () => Promise<Shown[]>;
  };
  dispatchEvent: (event: Event) => boolean;
};

/**
 * The part of a device that shows notifications and asks for the permission. Chromium's headless shell has none: there
 * `Notification.permission` is "denied" whatever is granted, and `showNotification` refuses. What comes to it and what
 * follows from it is the app's own service worker.
 */
export const standInForNotifications = async (context: BrowserContext) => {
  await context.addInitScript(() => {
    const KEY = 'journey.permission';
    Object.defineProperty(Notification, 'permission', { get: () => localStorage.getItem(KEY) ?? 'default' });
    Notification.requestPermission = async () => {
      localStorage.setItem(KEY, 'granted');
      return 'granted';
    };
  });
  const prepare = (worker: Worker) =>
    worker.evaluate(() => {
      const scope = globalThis as unknown as Scope;
      if (scope.shown) return;
      scope.shown = [];
      const without = (tag: string) => scope.shown.filter((one) => one.tag !== tag);
      scope.registration.showNotification = async (title, options) => {
        const { tag } = options;
        scope.shown = [...without(tag), { title, ...options, close: () => (scope.shown = without(tag)) }];
      };
      scope.registration.getNotifications = async () => scope.shown;
    });
  context.on('serviceworker', (worker) => void prepare(worker).catch(() => undefined));
  const worker = () => until('the service worker', () => context.serviceWorkers()[0]);
  return {
    shown: async (): Promise<ShownNotification[]> => {
      const running = await worker();
      await prepare(running);
      return running.evaluate(async () => {
        const scope = globalThis as unknown as Scope;
        return (await scope.registration.getNotifications()).map(({ close: _, ...shown }) => shown);
      });
    },
    /** A tap on a shown notification or on one of its buttons; over when the worker has done all that follows. */
    tap: async (tag: string, action = ''): Promise<void> =>
      (await worker()).evaluate(
        async ([wanted, button]) => {
          const scope = globalThis as unknown as Scope;
          const notification = scope.shown.find((one) => one.tag === wanted);
          if (!notification) throw new Error('No such notification is shown');
          const works: Promise<unknown>[] = [];
          // A script's own event cannot be waited for by the browser, so this one keeps what it is to wait for.
          const event = Object.assign(new Event('notificationclick'), {
            notification,
            action: button,
            waitUntil: (work: Promise<unknown>) => works.push(work),
          });
          scope.dispatchEvent(event);
          await Promise.all(works);
        },
        [tag, action] as const,
      ),
  };
};
