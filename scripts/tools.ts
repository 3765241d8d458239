import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

const windows = process.platform === 'win32';
const commandOf = (name: string): string => join(root, 'node_modules', '.bin', windows ? `${name}.cmd` : name);
/** Our output is theirs. Tools start `node` by name: theirs is ours. */
const surroundings = () => ({
  cwd: root,
  stdio: 'inherit' as const,
  shell: windows,
  env: { ...process.env, PATH: `${join(process.execPath, '..')}${windows ? ';' : ':'}${process.env.PATH ?? ''}` },
});

/** Runs a command of a package in `node_modules/.bin`; whether it succeeded. */
export const runTool = (name: string, args: readonly string[]): boolean => spawnSync(commandOf(name), args, surroundings()).status === 0;

/** The same while something else goes on. */
export const startTool = (name: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(commandOf(name), args, surroundings());
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
