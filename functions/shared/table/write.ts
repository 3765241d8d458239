import type { ApiError } from '../http/errors.ts';
import { absent, type Condition, present } from './condition.ts';
import type { Key, StoredItem } from './item.ts';

/** What to answer when the condition of a write does not hold; it may look at the item as it is. */
export type Refusal = ApiError | ((current: Record<string, unknown> | undefined) => ApiError);

type Action =
  | { readonly kind: 'put'; readonly item: StoredItem }
  | { readonly kind: 'update'; readonly key: Key; readonly set: Record<string, unknown>; readonly remove: readonly string[] }
  | { readonly kind: 'delete'; readonly key: Key }
  | { readonly kind: 'check'; readonly key: Key };

/**
 * One action of a transaction, and under which condition it may happen:
 * `put(draft).ifNew(changedElsewhere)`, `update(key).set({ status: 'signed' }).when(attribute('revision').is(3), changedElsewhere)`.
 */
export class Write {
  readonly action: Action;
  readonly condition: Condition | undefined;
  readonly refusal: Refusal | undefined;

  constructor(action: Action, condition?: Condition, refusal?: Refusal) {
    this.action = action;
    this.condition = condition;
    this.refusal = refusal;
  }

  when(condition: Condition, refusal: Refusal): Write {
    return new Write(this.action, condition, refusal);
  }

  ifNew(refusal: Refusal): Write {
    return this.when(absent, refusal);
  }

  ifThere(refusal: Refusal): Write {
    return this.when(present, refusal);
  }

  /** Sets attributes of an update; an attribute that is `undefined` is removed. */
  set(attributes: Record<string, unknown>): Write {
    if (this.action.kind !== 'update') throw new TypeError('only an update sets attributes');
    const entries = Object.entries(attributes);
    return new Write(
      {
        ...this.action,
        set: { ...this.action.set, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)) },
        remove: [...this.action.remove, ...entries.filter(([, value]) => value === undefined).map(([name]) => name)],
      },
      this.condition,
      this.refusal,
    );
  }
}

export const put = (item: StoredItem): Write => new Write({ kind: 'put', item });
export const update = (key: Key): Write => new Write({ kind: 'update', key, set: {}, remove: [] });
export const remove = (key: Key): Write => new Write({ kind: 'delete', key });
export const check = (key: Key): Write => new Write({ kind: 'check', key });

/** The write as the SDK's document client wants it inside `TransactWriteItems`. */
export const toTransactItem = (write: Write, tableName: string) => {
  const condition = write.condition && {
    ConditionExpression: write.condition.expression,
    ExpressionAttributeNames: write.condition.names,
    ...(Object.keys(write.condition.values).length > 0 ? { ExpressionAttributeValues: write.condition.values } : {}),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const { action } = write;
  switch (action.kind) {
    case 'put':
      return { Put: { TableName: tableName, Item: action.item, ...condition } };
    case 'delete':
      return { Delete: { TableName: tableName, Key: action.key, ...condition } };
    case 'check':
      if (!condition) throw new TypeError('a check needs a condition');
      return { ConditionCheck: { TableName: tableName, Key: action.key, ...condition } };
    case 'update': {
      const sets = Object.keys(action.set).map((_, index) => `#s${index} = :s${index}`);
      const removes = action.remove.map((_, index) => `#r${index}`);
      return {
        Update: {
          TableName: tableName,
          Key: action.key,
          ...condition,
          UpdateExpression: [sets.length > 0 ? `SET ${sets.join(', ')}` : '', removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '']
            .join(' ')
            .trim(),
          ExpressionAttributeNames: {
            ...condition?.ExpressionAttributeNames,
            ...Object.fromEntries(Object.keys(action.set).map((name, index) => [`#s${index}`, name])),
            ...Object.fromEntries(action.remove.map((name, index) => [`#r${index}`, name])),
          },
          ...(sets.length > 0 || condition?.ExpressionAttributeValues
            ? {
                ExpressionAttributeValues: {
                  ...condition?.ExpressionAttributeValues,
                  ...Object.fromEntries(Object.values(action.set).map((value, index) => [`:s${index}`, value])),
                },
              }
            : {}),
        },
      };
    }
  }
};
