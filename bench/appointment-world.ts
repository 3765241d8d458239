import { randomUUID } from 'node:crypto';

import { FreeTimesChanged } from '../events/appointments/free-times-changed.v1.ts';
import { AccessRecorded } from '../events/audit/access-recorded.v1.ts';
import type { Envelope } from '../events/envelope.ts';
import { tellDoctor } from '../functions/appointments/on-appointment-news-for-doctor.ts';
import { tellPatient } from '../functions/appointments/on-appointment-news-for-patient.ts';
import { remind } from '../functions/appointments/on-appointment-reminder-due.ts';
import { keepListing } from '../functions/appointments/on-free-times-changed.ts';
import { deliver, openClinic } from '../functions/appointments/testing/clinic.ts';
import { addToChain } from '../functions/audit/chain.ts';
import { directoryRoutes } from '../functions/directory/contract.ts';
import { directoryApi } from '../functions/directory/handler.ts';
import { dueWatermark } from '../functions/due/items.ts';
import { sweep, sweepGroup } from '../functions/due/sweep.ts';
import { profile } from '../functions/identity/items.ts';
import { paymentRoutes } from '../functions/payments/contract.ts';
import { paymentsApi } from '../functions/payments/handler.ts';
import { checkPayments } from '../functions/payments/on-payment-check.ts';
import { makeOrders } from '../functions/payments/on-payment-order-requested.ts';
import { giveRefunds } from '../functions/payments/on-refund-requested.ts';
import { playRazorpay, signed } from '../functions/payments/testing/play-razorpay.ts';
import { eventsOf } from '../functions/publisher/on-receipt-recorded.ts';
import { minuteOf, minutesLater } from '../functions/shared/due/due-item.ts';
import { receipt } from '../functions/shared/table/receipt.ts';
import { type Account, callerOf } from '../functions/shared/testing/caller.ts';
import { startTestMailbox } from '../functions/shared/testing/mailbox.ts';
import { Life } from '../functions/shared/testing/mortal.ts';
import { startTestQueues } from '../functions/shared/testing/queues.ts';
import { startTestTable } from '../functions/shared/testing/table.ts';
import type { Counted } from './counted.ts';
import { functionEnvironment } from './environment.ts';
import { counterOn } from './table-counter.ts';

type Delivered = Parameters<typeof deliver>[1];
type Handler = Parameters<typeof deliver>[0];

/** One delivery to one consumer. */
export type Delivery = { readonly consumer: string; readonly counted: Counted };

/** What Razorpay sends of one payment, in its usual order. */
const MESSAGES = ['payment.authorized', 'payment.captured', 'order.paid'];

/**
 * A clinic over a real table that counts, with every consumer of an appointment's events, and with Razorpay, SES and SQS
 * played in this process.
 */
