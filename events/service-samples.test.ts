import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { Envelope, type ReadableEvent } from './envelope.ts';

const folder = import.meta.dirname;
const files = globSync('*/*.ts', { cwd: folder }).filter((file) => !/\.v\d+\.ts$/.test(file));

test('there are events of AWS services to check', () => expect(files.length).toBeGreaterThan(0));

for (const file of files) {
  const name = basename(file, '.ts');
  const samples = globSync(`${dirname(file)}/${name}.*.json`, { cwd: folder });

  test(`${name} has samples, and each is read into the form of our own events`, async () => {
    expect(samples).not.toHaveLength(0);
    const [definition] = Object.values((await import(join(folder, file))) as Record<string, ReadableEvent>);
    for (const sample of samples) {
      const message = JSON.parse(readFileSync(join(folder, sample), 'utf8'));
      const event = Envelope.parse(definition?.schema.parse(message));
      if ('TopicArn' in message) {
        // From an SNS topic of ours; its queue lets nothing else in.
        expect(event, sample).toMatchObject({ id: message.MessageId, at: `${message.Timestamp.slice(0, 19)}Z` });
        expect(definition?.schema.safeParse({ ...message, Type: 'SubscriptionConfirmation' }).success).toBe(false);
        continue;
      }
      expect(event, sample).toMatchObject({ id: message.id, name: message['detail-type'], at: message.time });
      expect(definition?.schema.safeParse({ ...message, source: 'arogya' }).success, 'from whoever may put events').toBe(false);
    }
  });
}
