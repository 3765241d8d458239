import { type ErrorCode, statusOfError } from '../../functions/shared/http/errors.ts';

type GatewayError = {
  readonly code: ErrorCode;
  readonly message: string;
  /** Keeps the gateway's own status, for errors whose status says more than our code's. */
  readonly keepStatus?: boolean;
  readonly retryAfter?: number;
};

const again = 'Something went wrong on our side. Please try again; if it stays, tell us the request id.';
const notAllowed = 'This is not allowed.';

/**
 * What the gateway answers by itself, before or instead of a function: in the API's envelope, with its codes.
 * Types: API Gateway developer guide, "Gateway response types for REST APIs".
 */
export const gatewayErrors: Readonly<Record<string, GatewayError>> = {
  UNAUTHORIZED: { code: 'not-signed-in', message: 'Sign in and send an access token.' },
  // The gateway's own status is 403, on which a browser would not sign in again.
  EXPIRED_TOKEN: { code: 'not-signed-in', message: 'The access token has expired; get a new one.' },
  ACCESS_DENIED: { code: 'not-allowed', message: notAllowed },
  INVALID_API_KEY: { code: 'not-allowed', message: notAllowed },
  INVALID_SIGNATURE: { code: 'not-allowed', message: notAllowed },
  WAF_FILTERED: { code: 'not-allowed', message: 'This request was refused because it looks like an attack.' },
  // A path or method that is not in the body.
  MISSING_AUTHENTICATION_TOKEN: { code: 'not-found', message: 'There is nothing at this address.' },
  RESOURCE_NOT_FOUND: { code: 'not-found', message: 'There is nothing at this address.' },
  BAD_REQUEST_PARAMETERS: {
    code: 'missing-idempotency-key',
    message: 'headers.idempotency-key must be 1 to 128 visible ASCII characters, such as a UUID, new for each command.',
  },
  BAD_REQUEST_BODY: { code: 'malformed-json', message: 'The body must be JSON.' },
  REQUEST_TOO_LARGE: { code: 'body-too-large', message: 'The body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { code: 'unsupported-media-type', message: 'Send the body as application/json.' },
  THROTTLED: { code: 'too-many-requests', message: 'Too many requests; wait a moment and try again.', retryAfter: 1 },
  QUOTA_EXCEEDED: { code: 'too-many-requests', message: 'Too many requests; wait a moment and try again.', retryAfter: 60 },
  INTEGRATION_TIMEOUT: { code: 'timed-out', message: 'This took too long. Please try again.' },
  INTEGRATION_FAILURE: { code: 'timed-out', message: 'This took too long. Please try again.' },
  AUTHORIZER_FAILURE: { code: 'internal-error', message: again },
  AUTHORIZER_CONFIGURATION_ERROR: { code: 'internal-error', message: again },
  API_CONFIGURATION_ERROR: { code: 'internal-error', message: again },
  DEFAULT_4XX: { code: 'invalid-request', message: 'The request is not one that this API understands.', keepStatus: true },
  // A function that crashes is a 502 here.
  DEFAULT_5XX: { code: 'internal-error', message: again, keepStatus: true },
};

/**
 * `*` and not our origins: these replies are the same for everybody and hold no data, tokens go in a header and never in
 * a cookie, and a gateway response cannot choose among several origins.
 */
const headers = {
  'Access-Control-Allow-Origin': "'*'",
  'Access-Control-Expose-Headers': "'X-Request-Id,Retry-After'",
  'Cache-Control': "'no-store'",
  'Strict-Transport-Security': "'max-age=63072000; includeSubDomains; preload'",
  'X-Content-Type-Options': "'nosniff'",
  'X-Request-Id': 'context.requestId',
};

export const gatewayResponses = (): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(gatewayErrors).map(([type, { code, message, keepStatus, retryAfter }]) => [
      type,
      {
        ...(keepStatus ? {} : { statusCode: String(statusOfError[code]) }),
        responseParameters: Object.fromEntries(
          Object.entries({ ...headers, ...(retryAfter ? { 'Retry-After': `'${retryAfter}'` } : {}) }).map(([name, value]) => [
            `gatewayresponse.header.${name}`,
            value,
          ]),
        ),
        responseTemplates: {
          'application/json': JSON.stringify({ error: { code, message, requestId: '$context.requestId' } }),
        },
      },
    ]),
  );
