import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

import { personOf } from './cloud.ts';

const { origin } = inject('arogya');

/** As the documentation says, through npm; `--silent` leaves npm's own lines out of what a script reads. */
const ask = (...args: string[]): Promise<{ code: number; lines: string[]; said: string }> =>
  new Promise((resolve) => {
    const all = ['run', '--silent', 'local:token', '--', ...args, '--port', new URL(origin).port];
    execFile('npm', all, { cwd: join(import.meta.dirname, '..') }, (problem, out, said) =>
      resolve({ code: problem ? Number(problem.code) : 0, lines: out.split('\n').filter(Boolean), said }),
    );
  });
const me = (token = '') => personOf(origin, token).send('GET', '/me');

test('a demo account’s token is the account’s own', async () => {
  const { code, lines } = await ask('sunita');
  expect({ code, count: lines.length }).toEqual({ code: 0, count: 1 });
  expect(await me(lines[0])).toMatchObject({ status: 200, body: { data: { profile: { name: 'Sunita Devi' } } } });
});

test('--count makes as many accounts, each with the role that is asked for', async () => {
  const { lines } = await ask('crowd', '--role', 'doctor', '--count', '3');
  const replies = await Promise.all(lines.map(me));
  expect(replies.map(({ body }) => body.data.roles)).toEqual(Array.from({ length: 3 }, () => expect.arrayContaining(['doctor'])));
  expect(new Set(replies.map(({ body }) => body.data.accountId)).size).toBe(3);
});

test('an admin’s token opens the applications', async () => {
  const { lines } = await ask('admin');
  expect((await personOf(origin, lines[0]).send('GET', '/doctor-applications')).status).toBe(200);
});

test('--expires-in gives a token that is over when it is over', async () => {
  expect((await me((await ask('sunita', '--expires-in', '60')).lines[0])).status).toBe(200);
  expect(await me((await ask('sunita', '--expires-in', '-1')).lines[0])).toMatchObject({
    status: 401,
    body: { error: { code: 'not-signed-in' } },
  });
});

test('an account that cannot be is refused with words, and no token', async () => {
  const { code, lines, said } = await ask('Not A Name');
  expect({ code, lines }).toEqual({ code: 1, lines: [] });
  expect(said).toContain('small letters');
});
