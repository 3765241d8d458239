import { randomUUID } from 'node:crypto';

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import type { Envelope } from '../../../events/envelope.ts';
import type { Profile } from '../../identity/contract.ts';
import { profile } from '../../identity/items.ts';
import { caregiverLink, dose, reminder, type StoredDose } from '../../reminders/items.ts';
import { nowOf } from '../../shared/context.ts';
import { dueItem } from '../../shared/due/due-item.ts';
import type { ConsumerOptions } from '../../shared/events/consumer.ts';
import { receipt } from '../../shared/table/receipt.ts';
import { put, remove } from '../../shared/table/write.ts';
import { type Account, callerOf, lambdaContext } from '../../shared/testing/caller.ts';
import { Life, MortalTable } from '../../shared/testing/mortal.ts';
import { startTestTable, type TestTable } from '../../shared/testing/table.ts';
import { type CalendarDate, type Instant, instantOf, millisecondsOf } from '../../shared/values.ts';
import { type Channel, defaultPreferences, type NoticeKind, type NotificationPreferences, notificationRoutes } from '../contract.ts';
import { notificationsApi } from '../handler.ts';
import { type About, delivery, noticeWanted, notification, preferences, pushSubscription, subscriptionIdOf } from '../items.ts';
import { emailSender } from '../on-email-wanted.ts';
import { fallBack } from '../on-fallback-due.ts';
import { sendAfterQuiet } from '../on-notice-due.ts';
import { planNotices } from '../on-notice-wanted.ts';
import { pushSender } from '../on-push-wanted.ts';
import { smsSender } from '../on-sms-wanted.ts';
import { whatsappSender } from '../on-whatsapp-wanted.ts';
import type { Providers } from './play-providers.ts';

type Handler = (event: SQSEvent, context: ReturnType<typeof lambdaContext>) => Promise<SQSBatchResponse>;

const consumers: Readonly<Record<string, (options: ConsumerOptions) => unknown>> = {
  'notice-wanted': planNotices,
  'notice-due': sendAfterQuiet,
  'fallback-due': fallBack,
  'push-wanted': pushSender,
  'whatsapp-wanted': whatsappSender,
  'sms-wanted': smsSender,
  'email-wanted': emailSender,
};

/** A message in the queue of its event's consumer. */
export type Message = { readonly event: Envelope; visibleAt: number };

/** As a queue of a consumer with a time-out of 30 s. */
const VISIBILITY = 180_000;

/**
 * People with phones and browsers over a real table, with the engine's consumers between a bus and a clock that stands still:
 * every event of a receipt is put into its consumer's queue, and what is due is handed over as the sweep does it.
 */
