import { type ApiOptions, api } from '../shared/http/api.ts';
import { pageSize } from '../shared/http/page.ts';
import { auditRoutes } from './contract.ts';
import { auditEntry } from './items.ts';

export const auditApi = (options?: ApiOptions) =>
  api(
    'audit',
    auditRoutes,
    {
      listMine: async ({ table, principal, query, reply }) => {
        const { items, nextCursor } = await table.query({
          partition: `audit#${principal.accountId}`,
          beginsWith: 'entry#',
          newestFirst: true,
          limit: pageSize(query),
          cursor: query.cursor,
        });
        return reply(
          items.map((item) => auditEntry.parse(item)),
          { nextCursor },
        );
      },
    },
    options,
  );

export const handler = auditApi();
