import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A tree of its own under the same rules, so that no file of a test is ever seen by a build. */
const tree = mkdtempSync(join(tmpdir(), 'arogya-lint-'));
const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as Record<string, unknown>;
writeFileSync(join(tree, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Whether the lint rule lets a file at `path` import `from`. */
const allows = (path: string, from: string): boolean => {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `import * as other from '${from}';\n\nconsole.log(other);\n`);
  const { stdout, stderr, status } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--only=style/noRestrictedImports', path], {
    cwd: tree,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const refused = /noRestrictedImports/.test(stdout + stderr);
  if (status !== (refused ? 1 : 0)) throw new Error(`Biome ended with ${status}: ${stdout}${stderr}`);
  return !refused;
};

// A feature that does not exist yet: the rules are patterns, so that the next one is covered by itself.
test.each([
  ['functions/brand-new/handler.ts', './repository.ts'],
  ['functions/brand-new/handler.ts', '../shared/http/api.ts'],
  ['functions/brand-new/repository.ts', '../identity/items.ts'],
  ['functions/brand-new/handler.ts', './reading/words.ts'],
  ['functions/brand-new/reading/words.ts', '../contract.ts'],
  ['functions/brand-new/reading/words.ts', '../writing/lines.ts'],
  ['functions/brand-new/reading/words.ts', '../../identity/contract.ts'],
  ['functions/brand-new/reading/words.ts', '../../shared/values.ts'],
  ['functions/brand-new/repository.ts', '../identity/contract.ts'],
  ['functions/brand-new/handler.ts', '../../events/identity/doctor-application-approved.v1.ts'],
  ['functions/shared/table/table.ts', '../http/errors.ts'],
  ['functions/brand-new/contract.ts', '../shared/http/route.ts'],
  ['functions/brand-new/contract.ts', '../identity/contract.ts'],
  ['events/brand-new/thing-happened.v1.ts', '../envelope.ts'],
  ['infra/stacks/api.ts', '../../functions/contracts.ts'],
  ['frontend/src/features/brand-new/screen.tsx', '../../../../functions/brand-new/contract.ts'],
  ['local/gateway.ts', './template.ts'],
])('%s may import %s', (path, from) => expect(allows(path, from)).toBe(true));

test.each([
  ['functions/brand-new/handler.ts', '../identity/repository.ts'],
  ['functions/brand-new/reading/words.ts', '../../identity/repository.ts'],
  ['functions/brand-new/reading/words.ts', '../../consultation-notes/reading/findings.ts'],
  ['functions/brand-new/handler.ts', '../consultation-notes/reading/findings.ts'],
  ['functions/brand-new/reading/words.ts', '../../../local/faults.ts'],
  ['functions/brand-new/handler.ts', '../consultation-notes/guard.ts'],
  ['functions/brand-new/handler.ts', '../../infra/stages.ts'],
  ['functions/brand-new/handler.ts', '../../local/faults.ts'],
  ['functions/shared/table/table.ts', '../../identity/items.ts'],
  ['functions/shared/http/api.ts', '../../brand-new/contract.ts'],
  ['functions/brand-new/contract.ts', './items.ts'],
  ['functions/brand-new/contract.ts', '../shared/table/table.ts'],
  ['events/brand-new/thing-happened.v1.ts', '../../functions/identity/items.ts'],
  ['infra/stacks/api.ts', '../../functions/identity/handler.ts'],
  ['infra/stacks/api.ts', '../../functions/identity/items.ts'],
  ['frontend/src/features/brand-new/screen.tsx', '../../../../functions/brand-new/items.ts'],
  ['frontend/src/features/brand-new/screen.tsx', '../../../../local/cloud.ts'],
  ['local/gateway.ts', '../functions/identity/contract.ts'],
  ['local/gateway.ts', '../infra/stages.ts'],
])('%s may not import %s', (path, from) => expect(allows(path, from)).toBe(false));