export const openHousehold = async (providers: Providers, given?: TestTable) => {
  const store = given ?? (await startTestTable());
  // 10:00 in India.
  const time = { now: Date.parse('2026-11-23T04:30:00Z') };
  const surroundings = { clock: () => time.now, newId: randomUUID };
  const options = { surroundings, table: () => store.table };
  const call = callerOf(notificationRoutes, notificationsApi(options));
  const waiting: Message[] = [];
  const published = new Set<string>();
  let wantedSoFar = 0;

  const save = (...items: Parameters<typeof put>[0][]) => store.table.transact(items.map((item) => put(item)));
  const now = (): Instant => nowOf(surroundings);

  const post = (event: Envelope): void => {
    if (consumers[event.name]) waiting.push({ event, visibleAt: time.now });
  };

  /** The table's stream, its publisher and the sweep. */
  const collect = async (): Promise<void> => {
    const items = await store.all();
    for (const event of items.filter(receipt.is).flatMap((item) => receipt.parse(item).events)) {
      if (published.has(event.id)) continue;
      published.add(event.id);
      post(event);
    }
    for (const item of items.filter(dueItem.is)) {
      const { dueAt, event } = dueItem.parse(item);
      if (millisecondsOf(dueAt) > time.now) continue;
      post(event);
      await store.table.transact([remove({ pk: String(item.pk), sk: String(item.sk) })]);
    }
  };

  /** One delivery of one message to a process; whether the message is done. */
  const deliver = async (message: Message, life: Life = new Life()): Promise<boolean> => {
    providers.servedTo(life);
    const handle = consumers[message.event.name]?.({ surroundings, table: () => new MortalTable(store, life) }) as Handler;
    const body = JSON.stringify({ detail: message.event });
    const result = await life.live(handle({ Records: [{ messageId: randomUUID(), body }] } as unknown as SQSEvent, lambdaContext()));
    const done = result !== 'dead' && result.batchItemFailures.length === 0;
    if (done) waiting.splice(waiting.indexOf(message), 1);
    else message.visibleAt = time.now + VISIBILITY;
    await collect();
    return done;
  };

  const visible = (): Message[] => waiting.filter(({ visibleAt }) => visibleAt <= time.now);

  /** Everything that can be seen is delivered, one after the other, until there is nothing more. */
  const settle = async (lifeOf: () => Life = () => new Life()): Promise<void> => {
    await collect();
    for (let next = visible()[0]; next; next = visible()[0]) await deliver(next, lifeOf());
  };

  const pass = async (seconds: number, lifeOf?: () => Life): Promise<void> => {
    time.now += seconds * 1000;
    await settle(lifeOf);
  };

  const addPerson = async (
    over: { readonly profile?: Partial<Profile>; readonly preferences?: Partial<NotificationPreferences>; readonly browsers?: number } = {},
  ): Promise<Account> => {
    const accountId = randomUUID();
    const mark = accountId.slice(0, 8);
    const digits = String(Number.parseInt(mark, 16) % 100_000_000).padStart(8, '0');
    await save(
      profile.make(
        { accountId },
        {
          name: 'Asha Verma',
          email: `asha-${mark}@arogya.example`,
          phone: `+9198${digits}`,
          preferredLanguage: 'en',
          revision: 1,
          ...over.profile,
        },
      ),
      ...(over.preferences ? [preferences.make({ accountId }, { ...defaultPreferences, ...over.preferences, revision: 1 })] : []),
    );
    for (let browser = 0; browser < (over.browsers ?? 1); browser += 1) {
      const fields = providers.newBrowser();
      const subscriptionId = subscriptionIdOf(fields.endpoint);
      await save(pushSubscription.make({ accountId, subscriptionId }, { ...fields, accountId, subscriptionId, createdAt: now() }));
    }
    return { accountId, roles: [] };
  };

  const addDose = async (
    patient: Account,
    over: Partial<StoredDose> = {},
  ): Promise<Required<Pick<About, 'patientId' | 'doseId' | 'reminderId'>>> => {
    const patientId = patient.accountId;
    const reminderId = randomUUID();
    const doseId = `${reminderId}.2026-11-23.a1`;
    await save(
      reminder.make(
        { patientId, reminderId },
        {
          reminderId,
          patientId,
          medicine: 'Metformin',
          strength: '500 mg',
          form: 'tablet',
          instruction: 'after-food',
          schedule: { kind: 'clock', intakes: [{ intakeId: 'a1', at: '10:00', amount: 1 }] },
          startsOn: '2026-11-01' as CalendarDate,
          status: 'running',
          createdAt: now(),
          revision: 1,
          turn: 1,
          progress: { settledBefore: '2026-11-24' as CalendarDate, settled: [], countsAfter: {}, settledThrough: now(), takings: [] },
        },
      ),
      dose.make(
        { patientId, doseId },
        {
          doseId,
          reminderId,
          patientId,
          medicine: 'Metformin',
          strength: '500 mg',
          form: 'tablet',
          instruction: 'after-food',
          amount: 1,
          status: 'due',
          dueAt: now(),
          looks: [],
          snoozes: 0,
          revision: 1,
          ...over,
        },
      ),
    );
    return { patientId, doseId, reminderId };
  };

  const changeDose = async ({ patientId = '', doseId = '' }: About, over: Partial<StoredDose>): Promise<void> => {
    const known = await store.table.find(dose, { patientId, doseId });
    if (!known) throw new Error('there is no such dose');
    await save(dose.make(known, { ...known, ...over, revision: known.revision + 1 }));
  };

  const addCaregiver = async (patient: Account, caregiver: Account): Promise<string> => {
    const linkId = randomUUID();
    const key = { patientId: patient.accountId, linkId };
    await save(
      caregiverLink.make(key, {
        ...key,
        status: 'active',
        patientName: 'Asha Verma',
        caregiverName: 'Ravi Verma',
        caregiverId: caregiver.accountId,
        invitedAt: now(),
        acceptedAt: now(),
      }),
    );
    return linkId;
  };

  const endCare = async (patient: Account, linkId: string): Promise<void> => {
    const known = await store.table.find(caregiverLink, { patientId: patient.accountId, linkId });
    if (!known) throw new Error('there is no such link');
    await save(caregiverLink.make(known, { ...known, status: 'ended', endedAt: now(), endedBy: 'caregiver' }));
  };

  /** Somebody's command wants a notice: its event is on the bus. */
  const want = (recipient: Account, kind: NoticeKind, about: About, noticeId: string = randomUUID()): string => {
    wantedSoFar += 1;
    post({
      ...noticeWanted({ noticeId, recipientId: recipient.accountId, kind, about }),
      id: `wanted-${wantedSoFar}-${randomUUID()}`,
      at: now(),
      correlationId: 'c',
    });
    return noticeId;
  };

  /** A dose that is due, as `reminders` tells of it. */
  const tellDose = async (patient: Account): Promise<{ readonly noticeId: string; readonly about: About }> => {
    const about = await addDose(patient);
    return { about, noticeId: want(patient, 'dose-due', about, `dose-due.${about.doseId}`) };
  };

  const references = async (): Promise<Map<string, string>> =>
    new Map(
      (await store.all())
        .filter(delivery.is)
        .map((item) => delivery.parse(item))
        .map((each) => [each.reference, each.notificationId]),
    );

  return {
    store,
    surroundings,
    options,
    call,
    save,
    now,
    at: (instant: string) => {
      time.now = millisecondsOf(instantOf(Date.parse(instant)));
    },
    waiting,
    visible,
    deliver,
    collect,
    settle,
    pass,
    addPerson,
    addDose,
    changeDose,
    addCaregiver,
    endCare,
    want,
    tellDose,
    /** What the providers accepted of one notification, in order. */
    sendsOf: async (noticeId: string, channel?: Channel) => {
      const known = await references();
      return providers.accepted.filter(
        (each) => (each.channel === 'push' ? each.known : known.get(each.known)) === noticeId && (!channel || each.channel === channel),
      );
    },
    deliveryOf: (person: Account, notificationId: string, channel: Channel) =>
      store.table.find(delivery, { accountId: person.accountId, notificationId, channel }),
    notificationOf: (person: Account, notificationId: string) =>
      store.table.find(notification, { accountId: person.accountId, notificationId }),
    preferencesOf: (person: Account) => store.table.find(preferences, { accountId: person.accountId }),
    profileOf: (person: Account) => store.table.find(profile, { accountId: person.accountId }),
  };
};

export type Household = Awaited<ReturnType<typeof openHousehold>>;
