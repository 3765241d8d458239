import { openClinic, slotAt } from '../functions/appointments/testing/clinic.ts';
import { withConflicts } from '../functions/appointments/testing/conflicts.ts';
import type { Account } from '../functions/shared/testing/caller.ts';
import { startTestTable } from '../functions/shared/testing/table.ts';
import { type Crowding, judged } from './booking-outcomes.ts';
import { crowd } from './crowd.ts';
import { functionEnvironment } from './environment.ts';
import type { Section } from './report.ts';
import { counterOn } from './table-counter.ts';

const ADDED_AT_ONCE = 50;
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25'];
const SLOTS_A_DAY = 24;

/** Many people after few times, over an engine that refuses transactions which meet on an item, as DynamoDB does. */
export const measureRaces = async (): Promise<Section> => {
  const store = await startTestTable(functionEnvironment.TABLE_NAME);
  try {
    const clinic = await openClinic(store);
    const count = counterOn(store.raw);

    const addPatients = async (people: number) => {
      const work = Array.from({ length: people }, () => () => clinic.addPatient());
      return (await crowd(ADDED_AT_ONCE, work)).map(({ result }) => result);
    };

    /** Each of the people asks for each of the times, so many requests at once. */
    const race = async (people: number, times: number, atOnce: number): Promise<Crowding> => {
      const doctor = await clinic.addDoctor();
      const patients = await addPatients(people);
      const { table, conflicts } = withConflicts(store.table.name, store.client);
      clinic.use(table);
      const slots = Array.from({ length: times }, (_, index) => slotAt(index % SLOTS_A_DAY, DAYS[Math.floor(index / SLOTS_A_DAY)]));
      const work = slots.flatMap((slot, index) =>
        // Nobody has the same order as the next one.
        patients.map((_, turn) => async () => {
          const patient = patients[(turn * 7 + index * 13) % people] as Account;
          const { status, body } = await clinic.book(patient, doctor, slot);
          return { slot, answer: [status, body.error?.code].filter(Boolean).join(' ') };
        }),
      );
      const startedAt = performance.now();
      const { counted, result } = await count(() => crowd(atOnce, work));
      return {
        people,
        slots,
        answers: result.map(({ result: told }) => told),
        milliseconds: result.map(({ milliseconds }) => milliseconds),
        seconds: (performance.now() - startedAt) / 1000,
        transactions: (counted.calls.TransactWriteItems ?? 0) + conflicts(),
        conflicts: conflicts(),
      };
    };

    const races = [await race(500, 1, 500), await race(200, 50, 200)];
    return {
      title: 'Races for a doctor’s time (through the handlers, one process, DynamoDB’s transaction conflicts played)',
      lines: races.flatMap(judged),
      notes: [
        'Tried: transactions that were sent, those that met another one on an item and were sent again included. Of 500 at once, all look before the first has written; later in a rush most see that the time is taken when they look, and send none.',
        'too-many-holds: who holds two unpaid times is told so, and that is no answer about the time.',
      ],
      data: races.map(({ answers: _, milliseconds: __, ...race }) => race),
    };
  } finally {
    store.stop();
  }
};
