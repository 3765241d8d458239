import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { slotAt, terms } from '../appointments/testing/clinic.ts';
import { type ListedClinic, openListedClinic } from '../appointments/testing/listed-clinic.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { receipt } from '../shared/table/receipt.ts';
import { Table } from '../shared/table/table.ts';
import type { Account } from '../shared/testing/caller.ts';
import type { CalendarDate, Instant, Paise } from '../shared/values.ts';
import type { Mode } from './contract.ts';

const START = '2026-11-20T07:00:00Z' as Instant;

let clinic: ListedClinic;
beforeAll(async () => {
  clinic = await openListedClinic();
});
beforeEach(() => {
  clinic.at(START);
  clinic.use(clinic.store.table);
});
afterAll(() => clinic.stop());

const names = async (query: Record<string, string> = {}) => (await clinic.find(query)).data.map(({ name }) => name);

describe('somebody who looks for a doctor', () => {
  const clock = (from: string, modes: Mode[], days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) => ({
    weekly: [{ days: days as never, from, to: '17:00', slotMinutes: 20, bufferMinutes: 0, modes }],
  });

  /** Three doctors of this file; those of other tests are listed later. */
  beforeAll(async () => {
    clinic.at(START);
    const doctors = await Promise.all([
      clinic.addDoctor({
        doctor: { name: 'Dr Meera Iyer', specialty: 'General medicine', languages: ['en', 'ta'] },
        practice: { hospital: 'Jeevan Clinic', city: 'Bengaluru', feePaise: 50_000 as Paise },
        // Today from 15:00 in India.
        hours: clock('15:00', ['video', 'in-person']),
      }),
      clinic.addDoctor({
        doctor: { name: 'Dr Kavya Nair', specialty: 'Skin & hair', languages: ['ml', 'en'] },
        practice: { hospital: 'Śānti Hospital', city: 'Kochi', feePaise: 80_000 as Paise },
        hours: clock('09:00', ['phone', 'video'], ['mon']),
      }),
      clinic.addDoctor({
        doctor: { name: 'Dr Arjun Menon', specialty: 'General Medicine', languages: ['en', 'hi', 'ml'] },
        practice: { hospital: 'City Care', city: 'Kochi', feePaise: 0 as Paise },
        hours: clock('13:00', ['in-person']),
      }),
    ]);
    for (const doctor of doctors) await clinic.list(doctor);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['sees all, soonest free first', {}, ['Dr Arjun Menon', 'Dr Meera Iyer', 'Dr Kavya Nair']],
    ['by specialty, however it is written', { specialty: 'GENERAL  medicine' }, ['Dr Arjun Menon', 'Dr Meera Iyer']],
    ['by city', { city: 'kochi' }, ['Dr Arjun Menon', 'Dr Kavya Nair']],
    ['by both', { specialty: 'general medicine', city: 'Kochi ' }, ['Dr Arjun Menon']],
    ['by both, of which there is none', { specialty: 'skin hair', city: 'Bengaluru' }, []],
    ['by language', { language: 'ml' }, ['Dr Arjun Menon', 'Dr Kavya Nair']],
    ['by mode', { mode: 'phone' }, ['Dr Kavya Nair']],
    ['by fee, the limit included', { maxFee: '50000' }, ['Dr Arjun Menon', 'Dr Meera Iyer']],
    ['free of charge', { maxFee: '0' }, ['Dr Arjun Menon']],
    ['by a word of the name', { q: 'iyer' }, ['Dr Meera Iyer']],
    ['by part of a word', { q: 'Men' }, ['Dr Arjun Menon']],
    ['by a word of the hospital', { q: 'clinic' }, ['Dr Meera Iyer']],
    ['by a word with marks over its letters', { q: 'ŚĀNTI' }, ['Dr Kavya Nair']],
    ['by a word of each, in any order', { q: '  care  arjun ' }, ['Dr Arjun Menon']],
    ['by words that are not all there', { q: 'arjun clinic' }, []],
    ['by no word at all', { q: '  ' }, ['Dr Arjun Menon', 'Dr Meera Iyer', 'Dr Kavya Nair']],
    ['by several at once', { city: 'Kochi', language: 'ml', mode: 'video', maxFee: '80000', q: 'nair' }, ['Dr Kavya Nair']],
    ['with a free time today', { freeBy: '2026-11-20' }, ['Dr Arjun Menon', 'Dr Meera Iyer']],
    ['with a free time by Sunday', { freeBy: '2026-11-22' }, ['Dr Arjun Menon', 'Dr Meera Iyer']],
    ['with a free time by Monday', { freeBy: '2026-11-23' }, ['Dr Arjun Menon', 'Dr Meera Iyer', 'Dr Kavya Nair']],
    ['with a free time yesterday', { freeBy: '2026-11-19' }, []],
    ['with a free video time by Sunday', { freeBy: '2026-11-22', mode: 'video' }, ['Dr Meera Iyer']],
  ])('%s', async (_, query, found) => {
    expect(await names(query)).toEqual(found);
  });

  test('sees who it is, where and for how much, when next and how; not the room for video calls', async () => {
    const [first] = (await clinic.find({ q: 'kavya' })).data;
    expect(first).toEqual({
      doctorId: expect.any(String),
      name: 'Dr Kavya Nair',
      registrationNumber: expect.stringMatching(/^KMC /),
      council: 'Karnataka Medical Council',
      qualification: 'MBBS, MD',
      specialty: 'Skin & hair',
      languages: ['ml', 'en'],
      hospital: 'Śānti Hospital',
      city: 'Kochi',
      state: 'Karnataka',
      feePaise: 80_000,
      modes: ['video', 'phone'],
      nextFreeAt: slotAt(0),
    });
  });

  test('reads the table once for each page, whatever is asked', async () => {
    const searches: Record<string, string>[] = [
      {},
      { limit: '2' },
      { q: 'nair', language: 'ml' },
      { specialty: 'General medicine', freeBy: '2026-11-22' },
    ];
    for (const query of searches) {
      const asked: string[] = [];
      const send = (command: { constructor: { name: string } }) => {
        asked.push(command.constructor.name);
        return clinic.store.client.send(command as never);
      };
      // The account is looked up once and then known for half a minute.
      await clinic.directory({ accountId: 'reader', roles: ['patient'] }).call('listDoctors', { query });
      clinic.use(new Table(clinic.store.table.name, { send } as never));
      const reply = await clinic.directory({ accountId: 'reader', roles: ['patient'] }).call('listDoctors', { query });
      expect([reply.status, asked]).toEqual([200, [QueryCommand.name]]);
      clinic.use(clinic.store.table);
    }
  });

  test.each([
    ['limit', { limit: '101' }, 'must be a whole number from 1 to 100'],
    ['cursor', { cursor: 'eyJ4IjoxfQ' }, 'must be the cursor of the reply before'],
    ['mode', { mode: 'letter' }, ''],
    ['maxFee', { maxFee: '-1' }, 'must be whole paise'],
    ['language', { language: 'Hindi' }, 'must be a language code like hi'],
    ['freeBy', { freeBy: '2026-02-30' }, 'must be a day that exists'],
    ['name', { name: 'nair' }, 'is not a field of this request'],
  ])('is told what is wrong with %s', async (field, query, rule) => {
    const reply = await clinic.directory({ accountId: 'reader', roles: ['patient'] }).call('listDoctors', { query });
    expect(reply.status).toBe(422);
    expect(reply.body.error.details.problems).toEqual([{ field: `query.${field}`, rule: expect.stringContaining(rule) }]);
  });

  test('must be signed in', async () => {
    expect((await clinic.directory(undefined).call('listDoctors')).status).toBe(401);
  });
});

