import { profile } from '../identity/items.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { type Channel, defaultPreferences, type NotificationPreferences } from './contract.ts';
import { addressOwner, hashOfAddress, preferences } from './items.ts';

type Stopped = NotificationPreferences['stopped'][number];

/** Switches a channel off for a person; nothing if it is off already. It holds for every later send until they switch it on again. */
export const stopChannel = async (table: Table, accountId: string, stopped: Stopped): Promise<Write[]> => {
  const before = (await table.find(preferences, { accountId })) ?? defaultPreferences;
  if (before.stopped.some(({ channel }) => channel === stopped.channel)) return [];
  const after = { ...before, stopped: [...before.stopped, stopped], revision: before.revision + 1 };
  return [put(preferences.make({ accountId }, after)).when(atRevision(before.revision), outdated)];
};

/**
 * Switches a channel off for everybody whose address it is now, of those whom we wrote to there. Who has another address
 * by now is not meant.
 */
export const stopAddress = async (
  table: Table,
  {
    channel,
    address,
    reason,
  }: { readonly channel: Exclude<Channel, 'push'>; readonly address: string; readonly reason: Stopped['reason'] },
  now: Instant,
): Promise<Write[]> => {
  const owner = await table.find(addressOwner, { channel, addressHash: hashOfAddress(address) });
  const writes = (owner?.accountIds ?? []).map(async (accountId) => {
    const person = await table.find(profile, { accountId });
    const current = channel === 'email' ? person?.email : person?.phone;
    if (current === undefined || hashOfAddress(current) !== hashOfAddress(address)) return [];
    return stopChannel(table, accountId, { channel, reason, at: now });
  });
  return (await Promise.all(writes)).flat();
};
