import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Runs a command of a package in `node_modules/.bin`, its output going where ours goes; whether it succeeded. */
export const runTool = (name: string, args: readonly string[]): boolean => {
  const windows = process.platform === 'win32';
  const command = join(root, 'node_modules', '.bin', windows ? `${name}.cmd` : name);
  // Tools start `node` by name: theirs is ours.
  const path = `${join(process.execPath, '..')}${windows ? ';' : ':'}${process.env.PATH ?? ''}`;
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, env: { ...process.env, PATH: path } }).status === 0;
};
