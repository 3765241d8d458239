import type { APIGatewayEventWebsocketRequestContextV2, APIGatewayProxyWebsocketEventV2WithRequestContext, Context } from 'aws-lambda';

import { nowOf, surroundings as realSurroundings } from '../shared/context.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { ApiError } from '../shared/http/errors.ts';
import { describeError, logger } from '../shared/logger.ts';
import { tableFromEnv } from '../shared/table/table.ts';
import { LiveHello } from './contract.ts';
import { greet } from './greeting.ts';
import { liveRepository } from './repository.ts';

export type SocketEvent = APIGatewayProxyWebsocketEventV2WithRequestContext<
  Pick<APIGatewayEventWebsocketRequestContextV2, 'eventType' | 'connectionId' | 'requestId'>
>;
export type SocketAnswer = { readonly statusCode: number; readonly body?: string };

const helloIn = (body: string | undefined) => {
  try {
    return LiveHello.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
};

/** The Lambda handler of the WebSocket API: $connect with its ticket, a browser's hello, $disconnect. */
export const socket = (options: ConsumerOptions = {}) => {
  const around = options.surroundings ?? realSurroundings;

  const answer = async ({ requestContext, queryStringParameters, body }: SocketEvent): Promise<SocketAnswer> => {
    const { eventType, connectionId, requestId } = requestContext;
    const table = (options.table ?? tableFromEnv)();
    const now = nowOf(around);
    switch (eventType) {
      case 'CONNECT':
        await liveRepository(table).connect(queryStringParameters?.ticket ?? '', connectionId, { now, correlationId: requestId });
        return { statusCode: 200 };
      case 'DISCONNECT':
        await liveRepository(table).disconnect(connectionId);
        return { statusCode: 200 };
      case 'MESSAGE': {
        const hello = helloIn(body);
        if (!hello) return { statusCode: 400, body: JSON.stringify({ kind: 'not-understood' }) };
        return { statusCode: 200, body: JSON.stringify(await greet(table, { connectionId, since: hello.since }, now)) };
      }
    }
  };

  return async (event: SocketEvent, context: Context): Promise<SocketAnswer> => {
    logger.addContext(context);
    const { eventType, connectionId } = event.requestContext;
    try {
      const answered = await answer(event);
      logger.info('socket', { eventType, connectionId, status: answered.statusCode });
      return answered;
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) {
        logger.info('socket', { eventType, connectionId, status: error.status, code: error.code });
        return { statusCode: error.status };
      }
      logger.error('A message of a socket could not be answered', { eventType, connectionId, ...describeError(error) });
      // Ends the invocation as failed, which the alarm counts, without what the error says.
      throw new Error('A message of a socket could not be answered');
    }
  };
};

export const handler = socket();
