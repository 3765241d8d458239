import * as z from 'zod';

import { route } from '../shared/http/route.ts';

export const serviceRoutes = {
  health: route({
    method: 'GET',
    path: '/health',
    summary: 'Whether the API and its table answer',
    allow: { anyone: 'a monitor has no account' },
    reply: z.object({ status: z.enum(['ok']), stage: z.string(), release: z.string() }),
    errors: ['try-again'],
  }),
  openapi: route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This API as OpenAPI 3.0.1',
    allow: { anyone: 'the documentation page has no account' },
    bare: true,
    reply: z.record(z.string(), z.unknown()),
  }),
};
