import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(what: string, status: number, code: string, message: string) {
    super(`${what} answered ${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

/** Longest wait for an answer that says "later", in seconds. */
const LONGEST_WAIT = 30;

type StreamEvent = { type: string } & Record<string, unknown>;

/** Uses the running API as one person's browser does: nothing of a feature is imported, so seeding proves the way in. */
export const apiCaller = (origin: string, token: string) => {
  const send = async (method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Response> => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(method === 'GET' ? {} : { 'idempotency-key': key }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.ok) return response;
      const text = await response.text();
      let code = 'unreadable-answer';
      let message = text.slice(0, 200);
      try {
        ({ code, message } = (JSON.parse(text) as { error: { code: string; message: string } }).error);
      } catch {
        // Not our envelope: the status and the first of the text say enough.
      }
      const later = response.status === 429 || response.status === 503 || code === 'command-in-progress';
      if (!later || tries >= 8) throw new ApiRefusal(`${method} ${path}`, response.status, code, message);
      const seconds = Number(response.headers.get('retry-after')) || 2 ** tries / 10;
      await pause(Math.min(seconds, LONGEST_WAIT) * 1000);
    }
  };

  return {
    /** What is in `data`. */
    async call<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
      const response = await send(method, path, body, key);
      return ((await response.json()) as { data: T }).data;
    },
    /** All events of a stream, once it has ended. */
    async stream(method: string, path: string, body?: unknown, key?: string): Promise<StreamEvent[]> {
      const text = await (await send(method, path, body, key)).text();
      return text
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => JSON.parse(line.slice(5)) as StreamEvent);
    },
  };
};
export type ApiCaller = ReturnType<typeof apiCaller>;
