import { randomUUID } from 'node:crypto';

import { DoctorListingDue } from '../../../events/appointments/doctor-listing-due.v1.ts';
import { FreeTimesChanged } from '../../../events/appointments/free-times-changed.v1.ts';
import type { NewEvent } from '../../../events/envelope.ts';
import { directoryRoutes } from '../../directory/contract.ts';
import { directoryApi } from '../../directory/handler.ts';
import { dueItem } from '../../shared/due/due-item.ts';
import { receipt } from '../../shared/table/receipt.ts';
import { remove } from '../../shared/table/write.ts';
import { type Account, callerOf } from '../../shared/testing/caller.ts';
import { keepListing } from '../on-free-times-changed.ts';
import { deliver, openClinic } from './clinic.ts';

type Handler = Parameters<typeof deliver>[0];

/** A clinic whose doctors are in the directory: what changes their lines is delivered when `publish()` is called. */
export const openListedClinic = async () => {
  const clinic = await openClinic();
  const keep = keepListing(clinic.options) as unknown as Handler;
  const call = callerOf(directoryRoutes, directoryApi(clinic.options));
  const delivered = new Set<string>();
  const read = [FreeTimesChanged.name, 'account-deactivated', 'account-reactivated', 'doctor-application-approved'];

  const handle = async (event: Parameters<typeof deliver>[1]) => {
    const { batchItemFailures } = await deliver(keep, event);
    if (batchItemFailures.length > 0) throw new Error(`${event.name} was not handled`);
  };
  const tell = (event: NewEvent) => handle({ ...event, id: randomUUID(), at: clinic.now(), correlationId: 'c' });

  return {
    ...clinic,
    call: clinic.call,
    directory: call,
    tell,
    /** Has a doctor's lines made, as whatever changed their free times would. */
    list: ({ accountId }: Account) => tell(FreeTimesChanged.of({ doctorId: accountId })),
    /** Delivers what commands have left behind since the last time. */
    publish: async () => {
      const events = (await clinic.all()).filter(receipt.is).flatMap((item) => receipt.parse(item).events);
      for (const event of events.filter(({ id, name }) => read.includes(name) && !delivered.has(id))) {
        delivered.add(event.id);
        await handle(event);
      }
    },
    /** The doctor's line that is due, if its time has come: taken out by the sweep, then handled. */
    sweep: async ({ accountId }: Account): Promise<number> => {
      const due = (await clinic.all())
        .filter(dueItem.is)
        .map((item) => ({ key: { pk: String(item.pk), sk: String(item.sk) }, ...dueItem.parse(item) }))
        .filter(({ event, dueAt }) => event.name === DoctorListingDue.name && event.data.doctorId === accountId && dueAt <= clinic.now());
      for (const { key, event } of due) {
        await clinic.store.table.transact([remove(key)]);
        await handle(event);
      }
      return due.length;
    },
    /** What is due for a doctor's line. */
    listingDue: async ({ accountId }: Account): Promise<string[]> =>
      (await clinic.due())
        .filter(({ event }) => event.name === DoctorListingDue.name && event.data.doctorId === accountId)
        .map(({ dueAt }) => dueAt),
    /** Finds doctors as somebody who looks for one. */
    find: async (query: Record<string, string> = {}) => {
      const looking: Account = { accountId: 'somebody', roles: ['patient'] };
      const { status, body } = await call(looking).call('listDoctors', { query });
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body as { data: { doctorId: string; name: string; nextFreeAt?: string; modes: string[] }[]; meta: { nextCursor?: string } };
    },
  };
};
export type ListedClinic = Awaited<ReturnType<typeof openListedClinic>>;
