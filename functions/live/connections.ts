import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

import { env } from '../shared/env.ts';

/** The open sockets, as API Gateway holds them. */
export type Connections = {
  /** `gone`: its browser is away, or never was there. */
  readonly post: (connectionId: string, text: string) => Promise<'sent' | 'gone'>;
  readonly close: (connectionId: string) => Promise<void>;
};

const isGone = (error: unknown): boolean => error instanceof GoneException;

export const openConnections = (): Connections => {
  let client: ApiGatewayManagementApiClient | undefined;
  const there = () => {
    client ??= new ApiGatewayManagementApiClient({ endpoint: env('LIVE_CALLBACK_URL'), maxAttempts: 3 });
    return client;
  };
  return {
    post: async (connectionId, text) => {
      try {
        await there().send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: text }));
        return 'sent';
      } catch (error) {
        if (isGone(error)) return 'gone';
        throw error;
      }
    },
    close: async (connectionId) => {
      try {
        await there().send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
};
