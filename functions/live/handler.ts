import { randomBytes } from 'node:crypto';

import { env } from '../shared/env.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { liveRoutes } from './contract.ts';
import { liveRepository } from './repository.ts';

export const liveApi = (options?: ApiOptions) =>
  api(
    'live',
    liveRoutes,
    {
      createTicket: async ({ table, principal, now, commit }) => {
        const ticket = randomBytes(24).toString('base64url');
        const { write, goodUntil } = liveRepository(table).ticketFor(ticket, principal, now);
        return commit([write], { ticket, url: env('LIVE_URL'), goodUntil });
      },
    },
    options,
  );

export const handler = liveApi();
