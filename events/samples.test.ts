import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { Envelope, type EventDefinition } from './envelope.ts';

const folder = import.meta.dirname;
const files = globSync('*/*.v*.ts', { cwd: folder });

test('there are events to check', () => expect(files.length).toBeGreaterThan(0));

for (const file of files) {
  const name = basename(file, '.ts');
  const samples = globSync(`${dirname(file)}/${name}.*.json`, { cwd: folder });

  test(`${name} has samples, and each parses as the event that it is a sample of`, async () => {
    expect(samples).not.toHaveLength(0);
    const definitions = Object.values((await import(join(folder, file))) as Record<string, EventDefinition>);
    for (const sample of samples) {
      const event: unknown = JSON.parse(readFileSync(join(folder, sample), 'utf8'));
      expect(Envelope.parse(event).name, sample).toBe(name.replace(/\.v\d+$/, ''));
      expect(
        definitions.filter((definition) => definition.schema.safeParse(event).success),
        sample,
      ).toHaveLength(1);
    }
  });
}
