import type { QueryClient } from '@tanstack/react-query';

import type { LiveTopic } from '../../../../functions/live/contract.ts';
import { call } from '../api/client.ts';
import { createLiveClient } from './live-client.ts';
import { queriesOf } from './topic-queries.ts';

/** Reads anew what an open screen shows of it; what no screen shows is read when one does. */
export function forgetTopics(queryClient: QueryClient, topics: readonly LiveTopic[] | 'all'): void {
  const told = topics === 'all' ? (Object.keys(queriesOf) as LiveTopic[]) : topics;
  const keys = new Set<unknown>(told.flatMap((topic) => queriesOf[topic] ?? []));
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => keys.has(queryKey[0]) });
}

/** Follows the signed-in account's changes until it is stopped. Screens keep their own looking again: they do without this. */
export function followChanges(queryClient: QueryClient): () => void {
  const client = createLiveClient({
    ticket: () => call('POST /live-tickets', {}),
    open: (url) => new WebSocket(url) as unknown as ReturnType<Parameters<typeof createLiveClient>[0]['open']>,
    isAwake: () => document.visibilityState === 'visible' && navigator.onLine,
    onChange: (topics) => forgetTopics(queryClient, topics),
  });
  document.addEventListener('visibilitychange', client.wake);
  addEventListener('online', client.wake);
  return () => {
    document.removeEventListener('visibilitychange', client.wake);
    removeEventListener('online', client.wake);
    client.stop();
  };
}