describe('as time passes, before the lines are made anew', () => {
  const city = 'Mysuru';
  /** Free at one time today and then at another, or on another day. */
  const freeAt = (...dated: [string, string][]) => ({
    weekly: [],
    exceptions: dated.map(([date, from]) => ({
      kind: 'extra' as const,
      date: date as CalendarDate,
      from,
      to: `${from.slice(0, 4)}5`,
      slotMinutes: 5,
      bufferMinutes: 0,
      modes: ['video' as const],
    })),
  });

  test('who is free next comes first, and who is free no more by that day does not come', async () => {
    const today = '2026-11-20';
    for (const [name, hours] of [
      ['Dr First', freeAt([today, '13:00'], [today, '17:00'])],
      ['Dr Second', freeAt([today, '15:00'])],
      ['Dr Tomorrow', freeAt([today, '12:40'], ['2026-11-21', '09:00'])],
    ] as const)
      await clinic.list(await clinic.addDoctor({ doctor: { name }, practice: { city }, hours }));
    expect(await names({ city, freeBy: today })).toEqual(['Dr Tomorrow', 'Dr First', 'Dr Second']);
    clinic.pass(10 * 60 + 1);
    expect(await names({ city, freeBy: today })).toEqual(['Dr First', 'Dr Second']);
    expect(await names({ city })).toEqual(['Dr First', 'Dr Second', 'Dr Tomorrow']);
    clinic.pass(30 * 60);
    expect(await names({ city, freeBy: today })).toEqual(['Dr Second', 'Dr First']);
  });
});

