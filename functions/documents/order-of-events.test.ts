import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { dueItem, shardOf } from '../shared/due/due-item.ts';
import { remove } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { Life, MortalTable } from '../shared/testing/mortal.ts';
import type { Instant } from '../shared/values.ts';
import { objectKeyOf } from './items.ts';
import { isVerified } from './lifecycle.ts';
import type { Created } from './testing/bucket.ts';
import { eicar } from './testing/files.ts';
import { picture } from './testing/pictures.ts';
import { openRecordRoom, type RecordRoom, scanOf } from './testing/record-room.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const RUNS = Number(process.env.AROGYA_SCHEDULES ?? 25);

let room: RecordRoom;
let asha: Account;
beforeAll(async () => {
  room = await openRecordRoom();
  asha = await room.addPatient();
});
afterAll(() => room.stop());

type Message = { readonly consumer: keyof RecordRoom['consumers']; readonly message: object };
type Step =
  /** One of the messages that wait is delivered, once or twice, and whoever handles it may be killed at a call. */
  | { readonly do: 'deliver'; readonly which: number; readonly times: number; readonly killAt: number | undefined }
  /** Two that wait are delivered at once. */
  | { readonly do: 'deliver-two'; readonly which: number }
  | { readonly do: 'upload' | 'delete' | 'restore' }
  | { readonly do: 'pass'; readonly seconds: number };

const which = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      which,
      times: fc.integer({ min: 1, max: 2 }),
      killAt: fc.option(fc.nat(24), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deliver-two' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('upload' as const, 'delete' as const, 'restore' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(61, 61, 14 * MINUTE, DAY, 30 * DAY) }) },
);

const schedule = fc.record({
  versions: fc.boolean(),
  content: fc.constantFrom('sound' as const, 'sound' as const, 'hostile' as const),
  verdict: fc.constantFrom(
    'NO_THREATS_FOUND' as const,
    'NO_THREATS_FOUND' as const,
    'NO_THREATS_FOUND' as const,
    'THREATS_FOUND' as const,
    'FAILED' as const,
  ),
  steps: fc.array(step, { minLength: 2, maxLength: 14 }).map((steps): Step[] => [{ do: 'upload' }, ...steps]),
});

