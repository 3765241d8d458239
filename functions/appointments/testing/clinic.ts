import { randomUUID } from 'node:crypto';

import type { SQSEvent } from 'aws-lambda';

import type { Envelope } from '../../../events/envelope.ts';
import type { Practice } from '../../directory/contract.ts';
import { practice } from '../../directory/items.ts';
import type { Doctor } from '../../identity/contract.ts';
import { doctor, profile } from '../../identity/items.ts';
import type { LedgerKind } from '../../payments/contract.ts';
import { ledgerLine } from '../../payments/items.ts';
import { nowOf } from '../../shared/context.ts';
import { dueItem } from '../../shared/due/due-item.ts';
import { receipt } from '../../shared/table/receipt.ts';
import type { Table } from '../../shared/table/table.ts';
import { put } from '../../shared/table/write.ts';
import { type Account, callerOf, lambdaContext, type Reply } from '../../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../../shared/testing/table.ts';
import { type CalendarDate, type Instant, later, type Paise } from '../../shared/values.ts';
import { type AvailabilityFields, appointmentRoutes, CONSENT_WORDING } from '../contract.ts';
import { appointmentsApi } from '../handler.ts';
import { appointment, availability, claim, patientCalendar } from '../items.ts';
import { settlePayments } from '../on-payment-reported.ts';

/** A doctor's hours for most tests: each day 9:00 to 17:00 in slots of 20 minutes, no buffer, no notice. */
export const everyDay: AvailabilityFields = {
  weekly: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '09:00',
      to: '17:00',
      slotMinutes: 20,
      bufferMinutes: 0,
      modes: ['in-person', 'video', 'phone'],
    },
  ],
  exceptions: [],
  windowDays: 60,
  noticeMinutes: 0,
};

export const terms: Practice = {
  hospital: 'Jeevan Clinic',
  address: '12 Tank Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  feePaise: 50_000 as Paise,
  cancellation: { fullHours: 24, partialHours: 4, partialPercent: 50 },
  videoUrl: 'https://meet.arogya.example/iyer',
  revision: 1,
};

type Handler = (event: SQSEvent, context: ReturnType<typeof lambdaContext>) => Promise<{ batchItemFailures: unknown[] }>;

/** Delivers one event to a consumer as its queue would. */
export const deliver = (handler: Handler, event: Omit<Envelope, 'data'> & { data: unknown }) =>
  handler({ Records: [{ messageId: event.id, body: JSON.stringify({ detail: event }) }] } as unknown as SQSEvent, lambdaContext());

