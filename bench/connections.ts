import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What a person asks of the API; with a body it is a command. */
export type Ask = { readonly path: string; readonly token: string; readonly method?: string; readonly body?: unknown };

/** So many connections to an API, which stay open. */
export const openConnections = (api: string, count: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: count });

  /** The text of the answer; throws on any that is no success. */
  const ask = ({ path, token, body, method = body === undefined ? 'GET' : 'POST' }: Ask): Promise<string> =>
    new Promise((resolve, reject) => {
      const command = body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const sent = request(`${api}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...command }, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve(text);
          else reject(new Error(`${method} ${path} answered ${statusCode}: ${text.slice(0, 300)}`));
        });
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  return {
    count,
    ask,
    /** What is in `data`. */
    read: async <T>(wanted: Ask): Promise<T> => (JSON.parse(await ask(wanted)) as { data: T }).data,
    close: () => agent.destroy(),
  };
};
export type Connections = ReturnType<typeof openConnections>;
