import { findPaymentFile, type PaymentFile } from '../payments/items.ts';
import { daysLater, instantOn } from '../shared/indian-day.ts';
import type { Table } from '../shared/table/table.ts';
import { type CalendarDate, type Instant, later } from '../shared/values.ts';
import { CELL_MINUTES } from './contract.ts';
import { type Claim, claim, type PatientCalendar, patientCalendar } from './items.ts';

/** All that is kept of one appointment: itself, its payment, what the provider told of it, its patient's other times. */
export type Dossier = PaymentFile & { readonly calendar: PatientCalendar };

export const noEntries: PatientCalendar = { entries: [], revision: 0 };

export const findDossier = async (table: Table, appointmentId: string): Promise<Dossier | undefined> => {
  const found = await findPaymentFile(table, appointmentId);
  if (!found) return undefined;
  const calendar = await table.find(patientCalendar, { patientId: found.appointment.patientId });
  return { ...found, calendar: calendar ?? noEntries };
};

/** Claims of a doctor's cells that begin from one instant up to, not including, another; by cell. */
export const findClaims = async (table: Table, doctorId: string, from: Instant, until: Instant): Promise<Map<Instant, Claim>> => {
  const last = later(until, -CELL_MINUTES * 60);
  if (last < from) return new Map();
  const { pk } = claim.key({ doctorId, cell: from });
  const items = await table.queryAll({ partition: pk, between: [from, last] });
  return new Map(items.map((item) => [item.sk as Instant, claim.parse(item)]));
};

/** Whether a claim keeps others out at an instant. A hold's end is compared, never assumed. */
export const holds = ({ heldUntil }: { heldUntil?: Instant | undefined }, now: Instant): boolean =>
  heldUntil === undefined || heldUntil > now;

/** The longest slot with the longest buffer. */
export const LONGEST_CLAIM_SECONDS = 90 * 60;

/** Cells that somebody has now. */
export const takenCells = (claims: ReadonlyMap<Instant, Claim>, now: Instant): Set<string> =>
  new Set([...claims].filter(([, each]) => holds(each, now)).map(([cell]) => cell));

/** Cells of a doctor's days, both inclusive, that somebody has now; those too into which the last buffers reach. */
export const findTakenCells = async (
  table: Table,
  doctorId: string,
  from: CalendarDate,
  to: CalendarDate,
  now: Instant,
): Promise<Set<string>> =>
  takenCells(await findClaims(table, doctorId, instantOn(from, 0), later(instantOn(daysLater(to, 1), 0), LONGEST_CLAIM_SECONDS)), now);
