import { StartProblem } from './options.ts';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const known = ['prefix', 'anything-but', 'exists'];

/** Refuses operators that `matchesPattern` does not know, so that a rule can't silently match nothing. */
export const checkPattern = (pattern: unknown, rule: string): void => {
  for (const value of Object.values(pattern as Json)) {
    if (isObject(value)) checkPattern(value, rule);
    else if (!Array.isArray(value)) throw new StartProblem(`The event pattern of ${rule} is not one.`);
    else {
      for (const operator of value.filter(isObject).flatMap(Object.keys)) {
        if (!known.includes(operator)) throw new StartProblem(`The local bus does not know "${operator}" in the event pattern of ${rule}.`);
      }
    }
  }
};

const matchesOne = (wanted: unknown, actual: unknown): boolean => {
  if (!isObject(wanted)) return wanted === actual;
  if ('prefix' in wanted) return typeof actual === 'string' && actual.startsWith(String(wanted.prefix));
  const others = [wanted['anything-but']].flat();
  return actual !== undefined && !others.some((other) => matchesOne(other, actual));
};

/** EventBridge's rule: every key of the pattern must match; a list means any of; an array in the event means any element. */
export const matchesPattern = (pattern: Json, event: unknown): boolean =>
  Object.entries(pattern).every(([key, wanted]) => {
    const actual = isObject(event) ? event[key] : undefined;
    if (isObject(wanted)) return [actual].flat().some((element) => matchesPattern(wanted, element));
    return (wanted as unknown[]).some((one) => {
      if (isObject(one) && 'exists' in one) return one.exists === (actual !== undefined);
      return Array.isArray(actual) ? actual.some((element) => matchesOne(one, element)) : matchesOne(one, actual);
    });
  });
