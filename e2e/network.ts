import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import type { BrowserContext } from 'playwright-core';

/**
 * A way to the API that can be cut: what Playwright calls offline leaves connections that are open alone, and a stream
 * is one. Give the context `bypassCSP`, since the app's CSP knows the API's real address only.
 */
export const startNetwork = async (origin: string) => {
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(new URL(origin).port), 'localhost');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    /** The web app in this context goes to its API this way. */
    async serves(context: BrowserContext): Promise<void> {
      await context.route('**/config.json', async (route) => {
        const config = (await (await route.fetch()).json()) as { apiUrl: string };
        await route.fulfill({ json: { ...config, apiUrl: config.apiUrl.replace(origin, address) } });
      });
    },
    /** So does its live socket. */
    async carriesLive(context: BrowserContext): Promise<void> {
      await context.route('**/live-tickets', async (route) => {
        // With the network cut there is no answer to change.
        const response = await route.fetch().catch(() => undefined);
        if (!response?.ok()) return response ? route.fulfill({ response }) : route.abort();
        const { data } = (await response.json()) as { data: { url: string } };
        await route.fulfill({
          response,
          json: { data: { ...data, url: data.url.replace(/^ws:\/\/[^/]+/, address.replace('http', 'ws')) } },
        });
      });
    },
    async lose(context: BrowserContext): Promise<void> {
      await context.setOffline(true);
      cut();
    },
    /** Connections are gone and new ones refused, while the device believes that it has a network. */
    cut,
    async mend(context: BrowserContext): Promise<void> {
      whole = true;
      await context.setOffline(false);
    },
    stop(): void {
      cut();
      server.close();
    },
  };
};
export type Network = Awaited<ReturnType<typeof startNetwork>>;
