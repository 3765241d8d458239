import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import Razorpay from 'razorpay';

import type { HttpHandler, Log } from './cloud.ts';
import { createFaults } from './faults.ts';
import { closeServer, listen, readBody, reply } from './http.ts';
import { createPayments, type Payments } from './payments.ts';
import { openKeyring } from './secrets.ts';

const log: Log = { info() {}, warn() {}, error: console.error };

export type Received = { eventId: string; signature: string; body: string; event: string };

/** The payment sandbox behind a port, with somebody who takes its messages. For tests of the sandbox itself. */
export const startSandbox = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'arogya-payments-'));
  const received: Received[] = [];
  /** How the next messages are answered; 200 when there is nothing left. */
  const answers: number[] = [];
  let handle: HttpHandler = (_, response) => reply(response, 503, {});
  const { server, port } = await listen(0, (request, response) => handle(request, response), log);
  const origin = `http://localhost:${port}`;
  const faults = createFaults();
  const clock = { ahead: 0 };
  let store: DatabaseSync;
  let payments: Payments;

  const open = () => {
    store = new DatabaseSync(join(folder, 'cloud.sqlite'));
    payments = createPayments({
      store,
      keyring: openKeyring(store),
      faults,
      log,
      origin,
      webOrigins: [origin],
      apiUrl: `${origin}/razorpay`,
      webhookUrl: `${origin}/webhook`,
      now: () => Date.now() + clock.ahead,
    });
    payments.start();
  };
  handle = async (request, response) => {
    const url = request.url ?? '/';
    if (url === '/webhook') {
      const body = String(await readBody(request));
      const header = (name: string) => String(request.headers[name]);
      received.push({
        eventId: header('x-razorpay-event-id'),
        signature: header('x-razorpay-signature'),
        body,
        event: (JSON.parse(body) as { event: string }).event,
      });
      return reply(response, answers.shift() ?? 200, {});
    }
    if (url.startsWith('/razorpay/')) {
      request.url = url.slice('/razorpay'.length);
      return payments.api(request, response);
    }
    return payments.checkout(request, response);
  };
  open();

  const secretNow = () => JSON.parse(payments.secret) as Record<'keyId' | 'keySecret' | 'webhookSecret' | 'apiUrl' | 'checkoutUrl', string>;
  return {
    origin,
    faults,
    received,
    answers,
    events: () => received.map(({ event }) => event),
    secret: secretNow,
    payments: () => payments,
    /** Razorpay's own package, pointed here. */
    razorpay(keySecret = secretNow().keySecret) {
      const client = new Razorpay({ key_id: secretNow().keyId, key_secret: keySecret });
      (client as unknown as { api: { rq: { defaults: { baseURL: string } } } }).api.rq.defaults.baseURL = secretNow().apiUrl;
      return client;
    },
    /** So much later, for whatever waits for a time. */
    later: (milliseconds: number) => {
      clock.ahead += milliseconds;
    },
    async until(holds: () => boolean | Promise<boolean>): Promise<void> {
      const end = Date.now() + 15_000;
      while (!(await holds())) {
        if (Date.now() > end) throw new Error(`it did not come about; received: ${received.map(({ event }) => event).join(', ')}`);
        await sleep(20);
      }
    },
    async restart(): Promise<void> {
      await payments.stop();
      store.close();
      faults.remove();
      open();
    },
    async stop(): Promise<void> {
      await payments.stop();
      await closeServer(server);
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
};

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
