import { once } from 'node:events';
import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStreamCodec } from '@smithy/core/event-streams';

/** What the model says, and how long it waits before each piece but the first (milliseconds). */
export type Saying = { readonly pieces: readonly string[]; readonly gap: number };

/** When an answer's first byte and each of its pieces left, by `performance.now()` of this process. */
export type Sent = { readonly pieces: readonly string[]; readonly firstByteAt: number; readonly piecesAt: number[] };

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);
const frame = (type: string, body: unknown): Uint8Array =>
  codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(body)),
  });

/**
 * Bedrock's `ConverseStream` over HTTP/2 without TLS, with a clock: it notes when each piece leaves. It does nothing
 * else, so that what is measured behind it is not its own work.
 */
export const startModelEndpoint = async (say: (request: unknown) => Saying) => {
  const answers: Sent[] = [];

  const answer = async (request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const { pieces, gap } = say(JSON.parse(Buffer.concat(body).toString('utf8')));
    const deltas = pieces.map((text) => frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }));
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    const sent: Sent = { pieces, firstByteAt: performance.now(), piecesAt: [] };
    answers.push(sent);
    response.write(frame('messageStart', { role: 'assistant' }));
    for (const [index, delta] of deltas.entries()) {
      if (index > 0 && gap > 0) await pause(gap);
      sent.piecesAt.push(performance.now());
      response.write(delta);
    }
    response.write(frame('contentBlockStop', { contentBlockIndex: 0 }));
    response.write(frame('messageStop', { stopReason: 'end_turn' }));
    const usage = { inputTokens: 1, outputTokens: pieces.length, totalTokens: pieces.length + 1 };
    response.end(Buffer.from(frame('metadata', { usage, metrics: { latencyMs: 1 } })));
  };

  const server = createServer((request, response) => {
    // A function that is done with its first words is ended, and its connection breaks here.
    response.on('error', () => {});
    answer(request, response).catch(() => response.stream.destroy());
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** One for each request, oldest first. */
    answers,
    stop(): void {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
};
