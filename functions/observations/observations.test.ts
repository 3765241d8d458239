import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { profile } from '../identity/items.ts';
import { Table } from '../shared/table/table.ts';
import type { Account } from '../shared/testing/caller.ts';
import { type CalendarDate, instantOf } from '../shared/values.ts';
import { markerLatest, observation, observationIdOf, placeOf, type StoredObservation } from './items.ts';
import type { QuantityMarker } from './marker.ts';
import { isQuantity, MARKERS } from './markers/catalogue.ts';
import { type HealthRecords, haemoglobin, hba1c, openHealthRecords } from './testing/health-records.ts';

let records: HealthRecords;
let asha: Account;
beforeAll(async () => {
  records = await openHealthRecords();
});
afterAll(() => records.stop());
beforeEach(async () => {
  asha = await records.addPatient();
});

const glance = async (who: Account, code: string) =>
  (await records.dashboard(who)).markers.find((each: { code: string }) => each.code === code);

describe('adding values', () => {
  test('a patient adds a value and finds it on the dashboard and on the marker’s page, held against the lab’s range', async () => {
    const { status, body } = await records.add(asha, [
      hba1c('5.70', '2026-11-01', { labRange: { high: '5.7', highInclusive: false, text: '< 5.7' }, source: 'Jeevan Lab' }),
    ]);
    expect(status).toBe(201);
    expect(body.data).toMatchObject([
      {
        value: '5.70',
        unit: '%',
        at: '2026-11-01',
        status: 'above',
        range: { kind: 'lab', high: '5.7', highInclusive: false, certain: true },
        provenance: { kind: 'hand' },
        confirmedBy: asha.accountId,
        corrected: [],
        revision: 1,
      },
    ]);
    expect(await records.values(asha, '4548-4')).toEqual(body.data);
    expect(await records.dashboard(asha)).toMatchObject({
      markers: [{ code: '4548-4', count: 1, latest: { value: '5.70' } }],
      attention: ['4548-4'],
      changed: [],
      values: 1,
      newestAt: '2026-11-01',
    });
  });

  test('the same measurement in another unit, spelling or method’s code is there once', async () => {
    const [first] =
      (await records.add(asha, [{ code: '2345-7', value: '180.156', unit: 'mg/dL', at: '2026-11-01T03:00:00Z' }])).body.data ?? [];
    const again = await records.add(asha, [
      { code: '2345-7', value: '10', unit: 'mmol/L', at: '2026-11-01T03:00:00Z', source: 'Another lab' },
      { code: '2345-7', value: '10.000', unit: 'mmol/L', at: '2026-11-01T03:00:00Z' },
    ]);
    expect(again.status).toBe(201);
    expect(again.body.data).toEqual([first, first]);
    expect(await glance(asha, first.code)).toMatchObject({ count: 1, latest: { value: '180.156', revision: 1 } });
  });

  test('the newest value and the one before stand on the dashboard whatever the order they come in', async () => {
    const dates = ['2026-03-01', '2026-09-01', '2026-01-01', '2026-06-01'];
    for (const [index, date] of dates.entries()) await records.add(asha, [hba1c(`6.${index}`, date)]);
    expect(await glance(asha, '4548-4')).toMatchObject({
      count: 4,
      latest: { value: '6.1' },
      previous: { value: '6.3', at: '2026-06-01' },
    });
    expect((await records.dashboard(asha)).changed).toEqual(['4548-4']);
    const page = await records.as(asha).call('list', { query: { code: '4548-4', limit: '3' } });
    expect(page.body.data.map(({ at }: { at: string }) => at)).toEqual(['2026-09-01', '2026-06-01', '2026-03-01']);
    const rest = await records.as(asha).call('list', { query: { code: '4548-4', limit: '3', cursor: page.body.meta.nextCursor } });
    expect(rest.body.data.map(({ at }: { at: string }) => at)).toEqual(['2026-01-01']);
  });

  test('a whole report is stored in one command, and a repeat of the command answers as the first did', async () => {
    const codes = (await records.as(asha).call('listMarkers')).body.data;
    const usual = codes
      .filter(({ kind }: { kind: string }) => kind === 'coded')
      .map((marker: { code: string; findings: { code: string }[] }) => ({
        code: marker.code,
        value: marker.findings[0]?.code,
        at: '2026-11-01',
      }));
    const days = Array.from({ length: 45 - usual.length }, (_, index) =>
      hba1c('6', `2026-${String((index % 9) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`),
    );
    const first = await records.add(asha, [...usual, ...days], {}, 'whole-report');
    expect(first.status).toBe(201);
    const again = await records.add(asha, [...usual, ...days], {}, 'whole-report');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.text).toBe(first.text);
  });

  test('a finding without a number is kept by its code and has no verdict', async () => {
    const markers = (await records.as(asha).call('listMarkers')).body.data;
    const strip = markers.find((each: { findings: { code: string }[] }) => each.findings.some(({ code }) => code === '1+'));
    const { body } = await records.add(asha, [{ code: strip.code, value: '1+', at: '2026-11-01' }]);
    expect(body.data).toMatchObject([{ value: '1+', status: 'unknown', why: 'no-number' }]);
    const wrong = await records.add(asha, [{ code: strip.code, value: '7', unit: 'mg/dL', at: '2026-11-01' }]);
    expect(wrong.body.error.details.problems.map(({ field }: { field: string }) => field)).toEqual([
      'body.observations.0.value',
      'body.observations.0.unit',
    ]);
  });

  test.each([
    ['a marker that there is not', { code: '99999-9', value: '1', unit: '%', at: '2026-11-01' }, 'code'],
    ['a unit that cannot be converted', hba1c('6', '2026-11-01', { unit: 'mg/dL' }), 'unit'],
    ['no unit', { code: '4548-4', value: '6', at: '2026-11-01' }, 'unit'],
    ['what no blood can have', hba1c('600', '2026-11-01'), 'value'],
    ['words for a number', hba1c('negative', '2026-11-01'), 'value'],
    ['a day that has not come', hba1c('6', '2026-11-21'), 'at'],
    ['an instant that has not come', hba1c('6', '2026-11-20T07:06:00Z'), 'at'],
    ['a day before birth', hba1c('6', '1990-05-03'), 'at'],
    ['a range that ends before it begins', hba1c('6', '2026-11-01', { labRange: { low: '6', high: '4' } }), 'labRange'],
    ['a range that says nothing', hba1c('6', '2026-11-01', { labRange: {} }), 'labRange'],
  ])('%s is refused, and the field is named', async (_, wrong, field) => {
    const { status, body } = await records.add(asha, [hba1c('6', '2026-10-01'), wrong]);
    expect(status).toBe(422);
    expect(body.error.details.problems).toEqual([{ field: `body.observations.1.${field}`, rule: expect.any(String) }]);
    expect((await records.dashboard(asha)).values).toBe(0);
  });

  test('a value read off another person’s file is refused as if there were no such file', async () => {
    const other = await records.addPatient();
    const theirs = await records.addFile(other);
    const mine = await records.addFile(asha);
    const from = (documentId: string) => ({ provenance: { kind: 'hand', documentId, page: 2 } });
    expect(await records.add(asha, [hba1c('6', '2026-11-01')], from(theirs))).toMatchObject({ status: 404 });
    expect(await records.add(asha, [hba1c('6', '2026-11-01')], from('none'))).toMatchObject({ status: 404 });
    expect((await records.add(asha, [hba1c('6', '2026-11-01')], from(mine))).body.data).toMatchObject([
      { provenance: { kind: 'hand', documentId: mine, page: 2 } },
    ]);
  });
});

