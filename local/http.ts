import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { HttpHandler, Log } from './cloud.ts';
import { StartProblem } from './options.ts';

/** Listens on 127.0.0.1 only: nothing of the local cloud is for the network. */
export const listen = async (port: number, handler: HttpHandler, log: Log): Promise<{ server: Server; port: number }> => {
  const server = createServer({ requestTimeout: 0 }, async (request, response) => {
    // A reader that resets is ordinary; without a listener it would end the process.
    response.on('error', () => {});
    try {
      await handler(request, response);
    } catch (problem) {
      // The sender went away in the middle of its request.
      if (request.destroyed && !request.complete) return;
      log.error(`${request.method} ${request.url?.split('?')[0]}: ${problem instanceof Error ? problem.stack : problem}`);
      if (response.headersSent) response.destroy();
      else reply(response, 500, { message: 'The local cloud failed; its log says why.' });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (problem: NodeJS.ErrnoException) => {
      if (problem.code === 'EADDRINUSE')
        reject(new StartProblem(`Port ${port} is taken by another program. Stop it, or choose another with --port N.`));
      else if (problem.code === 'EACCES')
        reject(new StartProblem(`Port ${port} needs rights that this user has not. Choose one above 1023.`));
      else reject(problem);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
};

export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export const reply = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** The whole body, or undefined when it is longer than the limit (bytes). */
export const readBody = async (request: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    // The rest is read and dropped: a sender that is cut off while it writes never sees the answer.
    if (length <= limit) pieces.push(piece);
  }
  return length > limit ? undefined : Buffer.concat(pieces);
};
