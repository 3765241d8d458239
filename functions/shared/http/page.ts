import * as z from 'zod';

/** Query of a list: `cursor` is opaque and comes from the reply before; `limit` is 1 to 100, 25 unless said. */
export const pageQuery = z.strictObject({
  cursor: z.string().min(1).max(2_000).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 100')
    .refine((text) => Number(text) >= 1 && Number(text) <= 100, 'must be a whole number from 1 to 100')
    .optional(),
});

/** `meta` of a list: `nextCursor` is absent on the last page. */
export const PageMeta = z.object({ nextCursor: z.string().optional() });
export type PageMeta = z.infer<typeof PageMeta>;

const DEFAULT_PAGE_SIZE = 25;

/** How many a list's query asks for. */
export const pageSize = ({ limit }: { readonly limit?: string | undefined }): number =>
  limit === undefined ? DEFAULT_PAGE_SIZE : Number(limit);
