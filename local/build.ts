import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { StartProblem } from './options.ts';

const root = join(import.meta.dirname, '..');
const buildDirectory = join(root, '.build');

/** The template is synthesized for these origins; the ones that are really used take their place when it is read. */
export const templateOrigins = { web: 'http://localhost:8787', second: 'http://localhost:8788', live: 'ws://localhost:8787' };

export const built = {
  template: join(buildDirectory, 'cdk'),
  web: join(buildDirectory, 'web'),
  model: join(buildDirectory, 'local/consultation-notes-model.mjs'),
};

type Step = { name: string; inputs: string[]; extra?: string; output: string; command: string[]; environment?: Record<string, string> };

const context = {
  stage: 'dev',
  webOrigins: `${templateOrigins.web},${templateOrigins.second}`,
  connectOrigins: `${templateOrigins.web},${templateOrigins.live}`,
  pushOrigins: templateOrigins.web,
  checks: 'off',
  scanReader: 'off',
  release: 'local',
};
const sources = ['functions/**/*', 'events/**/*', 'package-lock.json', 'tsconfig.json'];

const steps: Record<'functions' | 'template' | 'web', Step> = {
  functions: {
    name: 'The functions',
    inputs: [...sources, 'scripts/build.ts'],
    output: join(buildDirectory, 'functions'),
    command: ['scripts/build.ts'],
  },
  template: {
    name: 'The template',
    inputs: [...sources, 'scripts/build.ts', 'infra/**/*'],
    extra: JSON.stringify(context),
    output: built.template,
    command: ['infra/app.ts'],
    environment: { CDK_OUTDIR: built.template, CDK_CONTEXT_JSON: JSON.stringify(context) },
  },
  web: {
    name: 'The web app',
    inputs: [...sources, 'frontend/**/*'],
    output: join(built.web, 'index.html'),
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'frontend/vite.config.ts', '--logLevel', 'warn'],
    // A test runner's own would make a development build of React.
    environment: { NODE_ENV: 'production' },
  },
};

const fingerprint = ({ inputs, extra = '', command }: Step): string => {
  const hash = createHash('sha256').update(JSON.stringify([extra, command]));
  for (const file of globSync(inputs, { cwd: root, withFileTypes: true })) {
    if (!file.isFile() || /\.(test|md)\b/.test(file.name)) continue;
    const path = join(file.parentPath, file.name);
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
};

const run = ({ name, command, environment }: Step): Promise<void> =>
  new Promise((resolve, reject) => {
    const [script = '', ...rest] = command;
    const env = { ...process.env, ...environment, NO_COLOR: '1', FORCE_COLOR: '0' };
    execFile(
      process.execPath,
      [join(root, script), ...rest],
      { cwd: root, env, maxBuffer: 16 * 1024 * 1024 },
      (problem, output, errors) => {
        if (!problem) return resolve();
        const said = `${errors}${output}`.trim().split('\n').slice(0, 25).join('\n');
        reject(new StartProblem(`${name} could not be built:\n${said || problem.message}`));
      },
    );
  });

const recordOf = (key: string) => join(buildDirectory, `${key}.inputs`);

const bringUpToDate = async (key: keyof typeof steps): Promise<boolean> => {
  const step = steps[key];
  const wanted = fingerprint(step);
  const record = recordOf(key);
  if (existsSync(step.output) && existsSync(record) && readFileSync(record, 'utf8') === wanted) return false;
  rmSync(record, { force: true });
  await run(step);
  writeFileSync(record, wanted);
  return true;
};

/** Builds what changed since the last time. Two clouds that start at once take turns. `AROGYA_WEB=off` is for tests of the API. */
export const buildWhatChanged = async (): Promise<string[]> => {
  const wantsWeb = process.env.AROGYA_WEB !== 'off';
  mkdirSync(buildDirectory, { recursive: true });
  const lock = new DatabaseSync(join(buildDirectory, 'build.lock'), { timeout: 120_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    const functionsThenTemplate = async () => {
      // The template holds the bundles' fingerprints, so it comes after them.
      const functions = await bringUpToDate('functions');
      return [functions && 'functions', (await bringUpToDate('template')) && 'template'];
    };
    const done = await Promise.all([functionsThenTemplate(), wantsWeb && bringUpToDate('web').then((web) => web && 'web')]);
    return done.flat().filter((name) => name !== false);
  } finally {
    lock.close();
  }
};