describe('a long list', () => {
  const city = 'Pune';
  /** 30 doctors of one city, each free from another time on; every third speaks Marathi. */
  beforeAll(async () => {
    clinic.at(START);
    for (let index = 0; index < 30; index += 1) {
      const minute = 10 * 60 + index * 10;
      const from = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const doctor = await clinic.addDoctor({
        doctor: { name: `Dr Number ${String(index).padStart(2, '0')}`, languages: index % 3 === 0 ? ['mr'] : ['en'] },
        practice: { city },
        hours: { weekly: [{ days: ['mon'], from, to: '17:00', slotMinutes: 10, bufferMinutes: 0, modes: ['video'] }] },
      });
      await clinic.list(doctor);
    }
  }, 60_000);

  const pages = async (query: Record<string, string>) => {
    const found: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await clinic.find({ city, ...query, ...(cursor ? { cursor } : {}) });
      found.push(page.data.map(({ name }) => name));
      cursor = page.meta.nextCursor;
    } while (cursor);
    return found;
  };
  const numbered = Array.from({ length: 30 }, (_, index) => `Dr Number ${String(index).padStart(2, '0')}`);

  test('comes page by page, each doctor once, soonest first over all pages', async () => {
    const found = await pages({ limit: '8' });
    expect(found.map(({ length }) => length)).toEqual([8, 8, 8, 6]);
    expect(found.flat()).toEqual(numbered);
  });

  test('that is filtered has full pages too', async () => {
    const found = await pages({ limit: '4', language: 'mr' });
    expect(found.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(found.flat()).toEqual(numbered.filter((_, index) => index % 3 === 0));
  });

  test('has 25 on a page unless it is said otherwise', async () => {
    expect((await pages({})).map(({ length }) => length)).toEqual([25, 5]);
  });

  test('of one search is not opened by the cursor of another', async () => {
    const { meta } = await clinic.find({ city, limit: '1' });
    const reply = await clinic
      .directory({ accountId: 'reader', roles: ['patient'] })
      .call('listDoctors', { query: { cursor: String(meta.nextCursor) } });
    expect(reply.body.error.details.problems).toMatchObject([{ field: 'query.cursor' }]);
  });
});

describe('a doctor’s page', () => {
  const asha: Account = { accountId: 'asha', roles: ['patient'] };
  const page = ({ accountId }: Account) => clinic.directory(asha).call('getDoctor', { params: { doctorId: accountId } });

  test('shows the registration, the terms and the next free time, and not the room for video calls', async () => {
    const followUp = { feePaise: 20_000 as Paise, days: 7 };
    const doctor = await clinic.addDoctor({ practice: { about: 'Listens first.', followUp, city: 'Hubballi' } });
    expect((await page(doctor)).body.data, 'before the lists know of it').not.toHaveProperty('nextFreeAt');
    await clinic.list(doctor);
    const reply = await page(doctor);
    expect(reply.body.data).toMatchObject({
      registrationNumber: expect.stringMatching(/^KMC /),
      address: terms.address,
      about: 'Listens first.',
      followUp,
      cancellation: terms.cancellation,
      modes: ['in-person', 'video', 'phone'],
      nextFreeAt: '2026-11-20T07:10:00Z',
    });
    expect(reply.text).not.toContain('meet.arogya.example');
  });

  test('is nobody’s who was deactivated, has no practice or never was', async () => {
    const doctor = await clinic.addDoctor({ practice: { city: 'Hubballi' } });
    const { accountId } = doctor;
    await clinic.save(accountState.make({ accountId }, { accountId, deactivatedAt: START }));
    const missing: Account = { accountId: 'nobody', roles: [] };
    for (const each of [doctor, missing]) expect(await page(each)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } });
  });
});

