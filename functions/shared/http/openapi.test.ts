import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import * as auditContract from '../../audit/contract.ts';
import * as notesContract from '../../consultation-notes/contract.ts';
import { contracts } from '../../contracts.ts';
import * as identityContract from '../../identity/contract.ts';
import { statusOfError } from './errors.ts';
import { operationsOf, publicDocument } from './openapi.ts';
import { route } from './route.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is JSON whose shape is what the tests assert
type Json = Record<string, any>;

const named = { ...auditContract, ...identityContract, ...notesContract };
const document: Json = publicDocument(contracts, named);
const operations = operationsOf(contracts);
const operationOf = ({ path, route: { method } }: (typeof operations)[number], within = document): Json =>
  within.paths[path][method.toLowerCase()];

/** Every object within a value, with the keys that lead to it. */
const within = (value: unknown, path: string[] = []): [string[], Json][] =>
  value === null || typeof value !== 'object'
    ? []
    : [[path, value as Json], ...Object.entries(value).flatMap(([key, inner]) => within(inner, [...path, key]))];

/** Schemas only: what is under a property's name is a schema too, though the name may be any word. */
const schemas = within(document).filter(([path]) => path.includes('schema') || path[1] === 'schemas');

test('is OpenAPI 3.0.1 with every route of the contracts', () => {
  expect(document.openapi).toBe('3.0.1');
  const declared = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(declared.sort()).toEqual(operations.map(({ route: { method }, path }) => `${method} ${path}`).sort());
});

test('is plain JSON, the same each time', () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  expect(publicDocument(contracts, named)).toEqual(document);
});

test('every reference leads somewhere, and every named schema is used', () => {
  const references = within(document).flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));
  const names = Object.keys(document.components.schemas);
  expect([...new Set(references)].sort()).toEqual(names.map((name) => `#/components/schemas/${name}`).sort());
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]+$/);
});

test('speaks the dialect of 3.0: no keyword that came with 3.1', () => {
  for (const [path, schema] of schemas) {
    const at = path.join('/');
    if (path.at(-1) === 'properties') continue;
    for (const keyword of ['$schema', 'const', 'definitions', '$defs', 'patternProperties', 'propertyNames', 'prefixItems', 'examples'])
      expect(schema, at).not.toHaveProperty([keyword]);
    if ('type' in schema) expect(typeof schema.type, at).toBe('string');
    for (const bound of ['exclusiveMinimum', 'exclusiveMaximum']) if (bound in schema) expect(typeof schema[bound], at).toBe('boolean');
  }
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))('%s', (operationId, operation) => {
  const { route: declaredRoute, feature, pathParameters } = operation;
  const declared = operationOf(operation);
  const named = (place: string): Json[] => (declared.parameters ?? []).filter((parameter: Json) => parameter.in === place);

  test('has its name, its feature as a tag, and who may call', () => {
    expect(declared).toMatchObject({ operationId, tags: [feature], summary: declaredRoute.summary });
    expect(declared.security).toEqual('anyone' in declaredRoute.allow ? [] : [{ signIn: [] }]);
    expect(declared.description).toContain('anyone' in declaredRoute.allow ? declaredRoute.allow.anyone : declaredRoute.allow.join(', '));
  });

  test('has its parameters', () => {
    expect(named('path').map(({ name }) => name)).toEqual([...pathParameters]);
    expect(named('path').every(({ required }) => required)).toBe(true);
    expect(named('query').map(({ name }) => name)).toEqual(Object.keys(declaredRoute.query?.shape ?? {}));
    const headers = Object.fromEntries(named('header').map(({ name, required }) => [name, required]));
    expect(headers).toEqual({
      ...(declaredRoute.idempotent ? { 'Idempotency-Key': true } : {}),
      ...(declaredRoute.stream && declaredRoute.method === 'GET' ? { 'Last-Event-ID': false } : {}),
    });
  });

  test('has its body, its reply and its errors, each under its status', () => {
    expect(declared.requestBody !== undefined).toBe(declaredRoute.body !== undefined);
    const { [String(declaredRoute.status ?? 200)]: success, ...failures } = declared.responses;
    const [type] = Object.keys(success.content ?? {});
    expect(type).toBe(declaredRoute.status === 303 ? undefined : declaredRoute.stream ? 'text/event-stream' : 'application/json');
    const { schema } = success.content?.[type ?? ''] ?? {};
    if (schema && !declaredRoute.stream && !declaredRoute.bare)
      expect(schema.required).toEqual(declaredRoute.meta ? ['data', 'meta'] : ['data']);
    for (const code of declaredRoute.errors ?? []) expect(failures[statusOfError[code]].description, code).toContain(`\`${code}\``);
    if (!('anyone' in declaredRoute.allow)) expect(failures[401].description).toContain('not-signed-in');
    if (declaredRoute.idempotent) expect(failures[422].description).toContain('idempotency-key-reused');
    for (const failure of Object.values<Json>(failures))
      expect(failure.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Error' });
  });
});

describe('schemas', () => {
  const Weight = z.strictObject({
    kilograms: z.number().gt(0),
    note: z.string().nullable().optional(),
    code: z.string().transform((text) => text.length),
  });
  const small = {
    vitals: {
      add: route({ method: 'POST', path: '/weights', summary: 'Add', allow: ['patient'], body: Weight, reply: z.array(Weight) }),
      old: route({
        method: 'GET',
        path: '/weights',
        summary: 'Old',
        allow: ['patient'],
        reply: z.int(),
        deprecated: { since: '2026-01-01', sunset: '2026-07-01' },
      }),
    },
  };
  const rendered: Json = publicDocument(small, { Weight });

  test('what is sent is strict; what is answered may gain fields', () => {
    expect(rendered.components.schemas.WeightInput).toMatchObject({
      additionalProperties: false,
      properties: { code: { type: 'string' } },
    });
    expect(rendered.components.schemas.Weight.additionalProperties).toBeUndefined();
    expect(rendered.paths['/v1/weights'].post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/WeightInput',
    });
    expect(rendered.paths['/v1/weights'].post.responses[200].content['application/json'].schema.properties.data).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/Weight' },
    });
  });

  test('bounds and null are said as 3.0 says them', () => {
    expect(rendered.components.schemas.WeightInput.properties).toMatchObject({
      kilograms: { type: 'number', minimum: 0, exclusiveMinimum: true },
      note: { type: 'string', nullable: true },
    });
  });

  test('a deprecated route says until when it is answered', () => {
    expect(rendered.paths['/v1/weights'].get).toMatchObject({
      deprecated: true,
      description: expect.stringContaining('gone on 2026-07-01'),
    });
  });

  test('a path parameter without a schema is a mistake, named', () => {
    const broken = {
      vitals: { get: route({ method: 'GET', path: '/weights/{weightId}', summary: 'One', allow: ['patient'], reply: Weight }) },
    };
    expect(() => publicDocument(broken)).toThrow('GET /weights/{weightId} has no schema for weightId');
  });
});
