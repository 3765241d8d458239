import { Agent, request } from 'node:http';

import type { NoteStreamEvent } from '../functions/consultation-notes/contract.ts';

/** An event and when its last byte arrived, by `performance.now()`. */
export type Arrived = { readonly at: number; readonly event: NoteStreamEvent };

/** Cuts a stream's text into its events as they are completed; comments are left out. */
export const createEventReader = () => {
  let rest = '';
  return (chunk: string): NoteStreamEvent[] => {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      return data === undefined ? [] : [JSON.parse(data) as NoteStreamEvent];
    });
  };
};

const agent = new Agent({ keepAlive: true });

export type Streamed = { readonly status: number; readonly askedAt: number; readonly events: Arrived[]; readonly body: string };

/** Sends a request and takes the time of every event of its answer. */
export const openStream = (url: string, headers: Record<string, string>, body?: unknown): Promise<Streamed> =>
  new Promise((resolve, reject) => {
    const askedAt = performance.now();
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers, agent }, (response) => {
      const read = createEventReader();
      const events: Arrived[] = [];
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const at = performance.now();
        text += chunk;
        for (const event of read(chunk)) events.push({ at, event });
      });
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, askedAt, events, body: text }));
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