export const openAppointmentWorld = async () => {
  const store = await startTestTable(functionEnvironment.TABLE_NAME);
  const clinic = await openClinic(store);
  const { options, surroundings } = clinic;
  const razorpay = await playRazorpay(surroundings.clock);
  const mailbox = await startTestMailbox();
  const queues = await startTestQueues(surroundings.clock);
  const count = counterOn(store.raw);

  const tellsNews = ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled'];
  const consumers: Record<string, { hears: string[]; handler: unknown }> = {
    'payments/on-payment-order-requested': { hears: ['payment-order-requested'], handler: makeOrders(options) },
    'appointments/on-payment-reported': { hears: ['payment-reported'], handler: clinic.settle },
    'appointments/on-free-times-changed': { hears: ['free-times-changed', 'doctor-listing-due'], handler: keepListing(options) },
    'appointments/on-appointment-news-for-patient': { hears: tellsNews, handler: tellPatient(options) },
    'appointments/on-appointment-news-for-doctor': { hears: tellsNews, handler: tellDoctor(options) },
    'appointments/on-appointment-reminder-due': { hears: ['appointment-reminder-due'], handler: remind(options) },
    'payments/on-payment-check': { hears: ['payment-check-due', 'payment-check-requested'], handler: checkPayments(options) },
    'payments/on-refund-requested': { hears: ['refund-requested'], handler: giveRefunds(options) },
  };

  const hand = async (consumer: string, event: Delivered): Promise<Delivery> => {
    const handler = consumers[consumer]?.handler as Handler;
    const { counted, result } = await count(() => deliver(handler, event));
    if (result.batchItemFailures.length > 0) throw new Error(`${consumer} did not handle ${event.name}`);
    return { consumer, counted };
  };

  const chain = async (event: Envelope): Promise<Delivery> => {
    const { counted } = await count(() => addToChain(store.table, AccessRecorded.schema.parse(event)));
    return { consumer: 'audit/on-access-recorded', counted };
  };

  const published = new Set<string>();
  const waiting = async (): Promise<Envelope[]> => {
    const events = (await clinic.all()).filter(receipt.is).flatMap((item) => eventsOf(receipt.parse(item)));
    return events.filter(({ id }) => !published.has(id));
  };

  /** Delivers what commands and reactions left behind, until nothing more follows; answers with every delivery. */
  const publish = async (): Promise<{ events: number; deliveries: Delivery[] }> => {
    const deliveries: Delivery[] = [];
    let events = 0;
    for (let left = await waiting(); left.length > 0; left = await waiting()) {
      for (const event of left) {
        published.add(event.id);
        events += 1;
        if (event.name === 'access-recorded') deliveries.push(await chain(event));
        for (const [consumer, { hears }] of Object.entries(consumers))
          if (hears.includes(event.name)) deliveries.push(await hand(consumer, event));
      }
    }
    return { events, deliveries };
  };

  const queueUrls = Object.fromEntries(
    ['appointment-reminder-due', 'payment-check-due', 'doctor-listing-due'].map((name) => [name, queues.urlOf(name)]),
  );

  const pays = callerOf(paymentRoutes, paymentsApi(options));
  return {
    ...clinic,
    count,
    publish,
    directory: callerOf(directoryRoutes, directoryApi(options)),
    pays,
    letters: () => mailbox.letters.length,

    /** Has the doctors' lines of the directory made. */
    list: async (doctors: readonly Account[]): Promise<void> => {
      for (const { accountId: doctorId } of doctors)
        await hand('appointments/on-free-times-changed', {
          ...FreeTimesChanged.of({ doctorId }),
          id: randomUUID(),
          at: clinic.now(),
          correlationId: 'c',
        });
    },

    /** Gives a doctor whom the clinic has added an address for news. */
    addAddress: ({ accountId }: Account) =>
      clinic.save(
        profile.make({ accountId }, { name: 'Dr Meera Iyer', email: 'meera@arogya.example', revision: 1 } as Parameters<
          typeof profile.make
        >[1]),
      ),

    /** The messages of one payment in full, each as the webhook gets it. */
    messagesOf: (appointmentId: string) => {
      const order = razorpay.orders.find((each) => each.receipt === appointmentId);
      if (!order) throw new Error('Razorpay has no order for the appointment');
      const at = Math.floor(surroundings.clock() / 1000);
      const paid = razorpay.pay(order.id, { at });
      return MESSAGES.map((event) => {
        const entity = event === 'payment.authorized' ? { ...paid, status: 'authorized', captured: false } : paid;
        const payload = { payment: { entity }, ...(event === 'order.paid' ? { order: { entity: order } } : {}) };
        return signed({ event, created_at: at, payload }, `evt_${randomUUID()}`);
      });
    },

    /** One run of the sweep, a minute after the one before. */
    sweep: async (): Promise<{ counted: Counted; due: Delivered[] }> => {
      const minute = minutesLater(minuteOf(clinic.now()), -1);
      await clinic.save(dueWatermark.make({ group: 0 }, { minute, movedAt: clinic.now() }));
      queues.forget();
      const { counted } = await count(() =>
        sweep({
          group: sweepGroup(0, 1),
          table: store.table,
          sqs: queues.as(new Life()),
          queues: queueUrls,
          clock: surroundings.clock,
          timeLeft: () => 55_000,
        }),
      );
      return { counted, due: queues.accepted.map(({ body }) => (JSON.parse(body) as { detail: Delivered }).detail) };
    },

    /** Hands what the sweep put into a queue to its consumer. */
    handDue: async (due: readonly Delivered[]): Promise<Delivery[]> => {
      const deliveries: Delivery[] = [];
      for (const event of due) {
        const [consumer = ''] = Object.entries(consumers).find(([, { hears }]) => hears.includes(event.name)) ?? [];
        deliveries.push(await hand(consumer, event));
      }
      return deliveries;
    },

    stop: () => {
      clinic.stop();
      razorpay.stop();
      mailbox.stop();
      queues.stop();
    },
  };
};
export type AppointmentWorld = Awaited<ReturnType<typeof openAppointmentWorld>>;
