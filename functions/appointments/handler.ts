import { AppointmentBooked } from '../../events/appointments/appointment-booked.v1.ts';
import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentCompleted } from '../../events/appointments/appointment-completed.v1.ts';
import { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import { AppointmentMissed } from '../../events/appointments/appointment-missed.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { FreeTimesChanged } from '../../events/appointments/free-times-changed.v1.ts';
import type { NewEvent } from '../../events/envelope.ts';
import { PaymentOrderRequested } from '../../events/payments/payment-order-requested.v1.ts';
import type { ConsentScope } from '../consents/contract.ts';
import { consentFromBooking } from '../consents/items.ts';
import { areFilesOf } from '../documents/items.ts';
import { type ApiOptions, api, type Call } from '../shared/http/api.ts';
import { invalidRequest } from '../shared/http/errors.ts';
import { lookAgain, outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import type { Refusal, Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { problemsOfAvailability } from './availability-checks.ts';
import { newAppointment } from './booking.ts';
import { changeWrites, slotTaken } from './changes.ts';
import { appointmentRoutes, SLOT_DAYS } from './contract.ts';
import type { Dossier } from './dossier.ts';
import { cellsOf } from './free-slots.ts';
import type { StoredAppointment } from './items.ts';
import { appointmentRepository, daysBetween } from './repository.ts';
import { cancelled, completed, missed, moved, newRefundEvents, started } from './transitions.ts';
import { detailOf, summaryOf, type Viewer } from './views.ts';

const idsOf = ({ appointmentId, doctorId, patientId }: StoredAppointment) => ({ appointmentId, doctorId, patientId });
const touchedBy = ({ appointmentId, patientId }: StoredAppointment) => [{ subjectId: patientId, resource: `appointment#${appointmentId}` }];

type ChangeCall = Pick<Call<typeof appointmentRoutes.cancel>, 'table' | 'principal' | 'params' | 'now' | 'correlationId' | 'commit'>;

type Decision = {
  readonly after: Pick<Dossier, 'appointment' | 'payment'>;
  readonly events: readonly NewEvent[];
  /** What is written beside the appointment. */
  readonly also?: readonly Write[];
  /** What to answer when the doctor's time is somebody else's. */
  readonly taken?: Refusal;
};

type Decide = (dossier: Dossier, viewer: Viewer, appointments: ReturnType<typeof appointmentRepository>) => Decision | Promise<Decision>;

/** One side changes an appointment: looks, decides, writes everything that goes with it, and looks again if it was outrun. */
const change = ({ table, principal, params, now, correlationId, commit }: ChangeCall, decide: Decide, only?: Viewer) =>
  lookAgain(async () => {
    const appointments = appointmentRepository(table, principal);
    const { viewer, ...dossier } = await appointments.findMineToChange(params.appointmentId, only);
    const { after, events, also = [], taken = outdated } = await decide(dossier, viewer, appointments);
    const writes = changeWrites({ before: dossier, calendar: dossier.calendar, after, now, correlationId, taken });
    const next = { ...after.appointment, revision: dossier.appointment.revision + 1 };
    return commit([...writes, ...also], detailOf(next, after.payment, viewer, now), { events, touched: touchedBy(dossier.appointment) });
  });

/** What the patient lets the doctor read from the booking on. */
const consentOf = async (table: Table, booked: StoredAppointment, scope: ConsentScope | undefined, now: Instant): Promise<Write[]> => {
  if (!scope) return [];
  if (scope.kind === 'documents' && !(await areFilesOf(table, booked.patientId, scope.documentIds)))
    throw invalidRequest([{ field: 'body.share.documentIds', rule: 'must be files of your own' }]);
  return [consentFromBooking({ ...booked, scope, now })];
};

export const appointmentsApi = (options?: ApiOptions) =>
  api(
    'appointments',
    appointmentRoutes,
    {
      listSlots: async ({ table, principal, params, query: { from, to }, now, reply }) => {
        const days = daysBetween(from, to);
        if (days < 1 || days > SLOT_DAYS)
          throw invalidRequest([{ field: 'query.to', rule: `must be from query.from to ${SLOT_DAYS - 1} days later` }]);
        return reply(await appointmentRepository(table, principal).listFreeSlots(params.doctorId, from, to, now));
      },

      getMyAvailability: async ({ table, principal, reply }) => reply(await appointmentRepository(table, principal).myAvailability()),

      saveMyAvailability: async ({ table, principal, body, commit }) => {
        const problems = problemsOfAvailability(body);
        if (problems.length > 0) throw invalidRequest(problems);
        const next = { ...body, revision: body.revision + 1 };
        return commit([appointmentRepository(table, principal).saveMyAvailability(next)], next, {
          events: [FreeTimesChanged.of({ doctorId: principal.accountId })],
          touched: [{ subjectId: principal.accountId, resource: `availability#${principal.accountId}` }],
        });
      },

      book: ({ table, principal, body, now, surroundings, correlationId, commit }) =>
        lookAgain(async () => {
          const terms = await appointmentRepository(table, principal).findTerms(body.doctorId, body.startsAt, now);
          const made = { appointmentId: surroundings.newId(), patientId: principal.accountId, now };
          const after = newAppointment(body, terms, made);
          // Cheaper than a transaction that must fail; the transaction decides all the same.
          if (cellsOf(after.appointment).some((cell) => terms.taken.has(cell))) throw slotTaken(body.startsAt);
          const shared = await consentOf(table, after.appointment, body.share, now);
          const change = { before: undefined, calendar: terms.calendar, after, now, correlationId, taken: slotTaken(body.startsAt) };
          const { appointment, payment } = after;
          const ids = idsOf(appointment);
          const paid = appointment.status === 'REQUESTED';
          return commit([...changeWrites(change), ...shared], detailOf(appointment, payment, 'patient', now), {
            events: [
              AppointmentBooked.of({ ...ids, status: paid ? 'REQUESTED' : 'CONFIRMED' }),
              paid ? PaymentOrderRequested.of({ appointmentId: ids.appointmentId }) : AppointmentConfirmed.of(ids),
              FreeTimesChanged.of({ doctorId: ids.doctorId }),
            ],
            touched: touchedBy(appointment),
          });
        }),

      list: async ({ table, principal, role, query, now, reply }) => {
        const viewer: Viewer = role === 'doctor' && query.as !== 'patient' ? 'doctor' : 'patient';
        const { items, nextCursor } = await appointmentRepository(table, principal).list(viewer, query);
        return reply(
          items.map((item) => summaryOf(item, viewer, now)),
          { nextCursor },
        );
      },

      get: async ({ table, principal, params, now, reply, recordRead }) => {
        const { viewer, appointment, payment } = await appointmentRepository(table, principal).findMine(params.appointmentId);
        const [touched] = touchedBy(appointment);
        if (viewer === 'doctor' && touched) await recordRead(touched);
        return reply(detailOf(appointment, payment, viewer, now));
      },

      cancel: (call) =>
        change(call, (dossier, viewer) => {
          const after = cancelled(dossier, viewer, call.now);
          return {
            after,
            events: [
              AppointmentCancelled.of({ ...idsOf(dossier.appointment), reason: after.appointment.cancelReason ?? 'by-patient' }),
              FreeTimesChanged.of({ doctorId: dossier.appointment.doctorId }),
              ...newRefundEvents(dossier, after),
            ],
          };
        }),

      reschedule: (call) =>
        change(call, async (dossier, viewer, appointments) => {
          const { startsAt, mode = dossier.appointment.mode } = call.body;
          const hours = await appointments.hoursOf(dossier.appointment.doctorId);
          const after = moved(dossier, viewer, { startsAt, mode }, hours, call.now);
          return {
            after,
            taken: slotTaken(startsAt),
            events: [
              AppointmentRescheduled.of({ ...idsOf(dossier.appointment), from: dossier.appointment.startsAt, to: startsAt }),
              FreeTimesChanged.of({ doctorId: dossier.appointment.doctorId }),
            ],
          };
        }),

      start: (call) =>
        change(
          call,
          async (dossier, _viewer, appointments) => ({
            after: started(dossier, call.now),
            events: [],
            also: await appointments.takeIntoCare(dossier.appointment, call.now),
          }),
          'doctor',
        ),

      complete: (call) =>
        change(
          call,
          (dossier) => {
            const { after, visit } = completed(dossier, call.now);
            return { after, events: [AppointmentCompleted.of(idsOf(dossier.appointment))], also: [visit] };
          },
          'doctor',
        ),

      markNoShow: (call) =>
        change(
          call,
          (dossier) => ({ after: missed(dossier, call.now), events: [AppointmentMissed.of(idsOf(dossier.appointment))] }),
          'doctor',
        ),

      getCalendarFile: async ({ table, principal, params, now, reply }) => {
        const { calendarFile } = await import('./calendar-file.ts');
        const { viewer, appointment } = await appointmentRepository(table, principal).findMine(params.appointmentId);
        return reply(calendarFile(appointment, viewer, now));
      },
    },
    options,
  );

export const handler = appointmentsApi();
