import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Fault, NewFault } from './cloud.ts';

const READY_WITHIN_MILLISECONDS = 120_000;

/**
 * The whole local cloud as a process of its own, as `npm start` runs it, on free ports and a directory of its own unless said.
 * `AROGYA_WEB: 'off'` in `env` leaves out the build of the web app.
 */
export const startCloud = async (
  o: {
    port?: number;
    webPort?: number;
    data?: string;
    fresh?: boolean;
    args?: string[];
    env?: Record<string, string>;
    /** Another entry than `npm start`'s. */
    script?: string;
  } = {},
) => {
  const data = o.data ?? mkdtempSync(join(tmpdir(), 'arogya-'));
  const args = [join(import.meta.dirname, o.script ?? 'main.ts'), '--port', String(o.port ?? 0), '--data', data];
  if (o.webPort !== undefined) args.push('--web-port', String(o.webPort));
  if (o.fresh) args.push('--fresh');
  args.push(...(o.args ?? []));

  const startedAt = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...o.env } });
  const said: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let origin = '';
  let webOrigin: string | undefined;
  let readyMilliseconds = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('it was not ready in time')), READY_WITHIN_MILLISECONDS);
      const hear = (line: string) => {
        said.push(line);
        origin ||= /^Arogya is ready at (\S+)$/.exec(line)?.[1] ?? '';
        webOrigin ??= /^The web app alone is also at (\S+)$/.exec(line)?.[1];
        if (!origin || (o.webPort !== undefined && !webOrigin)) return;
        readyMilliseconds ||= performance.now() - startedAt;
        clearTimeout(late);
        resolve();
      };
      for (const output of [child.stdout, child.stderr]) if (output) createInterface({ input: output }).on('line', hear);
      void ended.then(() => {
        clearTimeout(late);
        reject(new Error('it ended'));
      });
    });
  } catch (problem) {
    child.kill('SIGKILL');
    throw new Error(`The local cloud did not start, ${(problem as Error).message}:\n${said.join('\n')}`);
  }

  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${origin}/local/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data: T };
    if (!response.ok) throw new Error(`${method} /local/api${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer.data;
  };

  return {
    origin,
    webOrigin,
    data,
    readyMilliseconds,
    /** Everything it wrote to the terminal so far. */
    said: () => [...said],
    /** As Ctrl-C. */
    async stop(): Promise<void> {
      child.kill('SIGINT');
      await ended;
      if (o.data === undefined) rmSync(data, { recursive: true, force: true });
    },
    /** The power goes: nothing is tidied up, and the data stays for the next start. */
    async kill9(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
    fault: (fault: NewFault): Promise<Fault> => api('POST', '/faults', fault),
    clearFaults: (): Promise<Fault[]> => api('DELETE', '/faults'),
    api,
    /** An access token of an account that is made as needed. */
    async token(account: string, role?: string): Promise<string> {
      const { tokens } = await api<{ tokens: string[] }>('POST', '/tokens', { account, ...(role ? { role } : {}) });
      const [token] = tokens;
      if (!token) throw new Error(`no token for ${account}`);
      return token;
    },
  };
};

export type RunningCloud = Awaited<ReturnType<typeof startCloud>>;
