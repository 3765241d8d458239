import { S3Refusal } from './s3-guard-errors.ts';
import { checkFormSignature } from './s3-guard-signature.ts';

type Condition =
  | { kind: 'eq' | 'starts-with'; name: string; value: string }
  | { kind: 'content-length-range'; least: number; most: number };

/** What a form may bring without its policy saying so. */
const free = (name: string) => ['policy', 'x-amz-signature', 'file'].includes(name) || name.startsWith('x-ignore-');

const invalid = (why: string) => new S3Refusal('InvalidPolicyDocument', `Invalid Policy: ${why}`);
const against = (why: string) => new S3Refusal('AccessDenied', `Invalid according to Policy: ${why}`);

const conditionsOf = (condition: unknown): Condition[] => {
  if (Array.isArray(condition)) {
    const [kind, first, second] = condition as unknown[];
    const operator = String(kind).toLowerCase();
    if (condition.length !== 3) throw invalid('Invalid Condition: it must have three parts.');
    if (operator === 'content-length-range') {
      const [least, most] = [Number(first), Number(second)];
      if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || least < 0)
        throw invalid('Invalid content-length-range: both ends must be numbers.');
      return [{ kind: operator, least, most }];
    }
    if (
      (operator !== 'eq' && operator !== 'starts-with') ||
      typeof first !== 'string' ||
      !first.startsWith('$') ||
      typeof second !== 'string'
    )
      throw invalid(`Invalid Condition: ${JSON.stringify(condition)}`);
    return [{ kind: operator, name: first.slice(1), value: second }];
  }
  const pairs = typeof condition === 'object' && condition !== null ? Object.entries(condition) : [];
  const [pair] = pairs;
  if (!pair || pairs.length > 1 || typeof pair[1] !== 'string')
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  return [{ kind: 'eq', name: pair[0], value: pair[1] }];
};

const documentOf = (policy: string): { expiration: number; conditions: Condition[] } => {
  let document: { expiration?: unknown; conditions?: unknown };
  try {
    document = JSON.parse(Buffer.from(policy, 'base64').toString('utf8')) as typeof document;
  } catch {
    throw invalid('Invalid JSON.');
  }
  const expiration = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(document?.expiration)) ? Date.parse(String(document.expiration)) : Number.NaN;
  if (Number.isNaN(expiration)) throw invalid('Invalid expiration value.');
  if (!Array.isArray(document.conditions)) throw invalid('Policy missing conditions.');
  return { expiration, conditions: document.conditions.flatMap(conditionsOf) };
};

const holds = ({ kind, name, value }: Exclude<Condition, { kind: 'content-length-range' }>, given: string | undefined): boolean => {
  if (given === undefined) return false;
  if (kind === 'eq') return given === value;
  // A list of media types is as good as each of them.
  const all = name.toLowerCase() === 'content-type' ? given.split(',').map((one) => one.trim()) : [given];
  return all.every((one) => one.startsWith(value));
};

/**
 * Whether a form may put its file where it wants to: the policy's signature, its end, each of its conditions, and that
 * nothing else is said ("Browser-Based Uploads Using POST" in S3's API reference). Answers how many bytes it may bring.
 */
export const checkPolicy = (fields: Map<string, string>, bucket: string, now: number): { least: number; most: number } => {
  if (!fields.has('policy')) throw new S3Refusal('AccessDenied', 'Access Denied');
  checkFormSignature((name) => fields.get(name));
  const { expiration, conditions } = documentOf(fields.get('policy') ?? '');
  if (now >= expiration) throw against('Policy expired.');

  // The bucket is the one that the form was sent to, whatever a field says.
  const given = (name: string) => (name === 'bucket' ? bucket : fields.get(name));
  if ((fields.get('bucket') ?? bucket) !== bucket) throw against(`Policy Condition failed: ["eq", "$bucket", "${fields.get('bucket')}"]`);
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const condition of conditions) {
    if (condition.kind === 'content-length-range') {
      least = Math.max(least, condition.least);
      most = Math.min(most, condition.most);
    } else if (!holds(condition, given(condition.name.toLowerCase())))
      throw against(`Policy Condition failed: ["${condition.kind}", "$${condition.name}", "${condition.value}"]`);
  }
  const named = new Set(conditions.flatMap((condition) => ('name' in condition ? [condition.name.toLowerCase()] : [])));
  const extra = [...fields.keys()].filter((name) => name !== 'bucket' && !free(name) && !named.has(name));
  if (extra.length > 0) throw against(`Extra input fields: ${extra.join(', ')}`);
  return { least, most };
};
