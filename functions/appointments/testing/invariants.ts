import { expect } from 'vitest';

import { ledgerLine, payment, paymentStatusOf, refundDueOf, totalsOf } from '../../payments/items.ts';
import { dueItem } from '../../shared/due/due-item.ts';
import { receipt } from '../../shared/table/receipt.ts';
import { type Instant, later } from '../../shared/values.ts';
import { holds } from '../dossier.ts';
import { appointment, claim, patientCalendar, type StoredAppointment } from '../items.ts';
import { reminderTimes } from '../reminder-times.ts';

type Item = Record<string, unknown>;

const five = 300;
const cellsFrom = ({ startsAt, endsAt, bufferMinutes }: StoredAppointment): Instant[] => {
  const cells: Instant[] = [];
  for (let cell = startsAt; cell < later(endsAt, bufferMinutes * 60); cell = later(cell, five)) cells.push(cell);
  return cells;
};

/** Whether the doctor's time is the appointment's at an instant. */
const hasTime = (each: StoredAppointment, now: Instant): boolean =>
  ['CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW'].includes(each.status) || (each.status === 'REQUESTED' && holds(each, now));

const busy = (each: StoredAppointment, now: Instant): boolean =>
  ['CONFIRMED', 'IN_PROGRESS'].includes(each.status) || (each.status === 'REQUESTED' && holds(each, now));

const overlap = (a: StoredAppointment, b: StoredAppointment, buffered: boolean): boolean => {
  const end = (of: StoredAppointment) => (buffered ? later(of.endsAt, of.bufferMinutes * 60) : of.endsAt);
  return a.startsAt < end(b) && b.startsAt < end(a);
};

const TWENTY_FIVE_MINUTES = 25 * 60;

/**
 * Whether a start of the test's twenty-five minutes, buffer included, was somebody's at some moment of a step: before it,
 * after it, or in between, when an appointment was moved there, or moved on or cancelled from there.
 */
export const wasSomebodys = (
  { before, after }: { readonly before: readonly StoredAppointment[]; readonly after: readonly StoredAppointment[] },
  startsAt: Instant,
  now: Instant,
): boolean => {
  const at = (start: Instant) => start < later(startsAt, TWENTY_FIVE_MINUTES) && startsAt < later(start, TWENTY_FIVE_MINUTES);
  const changed = (each: StoredAppointment) =>
    before.find(({ appointmentId }) => appointmentId === each.appointmentId)?.revision !== each.revision;
  return (
    before.some((each) => hasTime(each, now) && at(each.startsAt)) ||
    after.some((each) => (changed(each) || hasTime(each, now)) && [each.startsAt, ...each.movedFrom].some(at))
  );
};

const pairs = <T>(all: readonly T[]): [T, T][] => all.flatMap((a, index) => all.slice(index + 1).map((b): [T, T] => [a, b]));

