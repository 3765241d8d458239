// Plain JavaScript: this runs under whatever Node the system has, before Node 24 is there.
// `node scripts/run.mjs FILE [ARGUMENTS]` installs what is missing, then runs FILE under the Node that comes with the packages.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
const windows = process.platform === 'win32';

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const majorOf = (version) => Number(version.split('.')[0]);
if (majorOf(process.versions.node) < 20) fail(`Arogya needs Node 20 or later to start; this is ${process.versions.node}.`);

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  // On the error output, so that a script's own output stays clean.
  console.error('Installing packages from package-lock.json ...');
  try {
    // Build tools are development packages, whatever NODE_ENV says.
    execFileSync('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: windows,
    });
  } catch {
    fail('The packages could not be installed. Is the npm registry reachable? Run the command again to retry.');
  }
}

// By its path: a shell that has looked `node` up once goes on with the one that it found before the install.
const packaged = join(
  root,
  'node_modules',
  `node-${windows ? 'win' : process.platform}-${process.arch}`,
  'bin',
  windows ? 'node.exe' : 'node',
);
const wanted = Number(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.lambdaNode);
const node = existsSync(packaged) ? packaged : process.execPath;
if (node === process.execPath && majorOf(process.versions.node) < wanted)
  fail(
    `There is no packaged Node ${wanted} for ${process.platform}-${process.arch}. Install Node ${wanted} or later and run the command again.`,
  );

const [file, ...args] = process.argv.slice(2);
if (!file) fail('Usage: node scripts/run.mjs FILE [ARGUMENTS]');
const child = spawn(node, [join(root, file), ...args], { stdio: 'inherit' });
// The child decides how it ends; a Ctrl-C in a terminal reaches it by itself.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// A signal to npm ends the shell that npm put between us, and the shell tells nobody: its end is a signal to us.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM');
}, 500);
child.on('exit', (code, signal) => {
  clearInterval(watch);
  if (signal) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
});
