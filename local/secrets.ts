import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { HttpHandler } from './cloud.ts';
import { readBody, reply } from './http.ts';
import type { Resource } from './template.ts';

/** Secrets Manager's own limit of a secret is 64 KB; a request for one is far smaller. */
const LARGEST_REQUEST = 64 * 1024;
const DEFAULT_LENGTH = 32;

/** Random values that are made once and outlive a restart, in the data directory. */
export const openKeyring = (store: DatabaseSync) => {
  store.exec('CREATE TABLE IF NOT EXISTS keyring (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const read = store.prepare('SELECT value FROM keyring WHERE name = ?');
  const add = store.prepare('INSERT OR IGNORE INTO keyring (name, value) VALUES (?, ?)');
  return (name: string, make: () => string): string => {
    const kept = read.get(name);
    if (kept) return String(kept.value);
    add.run(name, make());
    return String(read.get(name)?.value);
  };
};
export type Keyring = ReturnType<typeof openKeyring>;

/** Letters and digits only, whatever characters the template allows: those are always among them. */
export const randomText = (length: number): string => {
  let text = '';
  while (text.length < length) text += randomBytes(length).toString('base64').replace(/[+/=]/g, '');
  return text.slice(0, length);
};

type Properties = {
  SecretString?: string;
  GenerateSecretString?: { PasswordLength?: number; SecretStringTemplate?: string; GenerateStringKey?: string };
};

const textOf = ({ arn, properties }: Resource, keyring: Keyring): string | undefined => {
  const { SecretString: text, GenerateSecretString: generate } = properties as Properties;
  if (!generate) return text;
  const made = keyring(`secret:${arn}`, () => randomText(generate.PasswordLength ?? DEFAULT_LENGTH));
  if (!generate.GenerateStringKey) return made;
  return JSON.stringify({ ...JSON.parse(generate.SecretStringTemplate ?? '{}'), [generate.GenerateStringKey]: made });
};

/**
 * Secrets Manager's `GetSecretValue`. `filledIn` says the text of a secret that somebody fills in after the first
 * deployment; the others are as the template has them.
 */
export const createSecrets = (o: { resources: Resource[]; keyring: Keyring; filledIn: (arn: string) => string | undefined }) => {
  const handle: HttpHandler = async (request, response) => {
    const refuse = (type: string, message: string) =>
      reply(response, 400, { __type: type, message }, { 'content-type': 'application/x-amz-json-1.1' });
    const operation = String(request.headers['x-amz-target']).split('.').at(-1);
    if (operation !== 'GetSecretValue') return refuse('UnknownOperationException', `${operation} is not served here.`);
    const { SecretId: wanted } = JSON.parse(String(await readBody(request, LARGEST_REQUEST))) as { SecretId?: string };
    const secret = o.resources.find(({ arn, name }) => wanted === arn || wanted === name);
    const text = secret && (o.filledIn(secret.arn) ?? textOf(secret, o.keyring));
    if (!secret || text === undefined) return refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    reply(
      response,
      200,
      { ARN: secret.arn, Name: secret.name, SecretString: text, VersionStages: ['AWSCURRENT'] },
      { 'content-type': 'application/x-amz-json-1.1' },
    );
  };
  return { handle };
};
