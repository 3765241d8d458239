import { DoctorListingDue } from '../../events/appointments/doctor-listing-due.v1.ts';
import { FreeTimesChanged } from '../../events/appointments/free-times-changed.v1.ts';
import { AccountDeactivated } from '../../events/identity/account-deactivated.v1.ts';
import { AccountReactivated } from '../../events/identity/account-reactivated.v1.ts';
import { DoctorApplicationApproved } from '../../events/identity/doctor-application-approved.v1.ts';
import { Mode, type Practice } from '../directory/contract.ts';
import { doctorListing, facetsOf, listedIn, practice, type StoredListing } from '../directory/items.ts';
import type { Doctor } from '../identity/contract.ts';
import { doctor } from '../identity/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { schedule, unschedule } from '../shared/due/due-item.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { daysLater, instantOn } from '../shared/indian-day.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove } from '../shared/table/write.ts';
import { type Instant, indianDateOf, later } from '../shared/values.ts';
import type { Availability } from './contract.ts';
import { findTakenCells } from './dossier.ts';
import { freeSlots, type OfferedSlot } from './free-slots.ts';
import { availability } from './items.ts';
import { noHours } from './repository.ts';

/** So many free times are kept with a line that one is still ahead an hour later, even of slots of five minutes. */
const KEPT_TIMES = 24;
/** And so many of each mode, for those who look for one. */
const KEPT_OF_A_MODE = 8;
/** A line is made anew this often at most, by the clock; bookings and changes come on top. */
const AGAIN_SECONDS = 3_600;
/** Claims of so many days are read at once: most doctors have a free time within a week. */
const DAYS_AT_ONCE = 7;

const enough = (slots: readonly OfferedSlot[], modes: readonly Mode[]): boolean =>
  slots.length >= KEPT_TIMES && modes.every((mode) => slots.filter((slot) => slot.modes.includes(mode)).length >= KEPT_OF_A_MODE);

const modesOf = ({ weekly, exceptions }: Availability): Mode[] => {
  const offered = new Set([...weekly, ...exceptions].flatMap((hours) => ('modes' in hours ? hours.modes : [])));
  return Mode.options.filter((mode) => offered.has(mode));
};

/** Coming free times, as many as a line keeps; reads no further ahead than it must. */
const comingTimes = async (table: Table, doctorId: string, hours: Availability, now: Instant): Promise<OfferedSlot[]> => {
  const modes = modesOf(hours);
  const found: OfferedSlot[] = [];
  for (let day = 0; day < hours.windowDays && modes.length > 0 && !enough(found, modes); day += DAYS_AT_ONCE) {
    const from = daysLater(indianDateOf(now), day);
    const to = daysLater(indianDateOf(now), Math.min(day + DAYS_AT_ONCE, hours.windowDays) - 1);
    const taken = await findTakenCells(table, doctorId, from, to, now);
    found.push(...freeSlots({ availability: hours, from, to, taken, now }));
  }
  return found.filter(
    (slot, index) =>
      index < KEPT_TIMES ||
      slot.modes.some((mode) => found.filter((each, before) => before < index && each.modes.includes(mode)).length < KEPT_OF_A_MODE),
  );
};

const lineOf = (listed: Doctor, at: Practice, hours: Availability, slots: readonly OfferedSlot[], now: Instant) => ({
  ...listed,
  hospital: at.hospital,
  city: at.city,
  state: at.state,
  feePaise: at.feePaise,
  modes: modesOf(hours),
  freeTimes: slots.map(({ startsAt, modes }) => ({ startsAt, modes })),
  noticeMinutes: hours.noticeMinutes,
  nameKey: `${listed.name} ${at.hospital}`.normalize('NFKC').toLowerCase(),
  computedAt: now,
});

/** When the line will no longer be right: its first time has gone by, or a new day has come into the window. */
const againAt = (hours: Availability, first: OfferedSlot | undefined, now: Instant): Instant => {
  const tomorrow = instantOn(daysLater(indianDateOf(now), 1), 0);
  const gone = first ? later(first.startsAt, 1 - hours.noticeMinutes * 60) : tomorrow;
  const soonest = later(now, AGAIN_SECONDS);
  return [gone, soonest].sort().at(-1) ?? soonest;
};

/** Makes a doctor's lines in the directory anew, or takes out one who may not be listed. */
export const keepListing = (options?: ConsumerOptions) =>
  reaction(
    'appointments-on-free-times-changed',
    [FreeTimesChanged, DoctorListingDue, AccountDeactivated, AccountReactivated, DoctorApplicationApproved],
    async ({ data, correlationId }, { table, now }) => {
      const doctorId = 'doctorId' in data ? data.doctorId : data.accountId;
      const found = await table.findTogether({
        doctor: doctor.at({ doctorId }),
        practice: practice.at({ doctorId }),
        hours: availability.at({ doctorId }),
        account: accountState.at({ accountId: doctorId }),
        listed: listedIn.at({ doctorId }),
      });
      const { listed, hours = noHours } = found;
      const shown = found.doctor && found.practice && !found.account?.deactivatedAt;
      if (!shown && !listed) return undefined;

      const lines: StoredListing[] = [];
      let again: ReturnType<typeof schedule> | undefined;
      if (found.doctor && found.practice && shown) {
        const slots = await comingTimes(table, doctorId, hours, now);
        const line = lineOf(found.doctor, found.practice, hours, slots, now);
        lines.push(...facetsOf({ ...found.doctor, ...found.practice }).map((facet) => ({ ...line, facet })));
        const at = againAt(hours, slots[0], now);
        again = schedule(`doctor-listing#${doctorId}#${at}`, DoctorListingDue.of({ doctorId }), at, { now, correlationId });
      }
      const facets = lines.map(({ facet }) => facet);
      const next = { facets, due: again?.place, computedAt: now, revision: (listed?.revision ?? 0) + 1 };
      return {
        writes: [
          put(listedIn.make({ doctorId }, next)).when(atRevision(listed?.revision ?? 0), outdated),
          ...lines.map((line) => put(doctorListing.make(line, line))),
          ...(listed?.facets ?? [])
            .filter((facet) => !facets.includes(facet))
            .map((facet) => remove(doctorListing.key({ doctorId, facet }))),
          ...(again ? [again.write] : []),
          ...(listed?.due && (listed.due.id !== again?.place.id || listed.due.minute !== again.place.minute)
            ? [unschedule(listed.due)]
            : []),
        ],
      };
    },
    options,
  );

export const handler = keepListing();
