import { Logger } from '@aws-lambda-powertools/logger';

/** Structured JSON. Callers log names, ids, codes and times; never a body, a name, a text or a token. */
export const logger = new Logger();

/**
 * What may be logged of an error that nobody expected: its class and where it was thrown. Its message is
 * left out, because messages quote input: `JSON.parse` repeats the text that it could not read.
 */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const metadata = (error as { $metadata?: { httpStatusCode?: number; requestId?: string } }).$metadata;
  return {
    errorName: error.name,
    errorAt: frames.slice(0, 6).map((line) => line.trim()),
    ...(metadata ? { awsStatus: metadata.httpStatusCode, awsRequestId: metadata.requestId } : {}),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
};
