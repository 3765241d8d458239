import type * as z from 'zod';

import type { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import type { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import type { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { payment, type StoredPayment } from '../payments/items.ts';
import type { Table } from '../shared/table/table.ts';
import type { Instant } from '../shared/values.ts';
import type { CancelReason } from './contract.ts';
import { appointment, type StoredAppointment } from './items.ts';

export type NewsData = z.infer<typeof AppointmentConfirmed.data | typeof AppointmentCancelled.data | typeof AppointmentRescheduled.data>;

/** A time that was not paid for is free again, and nobody ever counted on it. */
export type ReasonToTell = Exclude<CancelReason, 'hold-expired'>;

/** What happened to an appointment. `from` is the start that it was moved from. */
export type News =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'moved'; readonly from: Instant }
  | { readonly kind: 'cancelled'; readonly reason: ReasonToTell };

export type Told = { readonly news: News; readonly appointment: StoredAppointment; readonly payment: StoredPayment | undefined };

/** Whether the appointment is as the event says. If it has changed since, the later event's letter tells how it is now. */
const newsIn = (data: NewsData, { status, startsAt, cancelReason }: StoredAppointment): News | undefined => {
  if ('reason' in data)
    return status === 'CANCELLED' && cancelReason === data.reason && cancelReason !== 'hold-expired'
      ? { kind: 'cancelled', reason: cancelReason }
      : undefined;
  if (status !== 'CONFIRMED') return undefined;
  if ('to' in data) return startsAt === data.to ? { kind: 'moved', from: data.from } : undefined;
  return { kind: 'confirmed' };
};

/** The news that an event still is, with the appointment and its payment as they are, or why it is none. */
export const readNews = async (data: NewsData, table: Table): Promise<Told | { readonly skipped: string }> => {
  const { appointmentId } = data;
  const [booked, paid] = await Promise.all([table.find(appointment, { appointmentId }), table.find(payment, { appointmentId })]);
  if (!booked) return { skipped: 'no such appointment' };
  const news = newsIn(data, booked);
  if (!news) return { skipped: 'outdated' };
  if (news.kind === 'cancelled' && news.reason === 'by-patient' && booked.feePaise > 0 && !paid?.capturedPaise)
    return { skipped: 'never confirmed' };
  return { news, appointment: booked, payment: paid };
};
