import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { closeServer, listen, readBody, reply } from '../local/http.ts';

let server: Server;
let port: number;
let asked: unknown;

beforeEach(async () => {
  ({ server, port } = await listen(
    0,
    async (request, response) => {
      asked = JSON.parse(String(await readBody(request)));
      reply(response, 201, { data: { tokens: ['first', 'second'] } });
    },
    { info() {}, warn() {}, error: console.error },
  ));
});
afterEach(() => closeServer(server));

const run = (...args: string[]): Promise<{ code: number; out: string; said: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [join(import.meta.dirname, 'local-token.ts'), ...args], (_, out, said) =>
      resolve({ code: child.exitCode ?? -1, out, said }),
    );
  });

test('one token a line and nothing else is printed', async () => {
  const { code, out, said } = await run('load', '--role', 'doctor', '--count', '2', '--expires-in', '60', '--port', String(port));
  expect({ code, out, said }).toEqual({ code: 0, out: 'first\nsecond\n', said: '' });
  expect(asked).toEqual({ account: 'load', role: 'doctor', count: 2, expiresInSeconds: 60 });
});

test('when nothing runs, or something was mistyped, it says what to do and prints no token', async () => {
  expect(await run('sunita', '--port', '1')).toEqual({ code: 1, out: '', said: expect.stringContaining('Start Arogya with "npm start"') });
  for (const wrong of [[], ['a', 'b'], ['a', '--count', 'many'], ['a', '--colour', 'red']]) {
    expect(await run(...wrong)).toEqual({ code: 1, out: '', said: expect.stringContaining('npm run local:token -- ACCOUNT') });
  }
});
