import { DatabaseSync } from 'node:sqlite';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, test } from 'vitest';

import { closeServer, listen } from './http.ts';
import { createSecrets, openKeyring } from './secrets.ts';
import type { Resource } from './template.ts';

const resource = (name: string, properties: Record<string, unknown>): Resource => ({
  logicalId: name,
  stack: 'small',
  type: 'AWS::SecretsManager::Secret',
  name,
  arn: `arn:aws:secretsmanager:ap-south-1:000000000000:secret:${name}-abcdef`,
  properties,
});
const resources = [
  resource('payments', { GenerateSecretString: { SecretStringTemplate: '{"keyId":""}', GenerateStringKey: 'webhookSecret' } }),
  resource('random', { GenerateSecretString: { PasswordLength: 48 } }),
  resource('keyed', { GenerateSecretString: { SecretStringTemplate: '{"user":"a"}', GenerateStringKey: 'password', PasswordLength: 20 } }),
  resource('plain', { SecretString: 'as it stands' }),
];

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const start = async (store = new DatabaseSync(':memory:')) => {
  const { handle } = createSecrets({
    resources,
    keyring: openKeyring(store),
    filledIn: (arn) => (arn === resources[0]?.arn ? 'from the sandbox' : undefined),
  });
  const { server, port } = await listen(0, handle, { info() {}, warn() {}, error: console.error });
  const client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  ends.push(async () => {
    client.destroy();
    await closeServer(server);
  });
  return { client, text: async (id: string) => (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString };
};

test('a secret is read by its ARN or its name, and the one of payments is the sandbox’s', async () => {
  const { text } = await start();
  expect(await text(resources[0]?.arn ?? '')).toBe('from the sandbox');
  expect(await text('plain')).toBe('as it stands');
  expect(await text('random')).toMatch(/^[A-Za-z0-9]{48}$/);
  expect(JSON.parse((await text('keyed')) ?? '')).toEqual({ user: 'a', password: expect.stringMatching(/^\w{20}$/) });
});

test('a generated secret is the same after a restart and another in another directory', async () => {
  const store = new DatabaseSync(':memory:');
  const before = await (await start(store)).text('random');
  expect(await (await start(store)).text('random')).toBe(before);
  expect(await (await start()).text('random')).not.toBe(before);
});

test('what is not in the template is not found, and other calls are refused', async () => {
  const { client, text } = await start();
  await expect(text('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
});
