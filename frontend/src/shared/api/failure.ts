import type { ErrorCode, FieldProblem } from '../../../../functions/shared/http/errors.ts';

/** What can go wrong between here and the API, beside what the API says itself. */
export type FailureCode = ErrorCode | 'network' | 'unreadable-reply';

/** An answer that is not a success. `network`: nobody answered, so it is unknown whether anything happened. */
export class ApiFailure extends Error {
  /** HTTP status; 0 if nobody answered. */
  readonly status: number;
  readonly code: FailureCode;
  readonly details: unknown;
  readonly requestId: string | undefined;
  /** Seconds to wait, as the API asked for. */
  readonly retryAfter: number | undefined;

  constructor(failure: {
    status: number;
    code: FailureCode;
    message: string;
    details?: unknown;
    requestId?: string | undefined;
    retryAfter?: number | undefined;
  }) {
    super(failure.message);
    this.name = 'ApiFailure';
    this.status = failure.status;
    this.code = failure.code;
    this.details = failure.details;
    this.requestId = failure.requestId;
    this.retryAfter = failure.retryAfter;
  }

  /** The fields that an `invalid-request` names. */
  get problems(): readonly FieldProblem[] {
    const problems = (this.details as { problems?: unknown } | undefined)?.problems;
    return Array.isArray(problems) ? (problems as FieldProblem[]) : [];
  }

  /** Whether the same request may succeed a little later. */
  get mayPass(): boolean {
    return (
      this.code === 'network' || this.code === 'command-in-progress' || this.status === 429 || (this.status >= 500 && this.status !== 501)
    );
  }
}

const numberOr = (text: string | null): number | undefined => {
  const value = Number(text);
  return text !== null && text !== '' && Number.isFinite(value) ? value : undefined;
};

/** The failure that a response with an error status speaks of. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const common = {
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfter: numberOr(response.headers.get('retry-after')),
  };
  try {
    const { error } = (await response.json()) as {
      error: { code: ErrorCode; message: string; details?: unknown; requestId?: string };
    };
    return new ApiFailure({
      ...common,
      code: error.code,
      message: error.message,
      details: error.details,
      requestId: error.requestId ?? common.requestId,
    });
  } catch {
    return new ApiFailure({ ...common, code: 'unreadable-reply', message: `The server answered ${response.status} without saying why.` });
  }
}

export const isFailure = (error: unknown, code?: FailureCode): error is ApiFailure =>
  error instanceof ApiFailure && (code === undefined || error.code === code);
