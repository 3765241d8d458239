/**
 * Every error that the API can answer with, and its HTTP status. Callers branch on the code;
 * the message says in plain English what happened and what to do, and may change.
 */
export const statusOfError = {
  'malformed-json': 400,
  'missing-idempotency-key': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'account-deactivated': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'command-in-progress': 409,
  'changed-elsewhere': 409,
  'note-already-signed': 409,
  'note-not-signed': 409,
  'note-being-written': 409,
  'note-not-interrupted': 409,
  'application-open': 409,
  'application-decided': 409,
  'already-a-doctor': 409,
  'registration-taken': 409,
  'slot-taken': 409,
  'overlapping-appointment': 409,
  'too-many-holds': 409,
  'illegal-transition': 409,
  'too-early': 409,
  'too-late': 409,
  'payment-not-waiting': 409,
  'second-look': 409,
  'file-not-available': 409,
  'too-many-reminders': 409,
  'reminder-not-running': 409,
  'reminder-over': 409,
  'too-soon': 409,
  'daily-maximum': 409,
  'not-as-needed': 409,
  'dose-answered': 409,
  'dose-not-answered': 409,
  'too-many-caregivers': 409,
  'invitation-wrong': 404,
  'patient-code-wrong': 404,
  'consent-code-wrong': 404,
  'too-many-tries': 429,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'invalid-request': 422,
  'idempotency-key-reused': 422,
  'slot-not-offered': 422,
  'too-short-notice': 422,
  'profile-incomplete': 422,
  'webhook-forged': 401,
  'webhook-stale': 400,
  'invalid-event-id': 422,
  'flags-unresolved': 422,
  'no-email-address': 422,
  'too-many-requests': 429,
  'internal-error': 500,
  'try-again': 503,
  'timed-out': 504,
} as const;

export type ErrorCode = keyof typeof statusOfError;

/** One rule that one field of the request broke. */
export type FieldProblem = {
  /** Where: `body.visitDate`, `query.limit`, `headers.idempotency-key`. */
  readonly field: string;
  /** The rule, in plain words: `must not be in the future`. */
  readonly rule: string;
};

/** Throw this to answer with an error of the contract; anything else that is thrown becomes a bare 500. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, details?: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
    this.headers = headers;
  }

  get status(): number {
    return statusOfError[this.code];
  }
}

/** A request that breaks rules of its schema: 422 with every field and rule named. */
export const invalidRequest = (problems: readonly FieldProblem[]): ApiError =>
  new ApiError('invalid-request', problems.map(({ field, rule }) => `${field} ${rule}`).join('; '), { problems });
