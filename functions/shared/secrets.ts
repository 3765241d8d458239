import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A rotated secret is in use after this long. */
const KEPT_MS = 5 * 60_000;

const client = new SecretsManagerClient({ maxAttempts: 3 });
const kept = new Map<string, { readonly text: string; readonly until: number }>();

/** The text of a secret, kept for five minutes. */
export const secretText = async (arn: string, clock: () => number = Date.now): Promise<string> => {
  const known = kept.get(arn);
  if (known && known.until > clock()) return known.text;
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (!SecretString) throw new Error('A secret has no text');
  kept.set(arn, { text: SecretString, until: clock() + KEPT_MS });
  return SecretString;
};
