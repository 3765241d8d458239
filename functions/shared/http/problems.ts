import type * as z from 'zod';

import type { FieldProblem } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** What a program would call a field. Another unknown name may be somebody's text at the wrong place, and is not repeated. */
const FIELD_NAME = /^[A-Za-z][\w-]{0,39}$/;

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inside, step) => (inside === null || typeof inside !== 'object' ? undefined : (inside as Record<PropertyKey, unknown>)[step]),
    value,
  );

const ruleOf = (issue: Issue, value: unknown): string => {
  if (value === undefined && issue.code.startsWith('invalid_')) return 'is required';
  if (/^(must|is) /.test(issue.message)) return issue.message;
  return `is not valid (${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)})`;
};

/** The branch of a union that the request came closest to: the one that got furthest before it broke a rule. */
const closest = (branches: readonly (readonly Issue[])[]): readonly Issue[] =>
  [...branches].sort((a, b) => Math.max(...b.map(({ path }) => path.length)) - Math.max(...a.map(({ path }) => path.length)))[0] ?? [];

/** Every field and the rule that it broke. Values never appear: they may be a patient's. */
export const problemsOf = (issues: readonly Issue[], where: string, value: unknown): FieldProblem[] =>
  issues.flatMap((issue): FieldProblem[] => {
    const field = [where, ...issue.path.map(String)].join('.');
    const inside = valueAt(value, issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        FIELD_NAME.test(key)
          ? { field: `${field}.${key}`, rule: 'is not a field of this request' }
          : { field, rule: 'must not have fields that are not of this request' },
      );
    if (issue.code === 'invalid_union' && issue.errors.length > 0 && inside !== undefined)
      return problemsOf(closest(issue.errors), field, inside);
    return [{ field, rule: ruleOf(issue, inside) }];
  });
