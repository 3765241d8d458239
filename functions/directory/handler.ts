import { FreeTimesChanged } from '../../events/appointments/free-times-changed.v1.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { directoryRoutes } from './contract.ts';
import { directoryRepository } from './repository.ts';

export const directoryApi = (options?: ApiOptions) =>
  api(
    'directory',
    directoryRoutes,
    {
      listDoctors: async ({ table, principal, query, now, reply }) => {
        const { items, nextCursor } = await directoryRepository(table, principal).listDoctors(query, now);
        return reply(items, { nextCursor });
      },

      getDoctor: async ({ table, principal, params, now, reply }) =>
        reply(await directoryRepository(table, principal).findDoctor(params.doctorId, now)),

      getMyPractice: async ({ table, principal, reply }) =>
        reply((await directoryRepository(table, principal).myPractice()) ?? { revision: 0 }),

      saveMyPractice: async ({ table, principal, body, commit }) => {
        const next = { ...body, revision: body.revision + 1 };
        return commit([directoryRepository(table, principal).saveMyPractice(next)], next, {
          events: [FreeTimesChanged.of({ doctorId: principal.accountId })],
          touched: [{ subjectId: principal.accountId, resource: `practice#${principal.accountId}` }],
        });
      },
    },
    options,
  );

export const handler = directoryApi();
