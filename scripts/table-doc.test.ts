import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { tableDoc } from './table-doc.ts';

test('docs/table.md says what the items say; `npm run docs:table` writes it anew', async () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/table.md'), 'utf8')).toBe(await tableDoc());
});
