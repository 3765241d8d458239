import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { playRazorpay, type Razorpay } from '../payments/testing/play-razorpay.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { type CalendarDate, later, type Paise } from '../shared/values.ts';
import { availability } from './items.ts';
import { openClinic, slotAt } from './testing/clinic.ts';
import { type BookedVisit, bookedVisit } from './testing/paid-clinic.ts';
import { MeetingTable } from './testing/watched-table.ts';

let store: TestTable;
let razorpay: Razorpay;
beforeAll(async () => {
  [store, razorpay] = await Promise.all([startTestTable(), playRazorpay(() => Date.parse('2026-11-20T07:00:00Z'))]);
});
afterAll(() => {
  store.stop();
  razorpay.stop();
});

const book = () => bookedVisit(store, razorpay);

describe('two payments on one order', () => {
  test.each([
    ['the older one told first', ['A', 'B']],
    ['the younger one told first', ['B', 'A']],
  ])('make one price and one refund, of the younger: %s', async (_, order) => {
    const booked = await book();
    for (const name of order) await booked.tell('captured', { payment: name, madeAt: name === 'A' ? 30 : 60 });
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'refund-due' });
    const younger = `pay_B_${booked.appointmentId.slice(0, 8)}`;
    expect(await booked.payment()).toMatchObject({
      capturedPaise: 100_000,
      refundDuePaise: 50_000,
      refunds: [{ providerPaymentId: younger, paise: 50_000 }],
    });
    expect(await booked.refundsAsked()).toEqual([younger]);
    await booked.tell('refunded', { payment: 'B', madeAt: 60 });
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'partly-refunded' });
  });

  test('of which the older one was given back are off altogether, whichever was told first', async () => {
    const told = {
      older: (booked: BookedVisit) => booked.tell('captured', { payment: 'A' }),
      younger: (booked: BookedVisit) => booked.tell('captured', { payment: 'B', madeAt: 60 }),
      back: (booked: BookedVisit) => booked.tell('refunded', { payment: 'A' }),
    };
    const orders = [
      ['older', 'younger', 'back'],
      ['older', 'back', 'younger'],
      ['younger', 'older', 'back'],
      ['younger', 'back', 'older'],
      ['back', 'older', 'younger'],
      ['back', 'younger', 'older'],
    ] as const;
    for (const order of orders) {
      const booked = await book();
      for (const each of order) await told[each](booked);
      expect(await booked.appointment(), order.join()).toMatchObject({ status: 'CANCELLED', cancelReason: 'refunded' });
      expect(await booked.payment(), order.join()).toMatchObject({ capturedPaise: 100_000, refundedPaise: 50_000, refundDuePaise: 50_000 });
      expect(await booked.cells(), order.join()).toEqual([]);
    }
  });

  test('of which the second went back before it was told leave the first as it is', async () => {
    const booked = await book();
    await booked.tell('captured', { payment: 'A' });
    await booked.tell('refunded', { payment: 'B', madeAt: 60 });
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED' });
    await booked.tell('captured', { payment: 'B', madeAt: 60 });
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'partly-refunded' });
    expect(await booked.refundsAsked()).toEqual([]);
  });

  test('of which one is known only by its refund: no more is kept than came', async () => {
    const { clinic, appointmentId, ...booked } = await book();
    await clinic.tell(appointmentId, 'refunded', { payment: 'pay_unknown' });
    await clinic.tell(appointmentId, 'captured', { payment: 'pay_B' });
    expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', cancelReason: 'refunded' });
    expect(await booked.refundsAsked()).toEqual(['pay_B']);
  });

  test('of which the first is too little: that one goes back, and the second is the price', async () => {
    const booked = await book();
    const little = await booked.tell('captured', { payment: 'L', paise: 10_000 });
    expect(await booked.appointment()).toMatchObject({ status: 'REQUESTED', paymentStatus: 'refund-due' });
    expect(await booked.refundsAsked()).toEqual([little]);
    await booked.tell('captured', { payment: 'B', madeAt: 60 });
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED' });
    expect(await booked.refundsAsked()).toEqual([little]);
  });

  test('that only together are enough are no price', async () => {
    const booked = await book();
    const both = [
      await booked.tell('captured', { payment: 'L', paise: 25_000 }),
      await booked.tell('captured', { payment: 'M', paise: 25_000 }),
    ];
    expect(await booked.appointment()).toMatchObject({ status: 'REQUESTED' });
    expect((await booked.refundsAsked()).toSorted()).toEqual(both.toSorted());
  });
});

