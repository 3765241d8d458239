import type { Principal } from '../shared/auth/principal.ts';
import { ApiError } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { attribute } from '../shared/table/condition.ts';
import { lookAgain, outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, update, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import type { LedgerLine } from './contract.ts';
import { findPaymentFile, ledgerLine, type PaymentFile, payment, providerOrder, type StoredPayment } from './items.ts';

const noSuchAppointment = () => new ApiError('not-found', 'There is no such appointment.');

/** The lines that a ledger does not have yet, each once. */
export const newLines = (ledger: readonly LedgerLine[], told: readonly LedgerLine[]): LedgerLine[] => {
  const nameOf = ({ kind, providerId }: LedgerLine) => `${kind}#${providerId}`;
  const known = new Set(ledger.map(nameOf));
  return [...new Map(told.filter((line) => !known.has(nameOf(line))).map((line) => [nameOf(line), line])).values()];
};

/** Adds lines; refused as outdated when another message has added one of them meanwhile. */
export const addLines = (appointmentId: string, lines: readonly LedgerLine[]): Write[] =>
  lines.map((line) => put(ledgerLine.make({ appointmentId, ...line }, line)).ifNew(outdated));

/**
 * Names the order of a payment, and the payment of the order. The revision goes up, because whoever settles writes the
 * payment as a whole and would else write it without its order.
 */
export const orderWrites = ({ appointmentId, orderId: named, revision }: StoredPayment, orderId: string): Write[] => [
  put(providerOrder.make({ orderId }, { appointmentId })),
  ...(named
    ? []
    : [
        update(payment.key({ appointmentId }))
          .set({ orderId, revision: revision + 1 })
          .when(attribute('revision').is(revision), outdated),
      ]),
];

/**
 * Keeps the order that Razorpay has made. Not in the `record` of an effect: that is written as it is or not at all, and
 * the payment may change between the effect and its record.
 */
export const saveOrder = (table: Table, appointmentId: string, orderId: string): Promise<void> =>
  lookAgain(async () => {
    const stored = await table.find(payment, { appointmentId });
    if (stored && stored.orderId !== orderId) await table.transact(orderWrites(stored, orderId));
  });

/** Payments for one caller: a patient reaches their own, a doctor those of appointments with them, nobody any other. */
export const paymentRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;

  const findWhere = async (appointmentId: string, mine: (stored: StoredPayment) => boolean): Promise<PaymentFile> => {
    const file = await findPaymentFile(table, appointmentId);
    if (!file || !mine(file.payment)) throw noSuchAppointment();
    return file;
  };

  return {
    /** The payment that the calling patient owes. */
    findMine: (appointmentId: string): Promise<PaymentFile> => findWhere(appointmentId, ({ patient }) => patient.patientId === accountId),

    /** A payment that the caller has a side in. */
    findShared: (appointmentId: string): Promise<PaymentFile> =>
      findWhere(appointmentId, ({ patient, doctor }) => patient.patientId === accountId || doctor.doctorId === accountId),

    listMine: async (query: { cursor?: string | undefined; limit?: string | undefined }) => {
      const { items, nextCursor } = await table.query({
        index: 'gsi1',
        partition: `patient#${accountId}#payments`,
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
      });
      return { items: items.map((item) => payment.parse(item)), nextCursor };
    },

    /** Payments of the calling doctor's appointments that start from one instant up to, not including, another. */
    listBetween: async (from: Instant, until: Instant): Promise<StoredPayment[]> => {
      const items = await table.queryAll({ index: 'gsi2', partition: `doctor#${accountId}#payments`, between: [from, until] });
      return items.map((item) => payment.parse(item));
    },

    /** Notes that the order was asked for anew, so that a screen that asks each second does not have two made at once. */
    orderAsked: ({ appointmentId, orderAskedAt }: StoredPayment, now: Instant): Write =>
      update(payment.key({ appointmentId }))
        .set({ orderAskedAt: now })
        .when(orderAskedAt ? attribute('orderAskedAt').is(orderAskedAt) : attribute('orderAskedAt').isMissing(), outdated),
  };
};
