import { randomUUID } from 'node:crypto';

import { appointment, type StoredAppointment } from '../../appointments/items.ts';
import type { Table } from '../../shared/table/table.ts';
import { put } from '../../shared/table/write.ts';
import { type Instant, instantOf, later, type Paise } from '../../shared/values.ts';
import { payment, type StoredPayment } from '../items.ts';

const doctor = {
  doctorId: 'kavya',
  name: 'Dr Kavya Nair',
  registrationNumber: 'KL-4711',
  council: 'Kerala State Medical Council',
  qualification: 'MBBS, MD',
  specialty: 'General medicine',
};

export type Booked = { readonly appointmentId: string; readonly patientId: string };

/** An appointment that is held for its payment, as booking leaves it; `of` and `paid` say what is different. */
export const book = async (
  table: Table,
  clock: number,
  of: Partial<StoredAppointment> = {},
  paid: Partial<StoredPayment> = {},
): Promise<Booked> => {
  const now = instantOf(clock);
  const appointmentId = of.appointmentId ?? randomUUID();
  const patient = { patientId: of.patientId ?? randomUUID(), name: 'Asha Verma' };
  const startsAt: Instant = of.startsAt ?? later(now, 2 * 86_400);
  const feePaise = (paid.amountPaise ?? 50_000) as Paise;
  const stored: StoredAppointment = {
    appointmentId,
    status: 'REQUESTED',
    doctor,
    patient,
    doctorId: doctor.doctorId,
    patientId: patient.patientId,
    startsAt,
    endsAt: later(startsAt, 1_200),
    mode: 'video',
    feePaise,
    visitType: 'first',
    paymentStatus: paid.status ?? 'waiting',
    bufferMinutes: 0,
    reason: 'Fever since three days',
    consent: { type: 'implied', startedBy: 'patient', wording: 'booking-1', givenAt: now },
    hospital: 'Arogya Clinic',
    location: '1 Lake Road, Kochi',
    cancellation: { fullHours: 24, partialHours: 4, partialPercent: 50 },
    heldUntil: later(now, 300),
    movedFrom: [],
    due: [],
    createdAt: now,
    revision: 1,
    ...of,
  };
  const nothing = 0 as Paise;
  const owed: StoredPayment = {
    appointmentId,
    doctor: { ...doctor, doctorId: stored.doctorId },
    patient,
    amountPaise: feePaise,
    currency: 'INR',
    status: 'waiting',
    capturedPaise: nothing,
    refundedPaise: nothing,
    refundDuePaise: nothing,
    createdAt: now,
    hospital: stored.hospital,
    visitAt: startsAt,
    receiptNumber: 'AR-20261120-7F3K2Q9T',
    refunds: [],
    revision: 1,
    ...paid,
  };
  await table.transact([put(appointment.make({ appointmentId }, stored)), put(payment.make({ appointmentId }, owed))]);
  return { appointmentId, patientId: patient.patientId };
};
