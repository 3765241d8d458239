import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { StartProblem } from './options.ts';

/** Everything that the local cloud keeps; `--fresh` removes these and nothing else of the directory. */
const entries = ['cloud.sqlite', 'cloud.sqlite-wal', 'cloud.sqlite-shm', 'table', 'queues', 'logs'];
const databases = ['cloud.sqlite', 'table/table.db', 'queues/fauxqs.db'];

const shown = (file: string) => (relative(process.cwd(), file).startsWith('..') ? file : relative(process.cwd(), file) || file);

/** Held by an open transaction of this process, so that it ends with it, however it ends. */
const lock = (directory: string): DatabaseSync => {
  const file = join(directory, 'lock');
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file);
    handle.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return handle;
  } catch (problem) {
    handle?.close();
    if (/locked/.test((problem as Error).message)) {
      throw new StartProblem(`Another Arogya is running on ${shown(directory)}. Stop it, or choose another directory with --data DIR.`);
    }
    // Nothing is ever written to it, so whatever this is, nobody holds it.
    if (/not a database/.test((problem as Error).message)) {
      rmSync(file, { force: true });
      return lock(directory);
    }
    throw new StartProblem(
      `${shown(file)} cannot be used (${(problem as Error).message}). Is ${shown(directory)} a directory that you may write to?`,
    );
  }
};

const checkDatabase = (file: string) => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    const found = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
    if (found !== 'ok') throw new Error(String(found).split('\n')[0]);
  } catch (problem) {
    throw new StartProblem(
      `${shown(file)} is damaged (${(problem as Error).message}). Start with --fresh to begin again with the demo data.`,
    );
  } finally {
    database?.close();
  }
};

/** Takes the directory for this process. `isNew` when there was no data, or it was asked to be thrown away. */
export const openDataDirectory = (directory: string, { fresh }: { fresh: boolean }) => {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (problem) {
    throw new StartProblem(`${shown(directory)} cannot be made: ${(problem as Error).message}.`);
  }
  const held = lock(directory);
  try {
    return { ...prepare(directory, fresh), release: () => held.close() };
  } catch (problem) {
    held.close();
    throw problem;
  }
};

const prepare = (directory: string, fresh: boolean) => {
  if (fresh) for (const entry of entries) rmSync(join(directory, entry), { recursive: true, force: true });
  for (const database of databases) if (existsSync(join(directory, database))) checkDatabase(join(directory, database));
  const store = new DatabaseSync(join(directory, 'cloud.sqlite'), { timeout: 5_000 });
  store.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS progress (step TEXT PRIMARY KEY)');
  const done = store.prepare('SELECT 1 FROM progress WHERE step = ?');
  const add = store.prepare('INSERT OR IGNORE INTO progress VALUES (?)');
  return {
    store,
    isDone: (step: string): boolean => done.get(step) !== undefined,
    setDone: (step: string): void => {
      add.run(step);
    },
  };
};
