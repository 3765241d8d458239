/** A condition expression with its names and values, built so that it reads aloud. */
export type Condition = {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

const safe = (attribute: string): string => attribute.replace(/[^A-Za-z0-9]/g, '_');

// Placeholders are numbered per process: unique within any one expression, whatever is combined into it.
let placeholder = 0;

const compare = (attribute: string, operator: string, value: unknown): Condition => {
  placeholder = (placeholder + 1) % 1_000_000;
  const name = `#${safe(attribute)}`;
  const slot = `:${safe(attribute)}${placeholder}`;
  return { expression: `${name} ${operator} ${slot}`, names: { [name]: attribute }, values: { [slot]: value } };
};

const call = (fn: string, attribute: string): Condition => ({
  expression: `${fn}(#${safe(attribute)})`,
  names: { [`#${safe(attribute)}`]: attribute },
  values: {},
});

/** `attribute('status').is('draft')` */
export const attribute = (name: string) => ({
  is: (value: unknown) => compare(name, '=', value),
  isNot: (value: unknown) => compare(name, '<>', value),
  isBefore: (value: unknown) => compare(name, '<', value),
  isAtMost: (value: unknown) => compare(name, '<=', value),
  isAtLeast: (value: unknown) => compare(name, '>=', value),
  isAfter: (value: unknown) => compare(name, '>', value),
  /** Of a text a part, of a list an element. */
  contains: (value: unknown): Condition => {
    const { names, values } = compare(name, '=', value);
    return { expression: `contains(${Object.keys(names)[0]}, ${Object.keys(values)[0]})`, names, values };
  },
  exists: () => call('attribute_exists', name),
  isMissing: () => call('attribute_not_exists', name),
});

const join = (word: 'AND' | 'OR', conditions: readonly Condition[]): Condition => ({
  expression: `(${conditions.map(({ expression }) => expression).join(` ${word} `)})`,
  names: Object.assign({}, ...conditions.map(({ names }) => names)),
  values: Object.assign({}, ...conditions.map(({ values }) => values)),
});

export const all = (...conditions: readonly Condition[]): Condition => join('AND', conditions);
export const any = (...conditions: readonly Condition[]): Condition => join('OR', conditions);

/** The item is at a revision; at 0 there is none yet. */
export const atRevision = (revision: number): Condition => (revision === 0 ? absent : attribute('revision').is(revision));

/** The item is there / is not there. */
export const present: Condition = attribute('pk').exists();
export const absent: Condition = attribute('pk').isMissing();