describe('a second look', () => {
  const kinds = (body: { error: { details: { doubts: { kind: string; index: number }[] } } }) =>
    body.error.details.doubts.map(({ kind, index }) => `${kind} ${index}`);

  test('a rare number is asked about with the unit that it may be meant in, and saved when the patient says so', async () => {
    const rare = { code: '718-7', value: '3.1', unit: 'g/dL', at: '2026-11-01' };
    const asked = await records.add(asha, [hba1c('6', '2026-11-01'), rare]);
    expect(asked).toMatchObject({ status: 409, body: { error: { code: 'second-look' } } });
    expect(kinds(asked.body)).toEqual(['unusual 1']);
    expect((await records.dashboard(asha)).values).toBe(0);
    expect((await records.add(asha, [hba1c('6', '2026-11-01'), rare], { accepted: [{ kind: 'unusual', index: 0 }] })).status).toBe(409);
    expect((await records.add(asha, [hba1c('6', '2026-11-01'), rare], { accepted: [{ kind: 'unusual', index: 1 }] })).status).toBe(201);
    const sugar = await records.add(asha, [{ code: '2345-7', value: '6', unit: 'mg/dL', at: '2026-11-01' }]);
    expect(sugar.body.error.details.doubts).toMatchObject([{ kind: 'unusual', perhaps: 'mmol/L' }]);
  });

  test('a value far from the one nearest in time is asked about, also when it is an old one', async () => {
    await records.add(asha, [haemoglobin('12.5', '2026-11-01')]);
    const late = await records.add(asha, [haemoglobin('8', '2026-11-03')]);
    expect(kinds(late.body)).toEqual(['far-from-last 0']);
    expect(late.body.error.details.doubts[0].other).toEqual({ value: '12.5', unit: 'g/dL', at: '2026-11-01' });
    const old = await records.add(asha, [haemoglobin('8', '2026-10-30')]);
    expect(kinds(old.body)).toEqual(['far-from-last 0']);
    expect((await records.add(asha, [haemoglobin('8', '2020-11-01')])).status).toBe(201);
    expect((await records.add(asha, [haemoglobin('8', '2026-11-03')], { accepted: [{ kind: 'far-from-last', index: 0 }] })).status).toBe(
      201,
    );
  });

  test('an old value is held against its neighbours in time, not against the newest one', async () => {
    await records.add(asha, [haemoglobin('8', '2020-01-01'), haemoglobin('12.5', '2026-11-01')]);
    expect((await records.add(asha, [haemoglobin('8.2', '2020-01-03')])).status).toBe(201);
    const asked = await records.add(asha, [haemoglobin('12.4', '2019-12-30')]);
    expect(asked.body.error.details.doubts).toMatchObject([{ kind: 'far-from-last', other: { value: '8', at: '2020-01-01' } }]);
  });

  test('what is there already is not asked about again', async () => {
    const rare = haemoglobin('3.1', '2026-11-01');
    await records.add(asha, [rare], { accepted: [{ kind: 'unusual', index: 0 }] });
    expect((await records.add(asha, [rare])).status).toBe(201);
  });

  test('two numbers of one sample that cannot be together are asked about', async () => {
    const pressure = (upper: string, lower: string) => [
      { code: '8480-6', value: upper, unit: 'mm[Hg]', at: '2026-11-01T03:00:00Z' },
      { code: '8462-4', value: lower, unit: 'mm[Hg]', at: '2026-11-01T03:00:00Z' },
    ];
    const swapped = await records.add(asha, pressure('80', '120'));
    expect(kinds(swapped.body)).toEqual(['do-not-fit 1']);
    expect(swapped.body.error.details.doubts[0].otherCode).toBe('8480-6');
    expect((await records.add(asha, pressure('120', '80'))).status).toBe(201);
  });
});

