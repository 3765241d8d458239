import { practice } from '../directory/items.ts';
import { carePatient, carePatientItem, carePatientOfProfile, doctor, profile } from '../identity/items.ts';
import { findPaymentFile, type PaymentFile } from '../payments/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { ApiError } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { daysLater, instantOn } from '../shared/indian-day.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import { type CalendarDate, type Instant, later, millisecondsOf } from '../shared/values.ts';
import type { Terms } from './booking.ts';
import type { Availability, Slot } from './contract.ts';
import { type Dossier, findClaims, findDossier, findTakenCells, LONGEST_CLAIM_SECONDS, noEntries, takenCells } from './dossier.ts';
import { freeSlots } from './free-slots.ts';
import { appointment, availability, lastVisit, patientCalendar, type StoredAppointment } from './items.ts';
import type { Viewer } from './views.ts';

const notFound = (what: string) => new ApiError('not-found', `There is no such ${what}.`);
const changedElsewhere = new ApiError(
  'changed-elsewhere',
  'Your hours were changed in another window meanwhile. Look at them, then save again.',
);

/** Nothing offered until the doctor says otherwise. */
export const noHours: Availability = { weekly: [], exceptions: [], windowDays: 30, noticeMinutes: 60, revision: 0 };

type ListQuery = {
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
  readonly from?: CalendarDate | undefined;
  readonly to?: CalendarDate | undefined;
  readonly order?: 'soonest' | 'latest' | undefined;
};

/** What one caller may read and write of appointments. */
export const appointmentRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;

  const viewerOf = ({ doctorId, patientId }: StoredAppointment): Viewer | undefined =>
    patientId === accountId ? 'patient' : doctorId === accountId && principal.roles.has('doctor') ? 'doctor' : undefined;

  return {
    myAvailability: async (): Promise<Availability> => (await table.find(availability, { doctorId: accountId })) ?? noHours,

    saveMyAvailability: (next: Availability): Write =>
      put(availability.make({ doctorId: accountId }, next)).when(atRevision(next.revision - 1), changedElsewhere),

    /** Under which terms the caller could book with a doctor, and who has the doctor's time there; 404 for one who is not listed. */
    findTerms: async (doctorId: string, startsAt: Instant, now: Instant): Promise<Terms & { readonly taken: ReadonlySet<string> }> => {
      const [found, claims] = await Promise.all([
        table.findTogether({
          doctor: doctor.at({ doctorId }),
          practice: practice.at({ doctorId }),
          hours: availability.at({ doctorId }),
          account: accountState.at({ accountId: doctorId }),
          profile: profile.at({ accountId }),
          calendar: patientCalendar.at({ patientId: accountId }),
          lastVisit: lastVisit.at({ patientId: accountId, doctorId }),
        }),
        findClaims(table, doctorId, startsAt, later(startsAt, LONGEST_CLAIM_SECONDS)),
      ]);
      if (!found.doctor || !found.practice || found.account?.deactivatedAt) throw notFound('doctor');
      return {
        doctor: found.doctor,
        practice: found.practice,
        hours: found.hours ?? noHours,
        profile: found.profile,
        calendar: found.calendar ?? noEntries,
        lastVisitAt: found.lastVisit?.completedAt,
        taken: takenCells(claims, now),
      };
    },

    hoursOf: async (doctorId: string): Promise<Availability> => (await table.find(availability, { doctorId })) ?? noHours,

    listFreeSlots: async (doctorId: string, from: CalendarDate, to: CalendarDate, now: Instant): Promise<Slot[]> => {
      const [found, taken] = await Promise.all([
        table.findTogether({
          doctor: doctor.at({ doctorId }),
          hours: availability.at({ doctorId }),
          account: accountState.at({ accountId: doctorId }),
        }),
        findTakenCells(table, doctorId, from, to, now),
      ]);
      if (!found.doctor || found.account?.deactivatedAt) throw notFound('doctor');
      return freeSlots({ availability: found.hours ?? noHours, from, to, taken, now });
    },

    list: async (viewer: Viewer, query: ListQuery): Promise<{ items: StoredAppointment[]; nextCursor: string | undefined }> => {
      const { items, nextCursor } = await table.query({
        ...(viewer === 'doctor'
          ? { index: 'gsi1' as const, partition: `doctor#${accountId}#appointments` }
          : { index: 'gsi2' as const, partition: `patient#${accountId}#appointments` }),
        between: [
          query.from ? instantOn(query.from, 0) : '0',
          // Keys are `<start>#<id>`: everything before the next day's midnight.
          query.to ? instantOn(daysLater(query.to, 1), 0) : '9',
        ],
        newestFirst: query.order === 'latest',
        limit: pageSize(query),
        cursor: query.cursor,
      });
      return { items: items.map((item) => appointment.parse(item)), nextCursor };
    },

    /** An appointment and as whom the caller sees it; anybody else's is 404, as if there were none. */
    findMine: async (appointmentId: string): Promise<PaymentFile & { readonly viewer: Viewer }> => {
      const found = await findPaymentFile(table, appointmentId);
      const viewer = found && viewerOf(found.appointment);
      if (!found || !viewer) throw notFound('appointment');
      return { ...found, viewer };
    },

    /** The doctor may write about the patient from now on; who is in care already stays as they are. */
    takeIntoCare: async ({ doctorId, patientId, patient }: StoredAppointment, now: Instant): Promise<Write[]> => {
      const known = await table.findTogether({
        care: carePatient.at({ doctorId, patientId }),
        profile: profile.at({ accountId: patientId }),
      });
      if (known.care) return [];
      const taken = carePatientOfProfile(patientId, known.profile ?? { revision: 0 }, known.profile?.name ?? patient.name, now);
      return [put(carePatientItem(doctorId, taken)).ifNew(outdated)];
    },

    /** The same with the patient's other times, for whoever changes it; `only` one side may. */
    findMineToChange: async (appointmentId: string, only?: Viewer): Promise<Dossier & { readonly viewer: Viewer }> => {
      const found = await findDossier(table, appointmentId);
      const viewer = found && viewerOf(found.appointment);
      if (!found || !viewer || (only && viewer !== only)) throw notFound('appointment');
      return { ...found, viewer };
    },
  };
};

/** Days between two dates, both counted. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Math.round((millisecondsOf(instantOn(to, 0)) - millisecondsOf(instantOn(from, 0))) / 86_400_000) + 1;
