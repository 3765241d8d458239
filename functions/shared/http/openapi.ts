import * as z from 'zod';

import { type ErrorCode, statusOfError } from './errors.ts';
import type { Route } from './route.ts';

/** Routes by feature and name, as `functions/contracts.ts` has them. */
export type Contracts = Readonly<Record<string, Readonly<Record<string, Route>>>>;

/** One route with the names that documents, logs and the audit know it by. */
export type Operation = {
  readonly feature: string;
  readonly name: string;
  /** `consultation-notes.sign` */
  readonly operationId: string;
  readonly route: Route;
  /** `/v1/consultation-notes/{noteId}/sign`, below the stage. */
  readonly path: string;
  /** `noteId`, in the order of the path. */
  readonly pathParameters: readonly string[];
};

export const API_VERSION = 'v1';

/** Every route, in the order of the contracts. */
export const operationsOf = (contracts: Contracts): Operation[] =>
  Object.entries(contracts).flatMap(([feature, routes]) =>
    Object.entries(routes).map(([name, route]) => ({
      feature,
      name,
      operationId: `${feature}.${name}`,
      route,
      path: `/${API_VERSION}${route.path}`,
      pathParameters: [...route.path.matchAll(/\{(\w+)\}/g)].flatMap(([, parameter]) => parameter ?? []),
    })),
  );

type Json = { [key: string]: unknown };
type Direction = 'input' | 'output';

/** Errors that any route may answer with; the others depend on what it takes. */
const anywhere: readonly ErrorCode[] = ['too-many-requests', 'internal-error', 'try-again', 'timed-out'];

const errorsOf = ({ route, pathParameters }: Operation): ErrorCode[] => {
  const codes = new Set<ErrorCode>([...(route.errors ?? []), ...anywhere]);
  if (!('anyone' in route.allow)) for (const code of ['not-signed-in', 'not-allowed', 'account-deactivated'] as const) codes.add(code);
  if (pathParameters.length > 0) codes.add('not-found');
  if (route.body) for (const code of ['malformed-json', 'unsupported-media-type', 'body-too-large'] as const) codes.add(code);
  if (route.body || route.query || route.params) codes.add('invalid-request');
  if (route.idempotent)
    for (const code of ['missing-idempotency-key', 'idempotency-key-reused', 'command-in-progress'] as const) codes.add(code);
  return [...codes].sort();
};

/**
 * The schemas of the document. Those that a contract exports are written once, under their own names; where what may be
 * sent is stricter than what is answered, the former is `<Name>Input`.
 */
class Schemas {
  readonly components: Record<string, Json> = {};
  readonly #names = new Map<z.core.$ZodType, string>();
  /** Names whose `input` and `output` are two schemas, by themselves or by what they refer to. */
  readonly #twofold = new Set<string>();

  constructor(named: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(named)) if (value instanceof z.ZodType) this.#names.set(value, name);
    for (const [schema, name] of this.#names) {
      const [input, output] = (['input', 'output'] as const).map((io) => JSON.stringify(this.#render(schema, io)));
      if (input !== output) this.#twofold.add(name);
    }
  }

  /** What is sent (`input`) or answered (`output`), as a reference if it has a name. */
  of(schema: z.core.$ZodType, io: Direction): Json {
    const { definitions, ...whole } = this.#render(schema, io);
    for (const [name, definition] of Object.entries((definitions ?? {}) as Record<string, Json>)) this.#keep(name, definition, io);
    const name = this.#names.get(schema);
    return name ? this.#keep(name, whole, io) : this.#tidy(whole, io);
  }

  #render(schema: z.core.$ZodType, io: Direction): Json {
    const metadata = z.registry<{ id?: string }>();
    for (const [named, id] of this.#names) if (named !== schema) metadata.add(named, { id });
    return z.toJSONSchema(schema, {
      target: 'openapi-3.0',
      io,
      unrepresentable: 'any',
      metadata,
      override: ({ jsonSchema }) => simplify(jsonSchema as Json, io),
    }) as Json;
  }

  #keep(name: string, schema: Json, io: Direction): Json {
    const key = this.#nameOf(name, io);
    this.components[key] ??= this.#tidy(schema, io);
    return { $ref: `#/components/schemas/${key}` };
  }

  #nameOf(name: string, io: Direction): string {
    return io === 'input' && this.#twofold.has(name) ? `${name}Input` : name;
  }

  /** Points references at the document's components. */
  #tidy<T>(value: T, io: Direction): T {
    if (Array.isArray(value)) return value.map((item) => this.#tidy(item, io)) as T;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) =>
        key === '$ref' && typeof inner === 'string'
          ? [key, `#/components/schemas/${this.#nameOf(inner.slice('#/definitions/'.length), io)}`]
          : [key, this.#tidy(inner, io)],
      ),
    ) as T;
  }
}

/** Leaves out what tells a reader nothing: the exact-integer bounds, and that a reply has no more fields (it may gain some). */
const simplify = (schema: Json, io: Direction): void => {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
};

