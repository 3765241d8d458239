import { doctor } from '../identity/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { ApiError } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { daysLater, instantOn } from '../shared/indian-day.ts';
import { all, atRevision, attribute, type Condition } from '../shared/table/condition.ts';
import { searchWords } from '../shared/table/search-words.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import { type CalendarDate, type Instant, later } from '../shared/values.ts';
import type { DoctorListing, DoctorPage, Mode, Practice } from './contract.ts';
import { doctorListing, facetOf, practice, type StoredListing } from './items.ts';

const changedElsewhere = new ApiError(
  'changed-elsewhere',
  'Your practice was changed in another window meanwhile. Look at it, then save again.',
);

const endOfDay = (date: CalendarDate): Instant => instantOn(daysLater(date, 1), 0);

export type Search = {
  readonly q?: string | undefined;
  readonly specialty?: string | undefined;
  readonly city?: string | undefined;
  readonly language?: string | undefined;
  readonly mode?: Mode | undefined;
  readonly maxFee?: string | undefined;
  readonly freeBy?: CalendarDate | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
};

/** The first of the kept free times that can still be booked now, in the mode that was asked for. */
const nextFreeOf = ({ freeTimes, noticeMinutes }: StoredListing, now: Instant, mode: Mode | undefined): Instant | undefined =>
  freeTimes.find(({ startsAt, modes }) => startsAt >= later(now, noticeMinutes * 60) && (mode === undefined || modes.includes(mode)))
    ?.startsAt;

const filterOf = ({ q, language, mode, maxFee }: Search): Condition | undefined => {
  const parts = [
    ...searchWords(q).map((word) => attribute('nameKey').contains(word)),
    ...(language ? [attribute('languages').contains(language)] : []),
    ...(mode ? [attribute('modes').contains(mode)] : []),
    ...(maxFee ? [attribute('feePaise').isAtMost(Number(maxFee))] : []),
  ];
  return parts.length > 0 ? all(...parts) : undefined;
};

/** What one caller may read of the directory, and a doctor's own practice. */
export const directoryRepository = (table: Table, principal: Principal) => {
  const mine = { doctorId: principal.accountId };
  return {
    myPractice: (): Promise<Practice | undefined> => table.find(practice, mine),

    saveMyPractice: (next: Practice): Write => put(practice.make(mine, next)).when(atRevision(next.revision - 1), changedElsewhere),

    /** One query in the narrowest list; what the keys cannot say is filtered. */
    listDoctors: async (search: Search, now: Instant): Promise<{ items: DoctorListing[]; nextCursor: string | undefined }> => {
      const { items, nextCursor } = await table.query({
        index: 'gsi1',
        partition: `doctors#${facetOf(search)}#by-next-free`,
        ...(search.freeBy ? { between: ['0', endOfDay(search.freeBy)] as const } : {}),
        limit: pageSize(search),
        cursor: search.cursor,
        filter: filterOf(search),
      });
      const found = items
        .map((item) => doctorListing.parse(item))
        .map((listing) => ({ ...listing, nextFreeAt: nextFreeOf(listing, now, search.mode) }));
      const before = search.freeBy && endOfDay(search.freeBy);
      const wanted = before ? found.filter(({ nextFreeAt }) => nextFreeAt !== undefined && nextFreeAt < before) : found;
      // The order of the list is as old as its lines; within a page it is made true.
      wanted.sort((a, b) => ((a.nextFreeAt ?? '9') < (b.nextFreeAt ?? '9') ? -1 : (a.nextFreeAt ?? '9') > (b.nextFreeAt ?? '9') ? 1 : 0));
      return { items: wanted, nextCursor };
    },

    /** A doctor's page; 404 for one who is not listed, whatever the reason. */
    findDoctor: async (doctorId: string, now: Instant): Promise<DoctorPage> => {
      const found = await table.findTogether({
        doctor: doctor.at({ doctorId }),
        practice: practice.at({ doctorId }),
        listing: doctorListing.at({ doctorId, facet: facetOf({}) }),
        account: accountState.at({ accountId: doctorId }),
      });
      if (!found.doctor || !found.practice || found.account?.deactivatedAt) throw new ApiError('not-found', 'There is no such doctor.');
      const { listing } = found;
      return {
        ...found.practice,
        ...found.doctor,
        modes: listing?.modes ?? [],
        nextFreeAt: listing && nextFreeOf(listing, now, undefined),
      };
    },
  };
};
