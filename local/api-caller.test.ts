import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { apiCaller } from './api-caller.ts';
import { closeServer, listen, reply } from './http.ts';

let server: Server;
let origin: string;
let seen: { method?: string; key?: string; authorization?: string }[];
let answers: { status: number; body: unknown; headers?: Record<string, string> }[];

beforeEach(async () => {
  seen = [];
  const listening = await listen(
    0,
    (request, response) => {
      seen.push({
        method: request.method,
        key: request.headers['idempotency-key']?.toString(),
        authorization: request.headers.authorization,
      });
      const answer = answers.shift();
      if (typeof answer?.body === 'string') response.writeHead(answer.status).end(answer.body);
      else reply(response, answer?.status ?? 500, answer?.body, answer?.headers);
    },
    { info() {}, warn() {}, error: console.error },
  );
  server = listening.server;
  origin = `http://localhost:${listening.port}`;
});
afterEach(() => closeServer(server));

const refused = (status: number, code: string) => ({
  status,
  body: { error: { code, message: 'Later.' } },
  headers: { 'retry-after': '0.01' },
});

test('a command that is told "later" is sent again with the same key', async () => {
  answers = [
    refused(503, 'try-again'),
    refused(429, 'too-many-requests'),
    refused(409, 'command-in-progress'),
    { status: 200, body: { data: 1 } },
  ];
  expect(await apiCaller(origin, 'the-token').call('POST', '/me/patient-codes')).toBe(1);
  expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
  expect(seen).toHaveLength(4);
  expect(seen[0]).toMatchObject({ method: 'POST', key: expect.any(String), authorization: 'Bearer the-token' });
});

test('a refusal says what was asked and the code of the contract', async () => {
  answers = [refused(409, 'already-a-doctor'), { status: 502, body: '<html>' }];
  const api = apiCaller(origin, 't');
  await expect(api.call('POST', '/doctor-applications', {})).rejects.toMatchObject({ status: 409, code: 'already-a-doctor' });
  await expect(api.call('GET', '/me')).rejects.toThrow('GET /me answered 502 unreadable-answer: <html>');
});

test('a stream is read to its end, heartbeats aside', async () => {
  answers = [
    {
      status: 200,
      body: 'id: 1.1\nevent: started\ndata: {"type":"started","seq":1}\n\n: heartbeat\n\ndata: {"type":"completed","seq":2}\n\n',
    },
  ];
  expect((await apiCaller(origin, 't').stream('POST', '/consultation-notes', {})).map(({ type }) => type)).toEqual([
    'started',
    'completed',
  ]);
});