/** Slot ↔ appointment ↔ payment ↔ due items ↔ receipts, of everything in a table. Written apart from the code that it judges. */
export const expectInvariants = (items: readonly Item[], now: Instant): void => {
  const appointments = items.filter(appointment.is).map((item) => appointment.parse(item));
  const receipts = items.filter(receipt.is).map((item) => receipt.parse(item));
  const events = receipts.flatMap((each) => each.events);
  const live = appointments.filter((each) => hasTime(each, now));

  for (const [a, b] of pairs(live))
    expect(a.doctorId === b.doctorId && overlap(a, b, true), 'two appointments in one doctor’s time').toBe(false);
  for (const [a, b] of pairs(appointments.filter((each) => busy(each, now))))
    expect(a.patientId === b.patientId && overlap(a, b, false), 'one patient in two places').toBe(false);

  // Slot ↔ appointment: who has the time has its cells, and who has a cell has the time.
  const claimed = items
    .filter(claim.is)
    .map((item) => ({ ...claim.parse(item), cell: item.sk as Instant, doctorId: String(item.pk).split('#')[1] }))
    .filter((each) => holds(each, now));
  const wanted = live.flatMap((each) =>
    cellsFrom(each).map((cell) => ({
      doctorId: each.doctorId,
      cell,
      appointmentId: each.appointmentId,
      heldUntil: each.status === 'REQUESTED' ? each.heldUntil : undefined,
    })),
  );
  const line = (each: { doctorId?: string | undefined; cell: string; appointmentId: string; heldUntil?: string | undefined }) =>
    `${each.doctorId} ${each.cell} ${each.appointmentId} ${each.heldUntil ?? ''}`;
  expect(claimed.map(line).sort(), 'cells').toEqual(wanted.map(line).sort());

  // The patient's calendar says the same.
  const calendars = items.filter(patientCalendar.is).flatMap((item) => {
    const patientId = String(item.pk).split('#')[1];
    return patientCalendar.parse(item).entries.map((entry) => ({ ...entry, patientId }));
  });
  const entry = (each: {
    patientId?: string | undefined;
    appointmentId: string;
    startsAt: string;
    endsAt: string;
    heldUntil?: string | undefined;
  }) => `${each.patientId} ${each.appointmentId} ${each.startsAt} ${each.endsAt} ${each.heldUntil ?? ''}`;
  expect(
    calendars
      .filter((each) => each.endsAt > now && holds(each, now))
      .map(entry)
      .sort(),
    'calendar',
  ).toEqual(
    appointments
      .filter((each) => busy(each, now) && each.endsAt > now)
      .map((each) => entry({ ...each, heldUntil: each.status === 'REQUESTED' ? each.heldUntil : undefined }))
      .sort(),
  );

  const due = items.filter(dueItem.is).map((item) => dueItem.parse(item));
  for (const each of appointments) {
    const mine = items.filter((item) => item.pk === `appointment#${each.appointmentId}`);
    const ledger = mine.filter(ledgerLine.is).map((item) => ledgerLine.parse(item));
    const paid = mine.filter(payment.is).map((item) => payment.parse(item));
    expect(paid, 'one payment record').toHaveLength(1);
    const [record] = paid;
    if (!record) continue;

    // Payment ↔ ledger.
    const totals = totalsOf(ledger);
    const cancelled = each.status === 'CANCELLED';
    const refundDuePaise = refundDueOf(record.refunds, totals);
    expect([record.capturedPaise, record.refundedPaise, record.refundDuePaise], 'totals').toEqual([
      totals.capturedPaise,
      totals.refundedPaise,
      refundDuePaise,
    ]);
    expect(record.status).toBe(paymentStatusOf({ amountPaise: record.amountPaise, totals, refundDuePaise, cancelled }));
    expect(each.paymentStatus, 'the appointment’s word on its payment').toBe(record.status);
    expect(record.visitAt).toBe(each.startsAt);

    // Appointment ↔ payment: what stands is paid, what is off keeps no money that nobody decided on.
    if (each.status === 'CONFIRMED' && record.amountPaise > 0)
      expect(totals.capturedPaise - totals.refundedPaise - refundDuePaise, 'a confirmed appointment is paid').toBeGreaterThanOrEqual(
        record.amountPaise,
      );
    const undecided = totals.captures.filter(
      (capture) => !record.refunds.some((refund) => refund.providerPaymentId === capture.providerPaymentId),
    );
    expect(undecided.length, 'payments that are kept').toBeLessThanOrEqual(cancelled || each.status === 'REQUESTED' ? 0 : 1);
    for (const refund of record.refunds.filter(({ paise }) => paise > 0)) {
      const back = totals.refunds.some((known) => known.providerPaymentId === refund.providerPaymentId);
      const asked = events.filter(({ name, data }) => name === 'refund-requested' && data.refundId === refund.refundId);
      expect(asked.length, 'each refund is asked for once').toBe(back && asked.length === 0 ? 0 : 1);
    }

    // Appointment ↔ due items.
    const its = due.filter(({ event }) => event.data.appointmentId === each.appointmentId);
    expect(its.map(({ event }) => event.id).sort(), 'due items are those that the appointment knows').toEqual(
      each.due.map(({ id }) => id).sort(),
    );
    if (each.status === 'REQUESTED')
      expect(its.map(({ event, dueAt }) => [event.name, dueAt])).toEqual([['payment-check-due', each.heldUntil]]);
    else if (each.status === 'CONFIRMED') {
      for (const { event } of its) expect(event).toMatchObject({ name: 'appointment-reminder-due', data: { startsAt: each.startsAt } });
      for (const { minutesBefore, at } of reminderTimes(each.startsAt, now))
        expect(
          its.some(({ event, dueAt }) => event.data.minutesBefore === minutesBefore && dueAt === at),
          `reminder ${minutesBefore} min before`,
        ).toBe(true);
    } else expect(its).toEqual([]);

    // What happened was told, once.
    const told = (name: string) => events.filter((event) => event.name === name && event.data.appointmentId === each.appointmentId).length;
    expect(told('appointment-booked')).toBe(1);
    if (['CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW'].includes(each.status))
      expect(told('appointment-confirmed')).toBeGreaterThanOrEqual(1);
    if (cancelled) expect(told('appointment-cancelled')).toBeGreaterThanOrEqual(1);
    expect(told('appointment-completed')).toBe(each.status === 'COMPLETED' ? 1 : 0);
  }
  expect(receipts.filter(({ action }) => action === 'appointments.book').length, 'a booking for each receipt').toBe(appointments.length);
};
