import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { messageDoc } from './message-doc.ts';

test('docs/messages.md lists the texts as they are sent; `npm run docs:messages` writes it anew', () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/messages.md'), 'utf8')).toBe(messageDoc());
});