describe('a payment that comes after its five minutes', () => {
  test.each([
    ['and nobody has looked since', false],
    ['and the appointment was given up', true],
  ])('takes the time again if it is free, %s', async (_, looked) => {
    const booked = await book();
    booked.clinic.at(booked.heldUntil);
    if (looked) {
      await booked.look(0);
      expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', cancelReason: 'hold-expired', paymentStatus: 'void' });
    }
    booked.clinic.pass(600);
    await booked.tell('captured');
    const after = await booked.appointment();
    expect(after).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'paid' });
    for (const field of ['cancelReason', 'cancelledAt', 'heldUntil']) expect(after).not.toHaveProperty(field);
    expect(await booked.cells()).toHaveLength(4);
    expect(await booked.refundsAsked()).toEqual([]);
    const { clinic, doctor } = booked;
    expect((await clinic.book(await clinic.addPatient(), doctor, slotAt(0))).body.error.code).toBe('slot-taken');
  });

  const goesBack = async (booked: BookedVisit, reason: string): Promise<void> => {
    const payId = await booked.tell('captured');
    expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', cancelReason: reason, paymentStatus: 'refund-due' });
    expect(await booked.payment()).toMatchObject({ capturedPaise: 50_000, refundDuePaise: 50_000 });
    expect(await booked.refundsAsked()).toEqual([payId]);
    expect((await booked.cells()).filter((cell) => cell.includes(booked.appointmentId))).toEqual([]);
  };

  test.each([
    ['holds the time', false],
    ['has paid for it', true],
  ])('goes back when somebody else %s', async (_, paid) => {
    const booked = await book();
    const { clinic, doctor } = booked;
    clinic.at(booked.heldUntil);
    const other = await clinic.book(await clinic.addPatient(), doctor, slotAt(0));
    expect(other.status).toBe(201);
    if (paid) await clinic.tell(other.body.data.appointmentId, 'captured');
    await goesBack(booked, 'slot-gone');
    expect(new Set((await booked.cells()).map((cell) => cell.split(' ')[1]))).toEqual(new Set([other.body.data.appointmentId]));
  });

  test('takes the time again when somebody else held it and did not pay either', async () => {
    const booked = await book();
    const { clinic, doctor } = booked;
    clinic.at(booked.heldUntil);
    const other = await clinic.book(await clinic.addPatient(), doctor, slotAt(0));
    clinic.pass(300);
    await booked.tell('captured');
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED' });
    await clinic.tell(other.body.data.appointmentId, 'captured', { payment: 'pay_late' });
    const late = (await clinic.appointments()).find(({ appointmentId }) => appointmentId === other.body.data.appointmentId);
    expect(late).toMatchObject({ status: 'CANCELLED', cancelReason: 'slot-gone', paymentStatus: 'refund-due' });
  });

  test('goes back when only the last five minutes are somebody else’s', async () => {
    const booked = await book();
    const { clinic, doctor } = booked;
    clinic.at(booked.heldUntil);
    const { accountId: doctorId } = doctor;
    const hours = { days: ['mon'], from: '09:15', to: '10:00', slotMinutes: 15, bufferMinutes: 0, modes: ['video'] };
    const saved = await clinic.call(doctor).call('saveMyAvailability', {
      body: { weekly: [hours], exceptions: [], windowDays: 60, noticeMinutes: 0, revision: 1 },
    });
    expect(saved.status, doctorId).toBe(200);
    expect((await clinic.book(await clinic.addPatient(), doctor, later(slotAt(0), 900))).status).toBe(201);
    await goesBack(booked, 'slot-gone');
  });

  test('takes the time again even if the doctor offers it no more: it was offered when it was booked', async () => {
    const booked = await book();
    const { clinic, doctor } = booked;
    clinic.at(booked.heldUntil);
    const off = { kind: 'off' as const, fromDate: '2026-11-23' as CalendarDate, toDate: '2026-11-23' as CalendarDate };
    const stored = await store.table.find(availability, { doctorId: doctor.accountId });
    if (!stored) throw new Error('no hours');
    await clinic.save(availability.make({ doctorId: doctor.accountId }, { ...stored, exceptions: [off], revision: 2 }));
    await booked.tell('captured');
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED' });
  });

  test('goes back when the appointment would have begun', async () => {
    const booked = await book();
    booked.clinic.at(slotAt(0));
    await goesBack(booked, 'slot-gone');
  });

  test('goes back when the patient is with another doctor then', async () => {
    const booked = await book();
    const { clinic, patient } = booked;
    clinic.at(booked.heldUntil);
    const other = await clinic.addDoctor({ practice: { feePaise: 0 as Paise } });
    expect((await clinic.book(patient, other, slotAt(0))).status).toBe(201);
    await goesBack(booked, 'slot-gone');
    expect((await clinic.calendarOf(patient))?.entries).toHaveLength(1);
  });

  test('and at the moment at which another books: one has the time, and the money of the other goes back', async () => {
    for (let round = 0; round < 5; round += 1) {
      const booked = await book();
      const { clinic, doctor } = booked;
      const other = await clinic.addPatient();
      clinic.at(booked.heldUntil);
      await booked.tell('captured', { settle: false });
      clinic.use(new MeetingTable(store));
      const [reply] = await Promise.all([clinic.book(other, doctor, slotAt(0)), booked.settle()]);
      clinic.use(store.table);
      const { status } = await booked.appointment();
      const owners = new Set((await booked.cells()).map((cell) => cell.split(' ')[1]));
      expect(owners.size).toBe(1);
      expect([reply.status, status]).toEqual(owners.has(booked.appointmentId) ? [409, 'CONFIRMED'] : [201, 'CANCELLED']);
      expect(await booked.refundsAsked()).toHaveLength(status === 'CONFIRMED' ? 0 : 1);
    }
  });
});

