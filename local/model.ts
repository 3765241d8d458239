import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { constants, createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStreamCodec } from '@smithy/core/event-streams';
import * as z from 'zod';

import type { Faults } from './cloud.ts';
import { readBody } from './http.ts';
import { type Answer, breakageOf, piecesOf, scriptedAnswer } from './model-script.ts';

/** Bedrock's own limit of a request body is 25 MB. */
const LARGEST_REQUEST = 25 * 1024 * 1024;
const DEFAULT_PACE_MS = 15;

const ContentBlock = z.looseObject({ text: z.string().optional() });
const Message = z.looseObject({ role: z.enum(['user', 'assistant']), content: z.array(ContentBlock).min(1) });
const Body = z.looseObject({
  messages: z.array(Message).min(1),
  system: z.array(ContentBlock).optional(),
  inferenceConfig: z.looseObject({ maxTokens: z.int().min(1).optional() }).optional(),
});
/** A Converse request, as the model gets it. */
export type ModelRequest = z.infer<typeof Body> & { modelId: string };

type Request = IncomingMessage | Http2ServerRequest;
/** What both versions' responses can do, as far as it is used here. */
type Response = NodeJS.WritableStream & {
  readonly headersSent: boolean;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(bytes: Uint8Array): boolean;
  destroy(): unknown;
  /** HTTP/2 only: the request's own stream within the connection. */
  readonly stream?: { close(code: number): void };
};

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);
const frame = (kind: 'event' | 'exception', type: string, body: unknown): Uint8Array =>
  codec.encode({
    headers: {
      ':message-type': { type: 'string', value: kind },
      [`:${kind}-type`]: { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(body)),
  });

/** A rough count, four bytes of UTF-8 a token; a model's own differs by some ten per cent. */
const tokensOf = (text: string): number => Math.max(1, Math.ceil(Buffer.byteLength(text) / 4));

const json = (response: Response, status: number, body: unknown, errorType?: string) => {
  response.writeHead(status, { 'content-type': 'application/json', ...(errorType ? { 'x-amzn-errortype': errorType } : {}) });
  response.end(JSON.stringify(body));
};

/** What the real models refuse and a careless continuation sends. */
const problemOf = ({ messages }: ModelRequest): string | undefined => {
  if (messages[0]?.role !== 'user') return 'A conversation must start with a user message.';
  if (messages.some((message, index) => index > 0 && message.role === messages[index - 1]?.role))
    return 'A conversation must alternate between user and assistant roles.';
  if (messages.some(({ content }) => content.some(({ text }) => text !== undefined && text.trim() === '')))
    return 'The text field in the ContentBlock object is blank.';
  const last = messages.at(-1);
  if (last?.role === 'assistant' && /\s$/.test(last.content.at(-1)?.text ?? ''))
    return 'final assistant content cannot end with trailing whitespace';
  return undefined;
};

const cut = (answer: Answer, maxTokens: number): { pieces: string[]; stopReason: Answer['stopReason']; tokens: number } => {
  let tokens = 0;
  const pieces: string[] = [];
  for (const piece of answer.pieces) {
    if (tokens + tokensOf(piece) > maxTokens) return { pieces, stopReason: 'max_tokens', tokens };
    tokens += tokensOf(piece);
    pieces.push(piece);
  }
  return { pieces, stopReason: answer.stopReason, tokens };
};

/**
 * Bedrock's `Converse` and `ConverseStream`, over HTTP/2 without TLS (the SDK's default for streams) and HTTP/1.1 on
 * one port. `answer` says what the model says; a request with faults set gets those.
 */
export const createModel = async (o: {
  answer: (request: ModelRequest) => string;
  faults: Faults;
  /** Milliseconds between two pieces of text, asked for each answer; `AROGYA_LOCAL_MODEL_PACE_MS` unless said, 0 sends all at once. */
  pace?: () => number | undefined;
}): Promise<{ endpoint: string; stop(): Promise<void> }> => {
  const configured = Number(process.env.AROGYA_LOCAL_MODEL_PACE_MS ?? DEFAULT_PACE_MS);
  const usual = Number.isFinite(configured) && configured >= 0 ? configured : DEFAULT_PACE_MS;

  const stream = async (request: ModelRequest, answer: Answer, response: Response) => {
    const startedAt = Date.now();
    const slow = o.faults.take('model-slow');
    const failure = o.faults.take('model-fails-midstream');
    const pace = o.pace?.() ?? usual;
    const failAfter = failure ? (failure.afterPieces ?? 3) : Number.POSITIVE_INFINITY;
    const { pieces, stopReason, tokens } = cut(answer, request.inferenceConfig?.maxTokens ?? Number.POSITIVE_INFINITY);

    let gone = false;
    response.on('close', () => {
      gone = true;
    });
    const send = async (type: string, body: unknown, kind: 'event' | 'exception' = 'event') => {
      if (gone || response.write(frame(kind, type, body))) return;
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    };
    const breakOff = async () => {
      const breakage = breakageOf(failure?.script);
      if (breakage === 'cut-short') return void response.end();
      if (breakage === 'reset') {
        // A reset overtakes what was sent just before, and the fault says after which piece.
        await pause(20);
        if (response.stream) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
        else response.destroy();
        return;
      }
      await send(breakage, { message: 'The model failed while it was answering.' }, 'exception');
      response.end();
    };

    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    await send('messageStart', { role: 'assistant' });
    const text = answer.reasoning ? 1 : 0;
    if (answer.reasoning) {
      await send('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: answer.reasoning } } });
      await send('contentBlockStop', { contentBlockIndex: 0 });
    }
    for (const [index, piece] of pieces.entries()) {
      if (index >= failAfter) return breakOff();
      const wait = slow ? (slow.milliseconds ?? 1_000) : pace;
      if (wait > 0) await pause(wait);
      if (gone) return;
      await send('contentBlockDelta', { contentBlockIndex: text, delta: { text: piece } });
    }
    if (failure) return breakOff();
    await send('contentBlockStop', { contentBlockIndex: text });
    await send('messageStop', { stopReason });
    const inputTokens = tokensOf(JSON.stringify(request.messages)) + tokensOf(JSON.stringify(request.system ?? ''));
    await send('metadata', {
      usage: { inputTokens, outputTokens: tokens, totalTokens: inputTokens + tokens },
      metrics: { latencyMs: Date.now() - startedAt },
    });
    response.end();
  };

  const converse = (request: ModelRequest, answer: Answer, response: Response) => {
    const { pieces, stopReason, tokens } = cut(answer, request.inferenceConfig?.maxTokens ?? Number.POSITIVE_INFINITY);
    const inputTokens = tokensOf(JSON.stringify(request.messages));
    json(response, 200, {
      output: { message: { role: 'assistant', content: [{ text: pieces.join('') }] } },
      stopReason,
      usage: { inputTokens, outputTokens: tokens, totalTokens: inputTokens + tokens },
      metrics: { latencyMs: 1 },
    });
  };

  const handle = async (incoming: Request, response: Response): Promise<void> => {
    response.on('error', () => {});
    const [, modelId, operation] = /^\/model\/([^/]+)\/(converse(?:-stream)?)$/.exec(incoming.url ?? '') ?? [];
    const body = await readBody(incoming as IncomingMessage, LARGEST_REQUEST);
    if (incoming.method !== 'POST' || !modelId)
      return json(response, 404, { message: 'Only converse and converse-stream are here.' }, 'UnknownOperationException');
    if (o.faults.take('model-throttled'))
      return json(response, 429, { message: 'Too many requests, please wait before trying again.' }, 'ThrottlingException');
    let parsed: ReturnType<typeof Body.safeParse>;
    try {
      parsed = Body.safeParse(JSON.parse(body?.toString('utf8') ?? ''));
    } catch {
      return json(response, 400, { message: 'The request is not JSON.' }, 'ValidationException');
    }
    if (!parsed.success) return json(response, 400, { message: z.prettifyError(parsed.error) }, 'ValidationException');
    const request: ModelRequest = { ...parsed.data, modelId: decodeURIComponent(modelId) };
    const problem = problemOf(request);
    if (problem) return json(response, 400, { message: problem }, 'ValidationException');

    const scripted = o.faults.take('model-script');
    const answer = scripted ? scriptedAnswer(scripted.script, scripted.happened) : undefined;
    if (scripted && !answer)
      return json(
        response,
        400,
        { message: 'The script of the fault model-script has another form than model-script.ts says.' },
        'ValidationException',
      );
    const said: Answer = answer ?? { pieces: piecesOf(o.answer(request)), stopReason: 'end_turn' };
    return operation === 'converse' ? converse(request, said, response) : stream(request, said, response);
  };

  const serve = (request: Request, response: Response) => {
    handle(request, response).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else json(response, 500, { message: error.message }, 'InternalServerException');
    });
  };
  const http1 = createHttpServer((request, response) => serve(request, response));
  const http2 = createHttp2Server((request, response) => serve(request, response as unknown as Response));

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      socket.unshift(first);
      // An HTTP/2 client that knows so beforehand begins with this (RFC 9113, section 3.4).
      (first.toString('latin1').startsWith('PRI ') ? http2 : http1).emit('connection', socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};
