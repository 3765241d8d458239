import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

import { logger } from '../logger.ts';
import type { ApiResponse } from './response.ts';

const metrics = new Metrics();

/** A caller may name the chain of requests that this one belongs to, in hex and dashes so that no text gets into logs. */
export const correlationIdOf = (event: APIGatewayProxyEvent, context: Context): string => {
  const given = event.headers?.['x-request-id'] ?? event.headers?.['X-Request-Id'];
  return given !== undefined && /^[0-9a-f-]{8,64}$/i.test(given) ? given : context.awsRequestId;
};

/** One line for each request: what was asked by the route's name, how it ended, how long it took. No body, no query, no token. */
export const requestLog = (feature: string): MiddlewareObj<APIGatewayProxyEvent, ApiResponse> => {
  const startedAt = new WeakMap<object, number>();
  const finish = (event: APIGatewayProxyEvent, context: Context, response: ApiResponse | null | undefined) => {
    if (!response) return;
    response.headers['x-request-id'] = context.awsRequestId;
    const duration = Math.round(performance.now() - (startedAt.get(context) ?? performance.now()));
    const claims = event.requestContext?.authorizer?.claims as { sub?: string } | undefined;
    logger.info('request', {
      feature,
      route: `${event.httpMethod} ${event.resource}`,
      status: response.statusCode,
      duration_ms: duration,
      correlationId: correlationIdOf(event, context),
      ...(claims?.sub ? { user_id: claims.sub } : {}),
    });
    metrics.addDimension('route', `${event.httpMethod} ${event.resource}`);
    metrics.addMetric('Latency', MetricUnit.Milliseconds, duration);
    if (response.statusCode >= 500) metrics.addMetric('ServerErrors', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
  };
  return {
    before: ({ context }) => {
      startedAt.set(context, performance.now());
      logger.addContext(context);
    },
    after: ({ event, context, response }) => finish(event, context, response),
    onError: ({ event, context, response }) => finish(event, context, response),
  };
};
