// Plain JavaScript: this runs under whatever Node the system has, before Node 24 is there.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
const bundledNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Arogya needs Node 20 or later to start; this is ${process.versions.node}.`);

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log('Installing packages from package-lock.json ...');
  try {
    // Build tools are development packages, whatever NODE_ENV says.
    execFileSync('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  } catch {
    fail('The packages could not be installed. Is the npm registry reachable? Run the command again to retry.');
  }
}

const wanted = Number(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.lambdaNode);
if (!existsSync(bundledNode) && Number(process.versions.node.split('.')[0]) < wanted)
  fail(
    `There is no packaged Node ${wanted} for ${process.platform}-${process.arch}. Install Node ${wanted} or later and run the command again.`,
  );