describe('correcting and taking out', () => {
  const correct = (observationId: string, revision: number, changes: object, more: object = {}) =>
    records.as(asha).call('correct', { params: { observationId }, body: { revision, changes, reason: 'Misread', ...more } });

  test('a correction keeps the old value, is seen everywhere, and is not undone by importing the same again', async () => {
    await records.add(asha, [hba1c('6.0', '2026-01-01'), hba1c('6.1', '2026-11-01', { note: 'fasting' })]);
    const [newest] = await records.values(asha, '4548-4');
    const { status, body } = await correct(newest.observationId, 1, { value: '7.1', note: null });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      value: '7.1',
      revision: 2,
      corrected: [{ value: '6.1', unit: '%', at: '2026-11-01', note: 'fasting', reason: 'Misread', changedAt: records.now() }],
    });
    expect(body.data).not.toHaveProperty('note');
    expect(await glance(asha, '4548-4')).toMatchObject({ count: 2, latest: { value: '7.1' }, previous: { value: '6.0' } });
    for (const value of ['6.1', '7.1', '7.10']) {
      const again = await records.add(asha, [hba1c(value, '2026-11-01')]);
      expect(again.body.data).toMatchObject([{ observationId: newest.observationId, value: '7.1' }]);
    }
    expect(await records.values(asha, '4548-4')).toHaveLength(2);
  });

  test('a corrected day moves the value to its place, under its own id', async () => {
    await records.add(asha, [hba1c('6.0', '2026-01-01'), hba1c('6.5', '2026-06-01'), hba1c('7.1', '2026-11-01')]);
    const [newest] = await records.values(asha, '4548-4');
    await correct(newest.observationId, 1, { at: '2026-03-01' });
    expect((await records.values(asha, '4548-4')).map(({ at }: { at: string }) => at)).toEqual(['2026-06-01', '2026-03-01', '2026-01-01']);
    expect(await glance(asha, '4548-4')).toMatchObject({
      count: 3,
      latest: { value: '6.5' },
      previous: { value: '7.1', at: '2026-03-01' },
    });
    await records.add(asha, [hba1c('7.1', '2026-11-01'), hba1c('7.1', '2026-03-01')]);
    expect((await glance(asha, '4548-4')).count).toBe(3);
    const back = await correct(newest.observationId, 2, { at: '2026-11-01' });
    expect(back.body.data).toMatchObject({ at: '2026-11-01', revision: 3, corrected: [{ at: '2026-03-01' }, { at: '2026-11-01' }] });
    expect(await glance(asha, '4548-4')).toMatchObject({ count: 3, latest: { value: '7.1', at: '2026-11-01' } });
    expect((await records.as(asha).call('remove', { params: { observationId: newest.observationId } })).status).toBe(200);
    expect(await glance(asha, '4548-4')).toMatchObject({ count: 2, latest: { value: '6.5' } });
  });

  test('an old window is told that the value was changed elsewhere', async () => {
    const [value] = (await records.add(asha, [hba1c('6.1', '2026-11-01')])).body.data;
    await correct(value.observationId, 1, { value: '6.2' });
    expect(await correct(value.observationId, 1, { value: '6.3' })).toMatchObject({
      status: 409,
      body: { error: { code: 'changed-elsewhere' } },
    });
  });

  test('a correction is checked as a new value is', async () => {
    const [value] = (await records.add(asha, [haemoglobin('12', '2026-11-01')])).body.data;
    expect((await correct(value.observationId, 1, { value: '900' })).body.error.details.problems).toMatchObject([
      { field: 'body.changes.value' },
    ]);
    expect(await correct(value.observationId, 1, { value: '3.1' })).toMatchObject({
      status: 409,
      body: { error: { code: 'second-look' } },
    });
    expect((await correct(value.observationId, 1, { value: '3.1' }, { accepted: [{ kind: 'unusual', index: 0 }] })).status).toBe(200);
  });

  test('the last correction that is kept is the twentieth', async () => {
    const [value] = (await records.add(asha, [hba1c('6.1', '2026-11-01')])).body.data;
    for (let revision = 1; revision <= 20; revision += 1) await correct(value.observationId, revision, { note: `note ${revision}` });
    expect(await correct(value.observationId, 21, { note: 'one more' })).toMatchObject({ status: 422 });
    expect((await records.values(asha, '4548-4'))[0].corrected).toHaveLength(20);
  });

  test('a value that is taken out leaves the dashboard to the next newest, and can be entered again', async () => {
    await records.add(asha, [hba1c('6.0', '2026-01-01'), hba1c('6.5', '2026-06-01'), hba1c('7.1', '2026-11-01')]);
    const values = await records.values(asha, '4548-4');
    const takeOut = (observationId: string) => records.as(asha).call('remove', { params: { observationId } });
    expect((await takeOut(values[0].observationId)).body.data).toEqual({ observationId: values[0].observationId });
    expect(await glance(asha, '4548-4')).toMatchObject({ count: 2, latest: { value: '6.5' }, previous: { value: '6.0' } });
    expect((await takeOut(values[0].observationId)).status).toBe(404);
    await takeOut(values[1].observationId);
    const last = await takeOut(values[2].observationId);
    expect(last.status).toBe(200);
    expect(await records.dashboard(asha)).toMatchObject({ markers: [], values: 0 });
    await records.add(asha, [hba1c('7.1', '2026-11-01')]);
    expect(await glance(asha, '4548-4')).toMatchObject({ count: 1, latest: { value: '7.1', corrected: [] } });
  });

  test('nobody corrects or takes out a value that is not theirs, or that there is not', async () => {
    const ravi = await records.addPatient();
    const [value] = (await records.add(asha, [hba1c('6.1', '2026-11-01')])).body.data;
    const body = { revision: 1, changes: { value: '6.2' }, reason: 'No' };
    for (const observationId of [value.observationId, 'nonsense', '4548-4.20261332999999.0123456789abcdef01234567']) {
      expect(await records.as(ravi).call('correct', { params: { observationId }, body })).toMatchObject({ status: 404 });
      expect(await records.as(ravi).call('remove', { params: { observationId } })).toMatchObject({ status: 404 });
    }
    expect((await records.values(asha, '4548-4'))[0]).toMatchObject({ value: '6.1', revision: 1 });
  });
});