const content = (schema: Json, type = 'application/json'): Json => ({ [type]: { schema } });

const header = (name: string, required: boolean, description: string, schema: Json): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});

const parametersOf = ({ route, pathParameters }: Operation, schemas: Schemas): Json[] => {
  const fields = (object: z.ZodObject | undefined, place: 'path' | 'query'): Json[] =>
    Object.entries(object?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: place,
      required: place === 'path' || !schema.safeParse(undefined).success,
      schema: schemas.of(schema, 'input'),
    }));
  const declared = new Set(Object.keys(route.params?.shape ?? {}));
  const undeclared = pathParameters.filter((name) => !declared.has(name));
  if (undeclared.length > 0) throw new Error(`${route.method} ${route.path} has no schema for ${undeclared.join(', ')}`);
  return [
    ...fields(route.params, 'path'),
    ...fields(route.query, 'query'),
    ...(route.idempotent
      ? [
          header('Idempotency-Key', true, 'New for each command, the same for each repeat of it; good for 24 hours.', {
            type: 'string',
            minLength: 1,
            maxLength: 128,
            pattern: '^[\\x21-\\x7e]+$',
          }),
        ]
      : []),
    ...(route.stream && route.method === 'GET'
      ? [header('Last-Event-ID', false, 'The last event that arrived: the stream goes on after it.', { type: 'string' })]
      : []),
  ];
};

const responsesOf = (operation: Operation, schemas: Schemas): Json => {
  const { route } = operation;
  const reply = schemas.of(route.reply, 'output');
  const data: Json = { type: 'object', required: ['data'], properties: { data: reply } };
  if (route.meta) Object.assign(data, { required: ['data', 'meta'], properties: { data: reply, meta: schemas.of(route.meta, 'output') } });
  const success: Json = route.stream
    ? {
        description:
          'Server-sent events. `event` is the type, `id` is `<run>.<seq>`, `data` is JSON of the schema; lines that begin with a colon are heartbeats.',
        content: content(reply, 'text/event-stream'),
      }
    : route.status === 303
      ? { description: 'See Other: the page to go on to is in `Location`.' }
      : {
          description: 'Done',
          ...(route.idempotent
            ? {
                headers: {
                  'Idempotency-Replayed': {
                    description: 'true if this is the answer to an earlier sending of the command',
                    schema: { type: 'string' },
                  },
                },
              }
            : {}),
          content: content(route.bare ? reply : data),
        };
  const byStatus = Map.groupBy(errorsOf(operation), (code) => statusOfError[code]);
  const errors = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: content({ $ref: '#/components/schemas/Error' }),
    },
  ]);
  return { [String(route.status ?? 200)]: success, ...Object.fromEntries(errors) };
};

const errorSchema: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string', enum: Object.keys(statusOfError), description: 'What a program branches on.' },
        message: { type: 'string', description: 'What happened and what to do, in plain English; the words may change.' },
        details: { description: 'More about it, by code: the fields and rules that were broken, the flags that are open.' },
        requestId: { type: 'string', description: 'Tell us this when you ask for help.' },
      },
    },
  },
};

/**
 * The API for its readers: one OpenAPI 3.0.1 document of every route.
 * `named` are the contracts' exports, whose schemas keep their names; values that are no schemas are passed over.
 */
export const publicDocument = (contracts: Contracts, named: Readonly<Record<string, unknown>> = {}): Json => {
  const schemas = new Schemas(named);
  schemas.components.Error = errorSchema;
  const paths: Record<string, Json> = {};
  for (const operation of operationsOf(contracts)) {
    const { route, feature, operationId, path } = operation;
    const anyone = 'anyone' in route.allow;
    const who = 'anyone' in route.allow ? `Anyone: ${route.allow.anyone}.` : `For: ${route.allow.join(', ')}.`;
    const parameters = parametersOf(operation, schemas);
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: {
        operationId,
        tags: [feature],
        summary: route.summary,
        description: route.deprecated ? `${who} Deprecated since ${route.deprecated.since}; gone on ${route.deprecated.sunset}.` : who,
        ...(route.deprecated ? { deprecated: true } : {}),
        security: anyone ? [] : [{ signIn: [] }],
        ...(parameters.length > 0 ? { parameters } : {}),
        ...(route.body ? { requestBody: { required: true, content: content(schemas.of(route.body, 'input')) } } : {}),
        responses: responsesOf(operation, schemas),
      },
    };
  }
  return {
    openapi: '3.0.1',
    info: {
      title: 'Arogya',
      version: API_VERSION,
      description:
        'Replies are `{ data, meta? }`, errors `{ error: { code, message, details?, requestId } }`. Lists page by an opaque `cursor`. A command takes an `Idempotency-Key`; a repeat answers as the first did.',
    },
    servers: [{ url: '/api', description: 'The stage that serves this document' }],
    tags: Object.keys(contracts).map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        signIn: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the people’s or the admins’ pool with the scope `arogya/api`.',
        },
      },
    },
  };
};
