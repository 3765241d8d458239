import * as z from 'zod';

import { DuePlace } from '../shared/due/due-item.ts';
import { itemKind } from '../shared/table/item.ts';
import { Instant } from '../shared/values.ts';
import { DoctorListing, Mode, Practice } from './contract.ts';

type DoctorKey = { doctorId: string };

export const practice = itemKind({
  type: 'practice',
  version: 1,
  schema: Practice,
  key: ({ doctorId }: DoctorKey) => ({ pk: `doctor#${doctorId}`, sk: 'practice' }),
  holds: 'Where and for how much a doctor sees patients',
  readBy: [
    'directory: the doctor and the doctor’s page',
    'appointments: fee and refunds of a new appointment, the doctor’s line in the directory',
  ],
});

/** A word as the directory compares it: `General Medicine` is `general-medicine`. */
export const keyOf = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** The lists that a doctor is in, so that each search reads the narrowest one: all, by specialty, by city, by both. */
export const facetOf = ({ specialty, city }: { specialty?: string | undefined; city?: string | undefined }): string =>
  [...(specialty ? ['specialty', keyOf(specialty)] : []), ...(city ? ['city', keyOf(city)] : [])].join('#') || 'all';

export const facetsOf = ({ specialty, city }: { specialty: string; city: string }): string[] => [
  facetOf({}),
  facetOf({ specialty }),
  facetOf({ city }),
  facetOf({ specialty, city }),
];

/** After the last day that can be booked: sorts a doctor without a free time behind all others. */
export const NO_FREE_TIME = '9999-12-31T00:00:00Z';

export const doctorListing = itemKind({
  type: 'doctor-listing',
  version: 1,
  schema: DoctorListing.omit({ nextFreeAt: true }).extend({
    facet: z.string(),
    /** Coming free times, soonest first: so many that one is still ahead when the line is made anew, an hour later at most. */
    freeTimes: z.array(z.object({ startsAt: Instant, modes: z.array(Mode) })),
    noticeMinutes: z.int().min(0),
    /** Names of doctor and hospital in lower case, for the search. */
    nameKey: z.string(),
    computedAt: Instant,
  }),
  key: ({ facet, doctorId }: DoctorKey & { facet: string }) => ({ pk: `doctors#${facet}`, sk: doctorId }),
  indexes: ({ facet, freeTimes, doctorId }) => ({
    gsi1pk: `doctors#${facet}#by-next-free`,
    gsi1sk: `${freeTimes[0]?.startsAt ?? NO_FREE_TIME}#${doctorId}`,
  }),
  holds: 'A doctor’s line in one list of the directory',
  readBy: ['directory: patients who look for a doctor, soonest free first'],
});
export type StoredListing = z.infer<typeof doctorListing.schema>;

/** Which lists a doctor is in, so that one who moves or changes is taken out of the old ones. */
export const listedIn = itemKind({
  type: 'listed-in',
  version: 1,
  schema: z.object({ facets: z.array(z.string()), due: DuePlace.optional(), computedAt: Instant, revision: z.int().min(1) }),
  key: ({ doctorId }: DoctorKey) => ({ pk: `doctor#${doctorId}`, sk: 'listed-in' }),
  holds: 'Which lists of the directory a doctor is in, and when the lines are made anew',
  readBy: ['appointments: whoever makes the doctor’s line anew', 'directory: the doctor’s page'],
});
