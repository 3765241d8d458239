import type { Writable } from 'node:stream';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

import { describeError, logger } from '../logger.ts';
import type { ApiResponse } from './response.ts';

/** What Lambda's runtime puts into the global scope of a streaming function. */
declare const awslambda: {
  streamifyResponse: (handler: (event: APIGatewayProxyEvent, response: Writable, context: Context) => Promise<void>) => unknown;
  HttpResponseStream: { from: (response: Writable, metadata: { statusCode: number; headers: Record<string, string> }) => Writable };
};

/**
 * A function whose reply is streamed. The work is awaited, the socket only listens: a reader who stalls, resets or leaves
 * neither slows nor ends it.
 */
export const lambdaStream = (respond: (event: APIGatewayProxyEvent, context: Context) => Promise<ApiResponse>): unknown =>
  awslambda.streamifyResponse(async (event, raw, context) => {
    const { statusCode, headers, body, stream } = await respond(event, context);
    const socket = awslambda.HttpResponseStream.from(raw, { statusCode, headers });
    let open = true;
    const hangUp = () => {
      open = false;
    };
    socket.on('error', hangUp);
    socket.on('close', hangUp);
    const write = (text: string): void => {
      if (open && socket.writable) socket.write(text);
    };
    try {
      if (stream) await stream(write);
      else write(body);
    } catch (error) {
      logger.error('A stream failed', describeError(error));
      write(
        `event: error\ndata: ${JSON.stringify({ type: 'error', code: 'internal-error', message: 'Something went wrong on our side. Resume to go on.', requestId: context.awsRequestId })}\n\n`,
      );
    }
    if (open) socket.end();
  });
