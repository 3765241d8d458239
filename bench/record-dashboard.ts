import { QueryCommand } from '@aws-sdk/lib-dynamodb';

import { MOST_VALUES } from '../functions/observations/contract.ts';
import { dashboardOfPatient } from '../functions/observations/items.ts';
import { type HealthRecords, openHealthRecords } from '../functions/observations/testing/health-records.ts';
import type { Account, Reply } from '../functions/shared/testing/caller.ts';
import type { Counted } from './counted.ts';
import { historyOf, markersOf, YEARS } from './record-history.ts';
import { atMost, type Line, ratio, type Section } from './report.ts';
import { interleave, type Spread, spread } from './statistics.ts';
import { counterOn, told, units } from './table-counter.ts';

const SIZES = [500, 5_000, 20_000];
const [FEW = 0, , MANY = 0] = SIZES;
const ROUNDS = 150;
/** Two queries at most, however long the history. */
const MOST_QUERIES = 2;
/** Items are of the same size but for a digit or two of their counts, which may begin one more block of 4 KB. */
const DIGITS_UNITS = 1;
const SAME_TIME = 1.2;
const HBA1C = '4548-4';

const inThousands = (count: number): string => count.toLocaleString('en');

/** Brings a history in as a phone does, batch by batch; answers with what the last whole one cost. */
const fill = async (records: HealthRecords, count: ReturnType<typeof counterOn>, patient: Account, size: number): Promise<Counted> => {
  let last: Counted | undefined;
  const values = historyOf(size);
  for (let from = 0; from < size; from += MOST_VALUES) {
    const batch = values.slice(from, from + MOST_VALUES);
    const { counted, result } = await count(() => records.add(patient, batch, { provenance: { kind: 'apple-health' } }));
    if (result.status !== 201) throw new Error(`A batch was answered with ${result.status}: ${result.text.slice(0, 400)}`);
    if (batch.length === MOST_VALUES) last = counted;
  }
  if (!last) throw new Error('There was nothing to bring in.');
  return last;
};

const ofRequest = async (count: ReturnType<typeof counterOn>, ask: () => Promise<Reply>): Promise<{ counted: Counted; reply: Reply }> => {
  const { counted, result: reply } = await count(ask);
  if (reply.status !== 200) throw new Error(`It answered ${reply.status}: ${reply.text.slice(0, 300)}`);
  return { counted, reply };
};

const atMostQueries = (what: string, counted: Counted): Line => ({
  what,
  measured: told(counted),
  aim: `≤ ${MOST_QUERIES} Query`,
  met: (counted.calls.Query ?? 0) <= MOST_QUERIES,
});

const times = ({ p50, p95 }: Spread): string => `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms`;

/** What a health dashboard costs: calls and capacity, and time against a bare query of the same items; for three lengths of history. */
export const measureDashboard = async (): Promise<Section> => {
  const records = await openHealthRecords();
  try {
    const { client, raw, table } = records.store;
    const count = counterOn(raw);
    const lines: Line[] = [];
    const data: Record<string, Counted | Spread> = {};
    const note = (line: Line, counted: Counted) => {
      lines.push(line);
      data[line.what] = counted;
    };

    const people: { size: number; patient: Account; counted: Counted }[] = [];
    for (const size of SIZES) {
      const patient = await records.addPatient();
      const batch = await fill(records, count, patient, size);
      const own = () => records.as(patient).call('getDashboard');
      const { counted, reply } = await ofRequest(count, own);
      const { values, markers } = reply.body.data as { values: number; markers: unknown[] };
      if (values !== size || markers.length !== markersOf(size)) throw new Error(`The dashboard shows ${values} of ${size} values`);
      people.push({ size, patient, counted });
      note(atMostQueries(`dashboard, ${inThousands(size)} values`, counted), counted);
      if (size !== MANY) continue;
      const doctor = records.addDoctor();
      await records.allow(patient, doctor);
      const asReader = { query: { patientId: patient.accountId } };
      // An account's state is read once in 30 s; that call is not what is counted.
      await records.as(doctor).call('listMarkers');
      const seen = await ofRequest(count, () => records.as(doctor).call('getDashboard', asReader));
      note(atMostQueries(`dashboard, ${inThousands(size)} values, for the doctor`, seen.counted), seen.counted);
      const page = await ofRequest(count, () => records.as(patient).call('list', { query: { code: HBA1C, limit: '25' } }));
      note(atMostQueries(`one marker, newest 25, ${inThousands(size)} values`, page.counted), page.counted);
      note({ what: `one batch of ${MOST_VALUES} more values`, measured: told(batch) }, batch);
    }
    const of = (size: number) => people.find((each) => each.size === size);
    const [few, many] = [of(FEW)?.counted.readUnits ?? 0, of(MANY)?.counted.readUnits ?? 0];
    lines.push(atMost(`read units, ${inThousands(MANY)} values`, many, few + DIGITS_UNITS, units, `${units(few)} of ${inThousands(FEW)}`));

    const bare = (patient: Account) =>
      client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': dashboardOfPatient(patient.accountId) },
          ConsistentRead: true,
        }),
      );
    const works = Object.fromEntries(
      people.flatMap(({ size, patient }): [string, () => Promise<unknown>][] => [
        [`dashboard ${size}`, () => records.as(patient).call('getDashboard')],
        [`query ${size}`, () => bare(patient)],
      ]),
    );
    const samples = await interleave(Object.keys(works), ROUNDS, async (name) => {
      const startedAt = performance.now();
      await works[name]?.();
      return performance.now() - startedAt;
    });
    const took = Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, spread(each)]));
    Object.assign(data, took);
    for (const { size } of people) {
      const [whole, query] = [took[`dashboard ${size}`], took[`query ${size}`]];
      if (!whole || !query) throw new Error(`Nothing was measured of ${size} values`);
      const against = `${ratio(whole.p50, query.p50)} at p50, ${ratio(whole.p95, query.p95)} at p95`;
      lines.push({
        what: `time, ${inThousands(size)} values`,
        measured: `${against} of a bare query (${times(whole)}; query ${times(query)}; ${whole.samples} each)`,
      });
    }
    const p50 = (size: number) => took[`dashboard ${size}`]?.p50 ?? Number.NaN;
    lines.push(atMost('time, 20,000 against 500 values, p50', p50(MANY) / p50(FEW), SAME_TIME, (value) => ratio(value, 1)));
    return {
      title: `Health dashboard of a ${YEARS}-year record (handler over a real table; the engine’s own count)`,
      lines,
      notes: [
        `${markersOf(MANY)} markers, each with its newest value and the one before beside the history: one item for each is read, whatever stands behind it. The other call is the profile (age and sex at the date of a sample).`,
        'The bare query is the same client, partition and consistency, its items neither parsed nor judged nor written as JSON. For the doctor: consent first, and the trace in the audit trail before the answer.',
      ],
      data,
    };
  } finally {
    records.stop();
  }
};