describe('a doctor’s practice', () => {
  const { revision: _revision, ...fields } = { ...terms, city: 'Hubballi' };
  const doctor = (): Account => ({ accountId: crypto.randomUUID(), roles: ['doctor'] });
  const save = (who: Account, body: object) => clinic.directory(who).call('saveMyPractice', { body });

  test('is nothing until it is saved, then what was saved, and in the audit trail', async () => {
    const kavya = doctor();
    expect((await clinic.directory(kavya).call('getMyPractice')).body.data).toEqual({ revision: 0 });
    expect(await save(kavya, { ...fields, revision: 0 })).toMatchObject({ status: 200, body: { data: { ...fields, revision: 1 } } });
    expect((await clinic.directory(kavya).call('getMyPractice')).body.data).toEqual({ ...fields, revision: 1 });
    const written = (await clinic.all())
      .filter(receipt.is)
      .map((item) => receipt.parse(item))
      .find(({ callerId }) => callerId === kavya.accountId);
    expect(written?.events.map(({ name }) => name)).toEqual(['free-times-changed']);
    expect(written?.accesses).toMatchObject([{ subjectId: kavya.accountId, action: 'directory.saveMyPractice' }]);
  });

  test('when two windows save at once, one is told and nothing is overwritten', async () => {
    const kavya = doctor();
    await save(kavya, { ...fields, revision: 0 });
    const replies = await Promise.all([10_000, 20_000].map((feePaise) => save(kavya, { ...fields, feePaise, revision: 1 })));
    expect(replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim()).sort()).toEqual([
      '200',
      '409 changed-elsewhere',
    ]);
    const { data } = (await clinic.directory(kavya).call('getMyPractice')).body;
    expect(data).toMatchObject({ feePaise: replies.find(({ status }) => status === 200)?.body.data.feePaise, revision: 2 });
  });

  test.each([
    ['a fee in parts of a paisa', { feePaise: 99.5 }, 'body.feePaise'],
    ['a fee below what Razorpay takes', { feePaise: 99 }, 'body.feePaise'],
    ['a fee above a lakh', { feePaise: 10_000_001 }, 'body.feePaise'],
    ['a negative fee', { feePaise: -1 }, 'body.feePaise'],
    [
      'more refunded for less notice',
      { cancellation: { fullHours: 4, partialHours: 24, partialPercent: 50 } },
      'body.cancellation.partialHours',
    ],
    [
      'more than all refunded',
      { cancellation: { fullHours: 24, partialHours: 4, partialPercent: 101 } },
      'body.cancellation.partialPercent',
    ],
    ['a room without a lock', { videoUrl: 'http://meet.arogya.example/iyer' }, 'body.videoUrl'],
    ['a room that is a script', { videoUrl: 'javascript:alert(1)' }, 'body.videoUrl'],
    ['no hospital', { hospital: ' ' }, 'body.hospital'],
    ['a field that is not known', { rating: 5 }, 'body.rating'],
  ])('with %s is refused by the name of the field', async (_, changes, field) => {
    const kavya = doctor();
    const reply = await save(kavya, { ...fields, ...changes, revision: 0 });
    expect(reply.status).toBe(422);
    expect(reply.body.error.details.problems).toContainEqual({ field, rule: expect.any(String) });
    expect((await clinic.directory(kavya).call('getMyPractice')).body.data).toEqual({ revision: 0 });
  });

  test('is a doctor’s: a patient has none', async () => {
    expect((await save({ accountId: 'asha', roles: ['patient'] }, { ...fields, revision: 0 })).status).toBe(403);
  });

  test('that is changed changes nothing of what is booked', async () => {
    const kavya = await clinic.addDoctor({ practice: { city: 'Hubballi' } });
    const patient = await clinic.addPatient();
    const { appointmentId } = (await clinic.book(patient, kavya, slotAt(0))).body.data;
    await save(kavya, {
      ...fields,
      feePaise: 90_000,
      cancellation: { fullHours: 0, partialHours: 0, partialPercent: 0 },
      hospital: 'Elsewhere',
      revision: 1,
    });
    expect((await clinic.change(patient, 'get', appointmentId)).body.data).toMatchObject({
      feePaise: 50_000,
      hospital: 'Jeevan Clinic',
      cancellation: terms.cancellation,
    });
    expect((await clinic.book(patient, kavya, slotAt(1))).body.data).toMatchObject({ feePaise: 90_000, hospital: 'Elsewhere' });
  });
});
