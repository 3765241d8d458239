import { contracts, namedSchemas } from '../contracts.ts';
import { env } from '../shared/env.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { publicDocument } from '../shared/http/openapi.ts';
import { serviceRoutes } from './contract.ts';

let document: ReturnType<typeof publicDocument> | undefined;

export const serviceApi = (options?: ApiOptions) =>
  api(
    'service',
    serviceRoutes,
    {
      health: async ({ table, reply }) => {
        // Any read will do: it answers only if the function may reach the table and the table answers.
        await table.query({ partition: 'health', limit: 1 });
        return reply({ status: 'ok', stage: env('STAGE'), release: env('RELEASE') });
      },
      openapi: async ({ reply }) => {
        document ??= publicDocument(contracts, namedSchemas);
        return reply(document as unknown as Record<string, unknown>);
      },
    },
    options,
  );

export const handler = serviceApi();
