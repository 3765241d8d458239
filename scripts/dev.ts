import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run dev`: the embedded cloud at http://localhost:8787 and Vite with hot module replacement at http://localhost:5173.
 * A change in functions, events, infra or local restarts the cloud (about a second; data stays); a change in frontend does not.
 */

const root = join(import.meta.dirname, '..');
const WEB_ORIGIN = 'http://localhost:5173';
/** An editor writes several files at once; wait until it is done (milliseconds). */
const SETTLE = 300;

const start = (args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });

const startCloud = () => start(['local/main.ts', ...process.argv.slice(2)], { AROGYA_WEB: 'off', AROGYA_WEB_ORIGIN: WEB_ORIGIN });

let cloud = startCloud();
const vite = start(['node_modules/vite/bin/vite.js', '--config', 'frontend/vite.config.ts']);
console.log(`The web app with hot reload will be at ${WEB_ORIGIN}`);

let restarting: Promise<void> | undefined;
const restart = async (): Promise<void> => {
  console.log('Something changed; the cloud starts again ...');
  const ended = new Promise((resolve) => cloud.once('exit', resolve));
  if (cloud.exitCode === null) {
    cloud.kill('SIGINT');
    await ended;
  }
  cloud = startCloud();
};

let timer: NodeJS.Timeout | undefined;
for (const folder of ['functions', 'events', 'infra', 'local'])
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (!file || /\.test\.ts$|\.md$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarting = (restarting ?? Promise.resolve()).then(restart);
    }, SETTLE);
  });

const stop = () => {
  vite.kill('SIGINT');
  cloud.kill('SIGINT');
  cloud.once('exit', () => process.exit(0));
  if (cloud.exitCode !== null) process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
