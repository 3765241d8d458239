import type * as z from 'zod';

import type { ErrorCode } from './errors.ts';

/** Who may call a route. Every signed-in person is a `patient`; admins come from a pool of their own. */
export type Role = 'patient' | 'doctor' | 'health-worker' | 'responder' | 'admin';

/**
 * A route as data: browser, Lambda, CDK and OpenAPI read the same object.
 * `path` is below `/api/v1`, with parameters in braces: `/consultation-notes/{noteId}`.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  /** One line for a developer who reads `/docs`. */
  readonly summary: string;
  /** Roles that may call; a route that anyone may call says why instead. */
  readonly allow: readonly Role[] | { readonly anyone: string };
  /** Path parameters, by the names in `path`. */
  readonly params?: z.ZodObject;
  /** Query parameters; every one of them arrives as text. */
  readonly query?: z.ZodObject;
  /** JSON body. Unknown fields are refused: use `z.strictObject`. */
  readonly body?: z.ZodType;
  /** What is in `data` of the reply. */
  readonly reply: z.ZodType;
  /** What is in `meta` of the reply, where there is more than data: the cursor of a page. */
  readonly meta?: z.ZodType;
  /** HTTP status of a success; 200 unless said. 303 sends a browser on to one of our pages (`Call.redirect`). */
  readonly status?: 200 | 201 | 202 | 303;
  /** Errors of this route's own, beside those that any route may answer with. */
  readonly errors?: readonly ErrorCode[];
  /** The caller must send `Idempotency-Key`; a repeat answers as the first did. */
  readonly idempotent?: boolean;
  /** The reply is a stream of server-sent events; `reply` is then the union of the events' data. */
  readonly stream?: boolean;
  /** The reply as it is, outside `{ data }`: for documents with a form of their own (OpenAPI, `.ics`). */
  readonly bare?: boolean;
  /** The body is a message signed over its bytes: the handler gets its text as it came (`Call.text`) and checks the signature itself. */
  readonly signed?: boolean;
  /** Still answered, with `Deprecation` and `Sunset` headers (RFC 9745, RFC 8594). */
  readonly deprecated?: { readonly since: string; readonly sunset: string };
};

/** Declares a route, keeping the exact types that the client's and the handler's types are inferred from. */
export const route = <const R extends Route>(declared: R): R => declared;

/** `POST /consultation-notes/{noteId}/sign`: how a route is named, by the browser's client too. */
export type RouteKey<R extends Route> = `${R['method']} ${R['path']}`;