describe('what a value is held against', () => {
  test('a value on either side of its lab’s limits, and on them, is told apart to the last digit', async () => {
    const limit = fc.integer({ min: 450, max: 900 });
    await fc.assert(
      fc.asyncProperty(
        limit,
        limit,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('low', 'high'),
        fc.integer({ min: -1, max: 1 }),
        async (a, b, lowInclusive, highInclusive, side, step) => {
          fc.pre(Math.abs(a - b) > 5);
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const text = (hundredths: number) => (hundredths / 100).toFixed(2);
          const value = (side === 'low' ? low : high) + step;
          const inside = side === 'low' ? (lowInclusive ? value >= low : value > low) : highInclusive ? value <= high : value < high;
          const patient = await records.addPatient();
          const labRange = { low: text(low), high: text(high), lowInclusive, highInclusive };
          const { body } = await records.add(patient, [hba1c(text(value), '2026-11-01', { labRange })]);
          expect(body.data[0].status).toBe(inside ? 'within' : side === 'low' ? 'below' : 'above');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a range of ours that nobody has checked is shown with its source and says nothing', async () => {
    const { body } = await records.add(asha, [haemoglobin('9', '2026-11-01')]);
    expect(body.data[0]).toMatchObject({
      status: 'unknown',
      why: 'range-not-checked',
      range: { kind: 'catalogue', certain: false, source: { certainty: expect.stringMatching(/[K?]/) } },
    });
    expect((await records.dashboard(asha)).attention).toEqual([]);
  });

  test('a critical value on uncertain grounds is shown with its source and tells nobody what to do', async () => {
    const { body } = await records.add(asha, [haemoglobin('6.5', '2026-11-01')]);
    expect(body.data[0].critical).toMatchObject({ alert: false, source: { name: expect.any(String), certainty: 'K' } });
    expect(body.data[0].critical).not.toHaveProperty('step');
    expect((await records.dashboard(asha)).attention).toEqual([]);
  });

  test('a lab’s range that has words only is kept, and none of ours takes its place', async () => {
    const { body } = await records.add(asha, [haemoglobin('9', '2026-11-01', { labRange: { text: 'See note' } })]);
    expect(body.data[0]).toMatchObject({ status: 'unknown', why: 'no-range', labRange: { text: 'See note' } });
    expect(body.data[0]).not.toHaveProperty('range');
  });

  test('a date of birth that is told later changes the range of old values at once', async () => {
    const ravi = await records.addPatient({ sex: 'male', dateOfBirth: undefined });
    await records.add(ravi, [haemoglobin('14', '2020-06-01')]);
    const before = (await records.values(ravi, '718-7'))[0].range;
    await records.save(profile.make(ravi, { sex: 'male', dateOfBirth: '2016-06-02' as CalendarDate, revision: 2 }));
    const child = (await records.values(ravi, '718-7'))[0].range;
    expect(child).toBeDefined();
    expect(child).not.toEqual(before);
  });
});

describe('two at once', () => {
  test('when two phones add to one marker at the same moment, nothing is lost', async () => {
    const days = Array.from({ length: 12 }, (_, index) => `2026-${String((index % 9) + 1).padStart(2, '0')}-1${index % 10}`);
    const replies = await Promise.all(days.map((day, index) => records.add(asha, [hba1c(`6.${index}`, day), haemoglobin('12', day)])));
    const stored = replies.filter(({ status }) => status === 201).length;
    for (const { status } of replies) expect([201, 503]).toContain(status);
    expect(stored).toBeGreaterThan(5);
    for (const code of ['4548-4', '718-7']) {
      const values = await records.values(asha, code);
      expect(values).toHaveLength(stored);
      expect(await glance(asha, code)).toMatchObject({
        count: stored,
        latest: { observationId: values[0].observationId },
        previous: { at: values[1].at },
      });
    }
  });

  test('when two phones import the same report at once, each value is there once', async () => {
    const report = [hba1c('6.1', '2026-11-01'), haemoglobin('12', '2026-11-01')];
    const replies = await Promise.all(Array.from({ length: 5 }, () => records.add(asha, report)));
    for (const { status, body } of replies) {
      expect(status).toBe(201);
      expect(body.data.map(({ value }: { value: string }) => value)).toEqual(['6.1', '12']);
    }
    expect((await records.dashboard(asha)).values).toBe(2);
  });

  test('a correction and a removal at once leave the dashboard true', async () => {
    const [value] = (await records.add(asha, [hba1c('6.1', '2026-11-01'), hba1c('6.0', '2026-01-01')])).body.data;
    const params = { observationId: value.observationId };
    const [corrected, removed] = await Promise.all([
      records.as(asha).call('correct', { params, body: { revision: 1, changes: { value: '6.4' }, reason: 'Misread' } }),
      records.as(asha).call('remove', { params }),
    ]);
    expect(removed.status).toBe(200);
    expect([200, 404]).toContain(corrected.status);
    expect(await glance(asha, '4548-4')).toMatchObject({ count: 1, latest: { value: '6.0' } });
    expect(await records.values(asha, '4548-4')).toHaveLength(1);
  });
});

test('a record of ten years and 5,000 values is one query for its dashboard and one for a marker’s page', async () => {
  const markers = MARKERS.filter(isQuantity).slice(0, 50);
  const valuesOf = (marker: QuantityMarker) =>
    Array.from({ length: 100 }, (_, index): StoredObservation => {
      const at = instantOf(Date.parse('2016-12-01T03:00:00Z') + index * 36 * 86_400_000);
      const { code } = marker.loinc;
      const patientId = asha.accountId;
      return {
        code,
        value: String(10 + index),
        unit: marker.unit,
        at,
        observationId: observationIdOf({ patientId, code, at, amount: `${10 + index}/1` }),
        patientId,
        provenance: { kind: 'hand' },
        corrected: [],
        confirmedBy: patientId,
        recordedAt: records.now(),
        revision: 1,
      };
    });
  for (const marker of markers) {
    const values = valuesOf(marker);
    await records.save(...values.map((each) => observation.make({ ...placeOf(each), patientId: each.patientId }, each)));
    const latest = { code: marker.loinc.code, latest: values.at(-1), count: values.length, revision: 1 };
    await records.save(markerLatest.make({ patientId: asha.accountId, code: marker.loinc.code }, latest));
  }
  const sent: string[] = [];
  const counting = {
    send: (command: { constructor: { name: string } }) => {
      sent.push(command.constructor.name);
      return records.store.client.send(command as never);
    },
  };
  records.use(new Table(records.store.table.name, counting as never));
  try {
    expect((await records.dashboard(asha)).values).toBe(5_000);
    expect(sent.filter((name) => name === 'QueryCommand')).toHaveLength(1);
    expect(sent.length).toBeLessThanOrEqual(3);
    sent.length = 0;
    expect(await records.values(asha, '718-7', { limit: '25' })).toHaveLength(25);
    expect(sent.filter((name) => name === 'QueryCommand')).toHaveLength(1);
  } finally {
    records.use(records.store.table);
  }
});
