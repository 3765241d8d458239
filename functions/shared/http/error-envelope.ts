import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';

import { describeError, logger } from '../logger.ts';
import { ApiError } from './errors.ts';
import type { ApiResponse } from './response.ts';

/** The one place where an error becomes a reply. What nobody expected is a bare 500; its details go to the log only. */
export const errorEnvelope = (): MiddlewareObj<APIGatewayProxyEvent, ApiResponse> => ({
  onError: (request) => {
    const { error } = request;
    const known = error instanceof ApiError ? error : undefined;
    if (!known) logger.error('An unexpected error', describeError(error));
    else if (known.status >= 500) logger.warn('A known failure', { code: known.code, ...(known.cause ? describeError(known.cause) : {}) });
    request.response = {
      statusCode: known?.status ?? 500,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...known?.headers },
      body: JSON.stringify({
        error: {
          code: known?.code ?? 'internal-error',
          message: known?.message ?? 'Something went wrong on our side. Please try again; if it stays, tell us the request id.',
          ...(known?.details === undefined ? {} : { details: known.details }),
          requestId: request.context.awsRequestId,
        },
      }),
    };
  },
});
