/** What a push carries; written by functions/notifications/channels/push.ts. */
export type PushPayload = {
  readonly title: string;
  readonly body: string;
  /** The page that it is about: a path here, whatever origin was written. */
  readonly path: string;
  /** A second push of one notification takes the place of the first. */
  readonly tag: string;
  readonly language: 'en' | 'hi';
  readonly urgent: boolean;
  /** Whether it can be answered where it is shown: taken, later. */
  readonly answers: boolean;
  readonly token?: string;
};

/** A page of this app, and of no other: somebody who taps a notification never leaves it. */
const pathOf = (link: unknown): string => {
  try {
    const { pathname, search, hash } = new URL(String(link), 'https://arogya.invalid');
    return `${pathname}${search}${hash}`;
  } catch {
    return '/inbox';
  }
};

/** Nothing if it is not one of ours. Not by zod: the worker is fetched by every phone that gets push, and stays small. */
export function payloadOf(text: string): PushPayload | undefined {
  try {
    const { title, body, link, tag, language, urgent, answers, token } = JSON.parse(text) as Record<string, unknown>;
    if (typeof title !== 'string' || typeof body !== 'string' || typeof tag !== 'string') return undefined;
    return {
      title,
      body,
      path: pathOf(link),
      tag,
      language: language === 'hi' ? 'hi' : 'en',
      urgent: urgent === true,
      answers: answers === true && typeof token === 'string',
      ...(typeof token === 'string' ? { token } : {}),
    };
  } catch {
    return undefined;
  }
}
