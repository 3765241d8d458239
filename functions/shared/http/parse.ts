import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod';

import { ApiError, invalidRequest } from './errors.ts';
import { problemsOf } from './problems.ts';
import type { Route } from './route.ts';

/** Bytes of a request's body, far above the longest note (20,000 characters of three bytes, JSON-escaped). */
const BODY_LIMIT = 262_144;

/** A part of the request by its schema, or 422 naming each field and rule. */
export const parsePart = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidRequest(problemsOf(parsed.error.issues, where, value));
  return parsed.data;
};

/** The body's text, for the command's hash, and what it says. */
export const readBody = (route: Route, event: APIGatewayProxyEvent): { text: string; json: unknown } => {
  const text = event.body === null ? '' : event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  if (!route.body && !route.signed) return { text, json: undefined };
  if (Buffer.byteLength(text) > BODY_LIMIT) throw new ApiError('body-too-large', `body must have at most ${BODY_LIMIT} bytes.`);
  if (!route.body) return { text, json: undefined };
  const type = event.headers['content-type'];
  if (text !== '' && type !== undefined && !/^application\/(json|[\w.+-]+\+json)\b/i.test(type))
    throw new ApiError('unsupported-media-type', 'headers.content-type must be application/json.');
  try {
    return { text, json: JSON.parse(text === '' ? '{}' : text) };
  } catch {
    throw new ApiError('malformed-json', 'body must be valid JSON.');
  }
};