describe('money that comes or goes beside the usual way', () => {
  test('a payment after its patient has cancelled goes back whole', async () => {
    const booked = await book();
    await booked.clinic.change(booked.patient, 'cancel', booked.appointmentId);
    const payId = await booked.tell('captured');
    expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', cancelReason: 'by-patient', paymentStatus: 'refund-due' });
    expect(await booked.payment()).toMatchObject({ refundDuePaise: 50_000 });
    expect(await booked.refundsAsked()).toEqual([payId]);
    expect(await booked.cells()).toEqual([]);
  });

  test('a confirmed appointment whose payment is given back at Razorpay is off, and its time free', async () => {
    const booked = await book();
    await booked.tell('captured');
    const { clinic, doctor, patient } = booked;
    await booked.tell('refunded');
    expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', cancelReason: 'refunded', paymentStatus: 'refunded', due: [] });
    expect(await booked.cells()).toEqual([]);
    expect((await clinic.calendarOf(patient))?.entries).toEqual([]);
    expect(await booked.refundsAsked()).toEqual([]);
    expect((await clinic.book(await clinic.addPatient(), doctor, slotAt(0))).status).toBe(201);
  });

  test('a part that is given back at Razorpay leaves the appointment as it is', async () => {
    const booked = await book();
    await booked.tell('captured');
    await booked.tell('refunded', { paise: 20_000 });
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'partly-refunded' });
    await booked.tell('refunded', { paise: 30_000, refund: 'rfnd_rest' });
    expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', cancelReason: 'refunded' });
  });

  test('what is given back of a visit that has been changes nothing of the visit', async () => {
    const booked = await book();
    await booked.tell('captured');
    const { clinic, doctor, appointmentId } = booked;
    clinic.at(slotAt(0));
    await clinic.change(doctor, 'start', appointmentId);
    await clinic.change(doctor, 'complete', appointmentId);
    await booked.tell('refunded');
    expect(await booked.appointment()).toMatchObject({ status: 'COMPLETED', paymentStatus: 'refunded' });
  });

  test('a refund that the bank could not carry out is shown as failed, and comes right when it goes through', async () => {
    const booked = await book();
    const { clinic, patient, appointmentId } = booked;
    await booked.tell('captured');
    await clinic.change(patient, 'cancel', appointmentId);
    await booked.tell('refunded');
    expect(await booked.payment()).toMatchObject({ status: 'refunded', refundDuePaise: 0 });
    await booked.tell('refund-failed');
    expect(await booked.payment()).toMatchObject({ status: 'refund-failed', refundDuePaise: 50_000, refundedPaise: 0 });
    expect(await booked.appointment()).toMatchObject({ status: 'CANCELLED', paymentStatus: 'refund-failed' });
    expect(await booked.refundsAsked(), 'nobody asks a bank twice by themselves').toHaveLength(1);
    await booked.tell('refunded', { refund: 'rfnd_by_hand' });
    expect(await booked.payment()).toMatchObject({ status: 'refunded', refundDuePaise: 0, refundedPaise: 50_000 });
  });

  test('a cancelled appointment’s money goes back once, however often it is asked for and told', async () => {
    const booked = await book();
    const { clinic, patient, appointmentId, orderId } = booked;
    const payId = await booked.tell('captured');
    razorpay.pay(orderId, { id: payId, at: 1_763_622_030 });
    await clinic.change(patient, 'cancel', appointmentId);
    await booked.giveBack();
    await booked.giveBack();
    const [given, ...more] = razorpay.refunds.filter(({ payment_id }) => payment_id === payId);
    expect(more).toEqual([]);
    expect(given).toMatchObject({ amount: 50_000, receipt: `${payId}-r1` });
    await booked.tell('refunded', { refund: String(given?.id), times: 2 });
    expect(await booked.payment()).toMatchObject({ status: 'refunded', refundedPaise: 50_000, refundDuePaise: 0 });
  });

  test('an appointment with another person of the same hour is not touched by it', async () => {
    const clinic = await openClinic(store);
    const [doctor, asha, ravi] = [await clinic.addDoctor(), await clinic.addPatient(), await clinic.addPatient()];
    const [one, two] = [await clinic.book(asha, doctor, slotAt(0)), await clinic.book(ravi, doctor, slotAt(1))];
    await clinic.tell(one.body.data.appointmentId, 'captured');
    expect((await clinic.change(ravi, 'get', two.body.data.appointmentId)).body.data).toMatchObject({
      status: 'REQUESTED',
      paymentStatus: 'waiting',
    });
  });
});