/** A clinic over a real table, with a clock that stands still until it is moved. */
export const openClinic = async (given?: TestTable) => {
  const store = given ?? (await startTestTable());
  const time = { now: Date.parse('2026-11-20T07:00:00Z') };
  const surroundings = { clock: () => time.now, newId: randomUUID };
  let table: Table = store.table;
  const options = { surroundings, table: () => table };
  const call = callerOf(appointmentRoutes, appointmentsApi(options));
  const settle = settlePayments(options);

  const save = (...items: Parameters<typeof put>[0][]) => store.table.transact(items.map((item) => put(item)));

  const addDoctor = async (
    over: { doctor?: Partial<Doctor>; practice?: Partial<Practice>; hours?: Partial<AvailabilityFields> } = {},
  ): Promise<Account> => {
    const doctorId = randomUUID();
    await save(
      doctor.make(
        { doctorId },
        {
          doctorId,
          name: 'Dr Meera Iyer',
          registrationNumber: `KMC ${doctorId.slice(0, 5)}`,
          council: 'Karnataka Medical Council',
          qualification: 'MBBS, MD',
          specialty: 'General medicine',
          languages: ['en', 'hi'],
          ...over.doctor,
        },
      ),
      practice.make({ doctorId }, { ...terms, ...over.practice }),
      availability.make({ doctorId }, { ...everyDay, ...over.hours, revision: 1 }),
    );
    return { accountId: doctorId, roles: ['doctor'], tokenIssuedAt: Math.floor(time.now / 1000) };
  };

  const addPatient = async (over: object = {}): Promise<Account> => {
    const accountId = randomUUID();
    const about = {
      name: 'Asha Verma',
      dateOfBirth: '1990-05-04' as CalendarDate,
      phone: '+919800000001',
      email: 'asha@arogya.example',
      sex: 'female' as const,
      revision: 1,
    };
    await save(profile.make({ accountId }, { ...about, ...over }));
    return { accountId, roles: ['patient'], tokenIssuedAt: Math.floor(time.now / 1000) };
  };

  const book = (
    patient: Account,
    doctorOf: Account,
    startsAt: string,
    more: { body?: object; idempotencyKey?: string } = {},
  ): Promise<Reply> =>
    call(patient).call('book', {
      body: {
        doctorId: doctorOf.accountId,
        startsAt,
        mode: 'video',
        reason: 'A cough for two weeks',
        consent: { wording: CONSENT_WORDING },
        ...more.body,
      },
      ...(more.idempotencyKey ? { idempotencyKey: more.idempotencyKey } : {}),
    });

  const change = (
    who: Account,
    name: 'cancel' | 'reschedule' | 'start' | 'complete' | 'markNoShow' | 'get' | 'getCalendarFile',
    appointmentId: string,
    body?: object,
  ): Promise<Reply> => call(who).call(name, { params: { appointmentId }, ...(body ? { body } : {}) });

  return {
    store,
    surroundings,
    options,
    call,
    save,
    addDoctor,
    addPatient,
    book,
    change,
    all: () => store.all(),
    settle,
    now: (): Instant => nowOf(surroundings),
    at: (instant: string) => {
      time.now = Date.parse(instant);
    },
    pass: (seconds: number) => {
      time.now += seconds * 1000;
    },
    /** From now on everything goes through this table. */
    use: (other: Table) => {
      table = other;
    },
    /** Every event that a command or a reaction left behind, in no order. */
    events: async (): Promise<Envelope[]> => (await store.all()).filter(receipt.is).flatMap((item) => receipt.parse(item).events),
    claims: async (doctorOf: Account) =>
      (await store.all())
        .filter((item) => claim.is(item) && String(item.pk).startsWith(`doctor#${doctorOf.accountId}#`))
        .map((item) => ({ cell: String(item.sk), ...claim.parse(item) })),
    due: async () => (await store.all()).filter(dueItem.is).map((item) => dueItem.parse(item)),
    appointments: async () => (await store.all()).filter(appointment.is).map((item) => appointment.parse(item)),
    calendarOf: (patient: Account) => store.table.find(patientCalendar, { patientId: patient.accountId }),

    /** What the provider would tell: a line of the ledger, and the event that says so. */
    tell: async (
      appointmentId: string,
      kind: LedgerKind,
      o: { payment?: string; id?: string; paise?: number; settle?: boolean } = {},
    ): Promise<void> => {
      const providerPaymentId = o.payment ?? 'pay_A1b2C3d4E5f6G7';
      const refund = kind === 'refunded' || kind === 'refund-failed';
      const line = {
        kind,
        providerId: o.id ?? (refund ? 'rfnd_A1b2C3d4E5f6G7' : providerPaymentId),
        providerPaymentId,
        amountPaise: (o.paise ?? 50_000) as Paise,
        at: nowOf(surroundings),
      };
      await save(ledgerLine.make({ appointmentId, ...line }, line));
      if (o.settle !== false) await report(appointmentId);
    },
    report: (appointmentId: string) => report(appointmentId),
    stop: () => store.stop(),
  };

  async function report(appointmentId: string): Promise<void> {
    const { batchItemFailures } = await deliver(settle as Handler, {
      id: randomUUID(),
      name: 'payment-reported',
      version: 1,
      at: nowOf(surroundings),
      correlationId: 'c',
      data: { appointmentId },
    });
    if (batchItemFailures.length > 0) throw new Error('the payment could not be settled');
  }
};
export type Clinic = Awaited<ReturnType<typeof openClinic>>;

/** 9:00 in India on a day of the test's calendar, and every twenty minutes after it. */
export const slotAt = (index: number, day = '2026-11-23'): Instant => later(`${day}T03:30:00Z` as Instant, index * 20 * 60);
