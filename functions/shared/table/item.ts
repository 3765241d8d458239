import { gunzipSync, gzipSync } from 'node:zlib';

import type * as z from 'zod';

/** Where an item is. */
export type Key = { readonly pk: string; readonly sk: string };

/** An item as it is written: keys, `type`, version of its schema, index keys, attributes. */
export type StoredItem = Key & { readonly type: string; readonly schemaVersion: number; readonly [attribute: string]: unknown };

type IndexKeys = { gsi1pk?: string; gsi1sk?: string; gsi2pk?: string; gsi2sk?: string };

export type ItemDefinition<Schema extends z.ZodObject, KeyParts> = {
  /** Its name in the table and in `docs/table.md`. */
  readonly type: string;
  /** Version of the schema; goes up when a stored item would no longer parse. */
  readonly version: number;
  readonly schema: Schema;
  readonly key: (parts: KeyParts) => Key;
  readonly indexes?: (attributes: z.infer<Schema>) => IndexKeys;
  /** Attributes kept as gzipped JSON: long text costs a fifth that way, and an item has 400 KB at most. */
  readonly packed?: readonly (keyof z.infer<Schema> & string)[];
  /** One line each for `docs/table.md`. */
  readonly holds: string;
  readonly readBy: readonly string[];
};

/** A kind of item of the one table: how it is made, found and read. Every item read is parsed, never cast. */
export type ItemKind<Schema extends z.ZodObject, KeyParts> = ItemDefinition<Schema, KeyParts> & {
  /** The item to write. */
  readonly make: (parts: KeyParts, attributes: z.input<Schema>) => StoredItem;
  /** The attributes of an item that was read; throws if the item is not of this kind. */
  readonly parse: (stored: Record<string, unknown>) => z.infer<Schema>;
  readonly is: (stored: Record<string, unknown>) => boolean;
  /** One item of this kind, to be read together with others. */
  readonly at: (parts: KeyParts) => Wanted<z.infer<Schema>>;
};

/** An item to be read: where it is, and how it is parsed. */
export type Wanted<Attributes> = { readonly key: Key; readonly parse: (stored: Record<string, unknown>) => Attributes };

/** The fields that a schema knows: keys and index keys are not attributes, and a strict schema must not stumble over them. */
const pick = (schema: z.ZodObject, given: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== undefined && name in schema.shape));

/** Names of the table's own; an attribute of that name would be overwritten in silence. */
const RESERVED = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'type', 'schemaVersion'];

const refuseReserved = (type: string, schema: z.ZodObject): void => {
  const clash = RESERVED.find((name) => name in schema.shape);
  if (clash) throw new TypeError(`Item ${type} has an attribute ${clash}, which is the table's own`);
};

export const itemKind = <Schema extends z.ZodObject, KeyParts>(
  definition: ItemDefinition<Schema, KeyParts>,
): ItemKind<Schema, KeyParts> => {
  refuseReserved(definition.type, definition.schema);
  return kindOf(definition);
};

const kindOf = <Schema extends z.ZodObject, KeyParts>(definition: ItemDefinition<Schema, KeyParts>): ItemKind<Schema, KeyParts> => ({
  ...definition,
  make: (parts, attributes) => {
    const parsed = definition.schema.parse(pick(definition.schema, attributes));
    const packed = (definition.packed ?? []).map((name) => [name, new Uint8Array(gzipSync(JSON.stringify(parsed[name])))]);
    return {
      ...parsed,
      ...Object.fromEntries(packed),
      ...definition.key(parts),
      ...definition.indexes?.(parsed),
      type: definition.type,
      schemaVersion: definition.version,
    };
  },
  parse: (stored) => {
    if (stored.type !== definition.type) throw new Error(`Expected an item of type ${definition.type}, found ${String(stored.type)}`);
    const attributes = pick(definition.schema, stored);
    for (const name of definition.packed ?? []) {
      const bytes = attributes[name];
      if (bytes instanceof Uint8Array) attributes[name] = JSON.parse(gunzipSync(bytes).toString('utf8'));
    }
    return definition.schema.parse(attributes);
  },
  is: (stored) => stored.type === definition.type,
  at: (parts) => ({ key: definition.key(parts), parse: kindOf(definition).parse }),
});

/** A number in a sort key, so that text sorts as numbers do. */
export const padded = (value: number | string, digits: number): string =>
  typeof value === 'number' ? String(value).padStart(digits, '0') : value;