describe('in whatever order, however often and however interrupted the events of an upload come,', () => {
  test('only what was found good twice is ever available, and of anything else nothing stays in the bucket', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(schedule, async ({ versions, content, verdict, steps }) => {
        room.at(START);
        room.bucket.keepVersions(versions);
        const file = content === 'sound' ? picture('jpeg') : eicar;
        const { body } = await room.documents(asha).call('create', { body: room.announce(file) });
        const { document: announced, upload: form } = body.data;
        const documentId = announced.documentId as string;
        const key = objectKeyOf(documentId);
        const good = content === 'sound' && verdict === 'NO_THREATS_FOUND';

        let waiting: Message[] = [];
        const told = new Set<Created>();
        /** S3 and the scanner speak of what is new. */
        const listen = async () => {
          for (const created of room.bucket.created.filter(({ detail }) => detail.object.key === key))
            if (!told.has(created)) {
              told.add(created);
              waiting.push({ consumer: 'created', message: created }, { consumer: 'scanned', message: scanOf(created, verdict) });
            }
          for (const place of (await room.stored(documentId))?.due ?? []) {
            const key = { minute: place.minute, shard: shardOf(place.id), id: place.id };
            const due = await room.store.table.find(dueItem, key);
            if (!due || due.dueAt > room.now()) continue;
            await room.store.table.transact([remove(dueItem.key(key))]);
            waiting.push({ consumer: due.event.name as Message['consumer'], message: { detail: due.event } });
          }
        };
        const deliver = async (one: Message, killAt?: number): Promise<boolean> => {
          const life = new Life((_, call) => call === killAt);
          room.use(new MortalTable(room.store, life));
          room.bucket.calledBy(life);
          const handled = await life.live(room.hand(one.consumer, one.message));
          room.use(room.store.table);
          room.bucket.calledBy(new Life());
          return handled === true;
        };
        const settle = (one: Message, handled: boolean) => {
          if (handled) waiting = waiting.filter((each) => each !== one);
        };
        const look = async () => {
          await listen();
          const stored = await room.stored(documentId);
          seen.add(`${stored?.status ?? 'erased'}${stored?.rejectReason ? ` ${stored.rejectReason}` : ''}`);
          if (stored?.status === 'available') {
            expect(good).toBe(true);
            expect(isVerified(stored)).toBe(true);
            expect(room.bucket.under(key).some(({ versionId }) => versionId === stored.object?.versionId)).toBe(true);
          }
          // An object that came after the rejection has its own message under way.
          const unheard = waiting.some(({ consumer }) => consumer === 'created');
          if (stored?.status === 'rejected' && !unheard) expect(room.objects(documentId)).toBe(0);
        };

        for (const each of steps) {
          await listen();
          const one = waiting[('which' in each ? each.which : 0) % Math.max(1, waiting.length)];
          if (each.do === 'deliver' && one) {
            settle(one, await deliver(one, each.killAt));
            if (each.times === 2) await deliver(one);
          } else if (each.do === 'deliver-two' && one) {
            const other = waiting.find((message) => message !== one) ?? one;
            const handled = await Promise.all([one, other].map(({ consumer, message }) => room.hand(consumer, message)));
            settle(one, handled[0] === true);
            if (other !== one) settle(other, handled[1] === true);
          } else if (each.do === 'upload') await room.bucket.post(form, file);
          else if (each.do === 'delete') await room.documents(asha).call('remove', { params: { documentId } });
          else if (each.do === 'restore') await room.documents(asha).call('restore', { params: { documentId } });
          else if (each.do === 'pass') room.pass(each.seconds);
          await look();
        }

        // The leases of the killed run out, and every message comes again until it is handled; then the last due time passes.
        for (const seconds of [61, DAY, 61, MINUTE]) {
          room.pass(seconds);
          await listen();
          for (const one of [...waiting]) settle(one, await deliver(one));
        }
        await look();
        expect(waiting).toEqual([]);
        const stored = await room.stored(documentId);
        expect(['available', 'rejected', 'deleted', undefined]).toContain(stored?.status);
        expect(room.objects(documentId), stored?.status ?? 'erased').toBe(
          stored?.status === 'available' || (stored?.status === 'deleted' && !stored.erasing) ? 1 : 0,
        );
        const opened = (await room.events()).filter(({ name, data }) => name === 'document-available' && data.documentId === documentId);
        expect(opened.length).toBeLessThanOrEqual(versions ? 1 : told.size);
        if (!good) expect(opened).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    // A property that met only rejections would say nothing.
    for (const status of ['available', 'deleted', 'rejected wrong-type']) expect([...seen]).toContain(status);
  }, 600_000);

  test('every order of the two verdicts, each told twice, comes to the same end', async () => {
    room.at(START);
    room.bucket.keepVersions(true);
    const orders = ['ccss', 'cscs', 'cssc', 'sccs', 'scsc', 'sscc'];
    for (const order of orders)
      for (const [content, verdict, end] of [
        ['sound', 'NO_THREATS_FOUND', 'available'],
        ['sound', 'THREATS_FOUND', 'rejected'],
        ['hostile', 'NO_THREATS_FOUND', 'rejected'],
        ['hostile', 'THREATS_FOUND', 'rejected'],
      ] as const) {
        const { documentId, created } = await room.upload(asha, {}, content === 'sound' ? picture('jpeg') : eicar);
        // With an id of its own each time, as when the service itself tells it twice.
        for (const letter of order)
          expect(
            await room.hand(letter === 'c' ? 'created' : 'scanned', {
              ...(letter === 'c' ? created : scanOf(created, verdict)),
              id: crypto.randomUUID(),
            }),
          ).toBe(true);
        expect((await room.stored(documentId))?.status, `${order} ${content} ${verdict}`).toBe(end);
        expect(room.objects(documentId)).toBe(end === 'available' ? 1 : 0);
      }
  });

  test('a rejection that is killed at any of its calls is finished by the next delivery', async () => {
    let killed = 0;
    for (let killAt = 0; killAt < 60; killAt += 1) {
      room.at(START);
      const { documentId, created } = await room.upload(asha, {}, eicar);
      const life = new Life((_, call) => call === killAt);
      room.use(new MortalTable(room.store, life));
      room.bucket.calledBy(life);
      const ended = await life.live(room.examine(created));
      room.use(room.store.table);
      room.bucket.calledBy(new Life());
      // At no time is it rejected and still there.
      if ((await room.stored(documentId))?.status === 'rejected') expect(room.objects(documentId)).toBe(0);
      room.pass(61);
      expect(await room.examine(created)).toBe(true);
      expect(await room.stored(documentId)).toMatchObject({ status: 'rejected', rejectReason: 'wrong-type' });
      expect(room.objects(documentId)).toBe(0);
      if (ended !== 'dead') break;
      killed += 1;
    }
    expect(killed).toBeGreaterThan(10);
  });
});
