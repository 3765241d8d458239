import { useEffect } from 'react';

import { usePages } from '../../shared/api/query.ts';

type Options = { readonly enabled?: boolean; readonly staleTime?: number; readonly refetchInterval?: number | false };

/** The doctor's appointments between two dates of India, both inclusive, all pages of them. */
export const useAppointments = (from: string, to: string, options: Options = {}) => {
  const pages = usePages('GET /appointments', { query: { as: 'doctor', from, to, limit: '100' } }, options);
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return pages;
};
