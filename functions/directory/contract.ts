import * as z from 'zod';

import { Doctor } from '../identity/contract.ts';
import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant, Paise } from '../shared/values.ts';

/** How a doctor sees a patient; Telemedicine Practice Guidelines 2020 name video, audio and text, of which text is not booked. */
export const Mode = z.enum(['in-person', 'video', 'phone']);
export type Mode = z.infer<typeof Mode>;

/** Fees above this are taken for a slip of the finger: one lakh rupees, in paise. */
export const HIGHEST_FEE = 10_000_000;

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);
const Fee = Paise.refine((paise) => paise <= HIGHEST_FEE, 'must be at most 10000000 paise').refine(
  (paise) => paise === 0 || paise >= 100,
  // Razorpay takes no order below one rupee.
  'must be 0 or at least 100 paise',
);

/**
 * What a patient gets back who cancels in time: all of the fee at least `fullHours` before the start, `partialPercent` of
 * it at least `partialHours` before, nothing later. A doctor who cancels always gives all of it back.
 */
export const CancellationPolicy = z
  .strictObject({
    fullHours: z.int().min(0).max(168),
    partialHours: z.int().min(0).max(168),
    partialPercent: z.int().min(0).max(100),
  })
  .refine(({ fullHours, partialHours }) => partialHours <= fullHours, {
    path: ['partialHours'],
    message: 'must not be more than fullHours',
  });
export type CancellationPolicy = z.infer<typeof CancellationPolicy>;

/** Where and for how much a doctor sees patients. The doctor's own words; the register's are in `Doctor`. */
export const PracticeFields = z.strictObject({
  /** Hospital or clinic. */
  hospital: line(160),
  address: line(300),
  city: line(80),
  /** ISO 3166-2 says states by code; people here say them by name. */
  state: line(80),
  /** One fee for all modes. 0: free, and an appointment is confirmed at once. */
  feePaise: Fee,
  /** A visit within `days` of the last completed one with this doctor costs `feePaise`. */
  followUp: z.strictObject({ feePaise: Fee, days: z.int().min(1).max(180) }).optional(),
  cancellation: CancellationPolicy,
  /** The doctor's own video room, shown to a patient whose video appointment is confirmed. */
  videoUrl: z
    .url({ protocol: /^https$/, error: 'must be a link that begins with https://' })
    .max(500)
    .optional(),
  /** A few plain words for patients. */
  about: z.string().trim().max(600, 'must have at most 600 characters').optional(),
});
export type PracticeFields = z.infer<typeof PracticeFields>;

export const Practice = PracticeFields.extend({ revision: z.int().min(0) });
export type Practice = z.infer<typeof Practice>;

/** One line of the directory: a verified doctor who has said where, when and for how much. */
export const DoctorListing = Doctor.extend({
  ...PracticeFields.pick({ hospital: true, city: true, state: true, feePaise: true }).shape,
  /** Modes of the coming free times. */
  modes: z.array(Mode),
  /** The next time that a patient can book; absent when none is free within the doctor's booking window. */
  nextFreeAt: Instant.optional(),
});
export type DoctorListing = z.infer<typeof DoctorListing>;

/** A doctor's page. The video room is not on it. */
export const DoctorPage = DoctorListing.extend({
  ...PracticeFields.pick({ address: true, followUp: true, cancellation: true, about: true }).shape,
});
export type DoctorPage = z.infer<typeof DoctorPage>;

export const directoryRoutes = {
  listDoctors: route({
    method: 'GET',
    path: '/doctors',
    summary: 'Verified doctors, soonest free first; a time shown is free now, the order is at most an hour old',
    allow: ['patient', 'doctor', 'health-worker'],
    query: pageQuery.extend({
      /** A word or more of the doctor's or hospital's name. */
      q: z.string().trim().max(80).optional(),
      specialty: z.string().trim().min(1).max(120).optional(),
      city: z.string().trim().min(1).max(80).optional(),
      /** BCP 47 code of a language that the doctor speaks. */
      language: z
        .string()
        .regex(/^[a-z]{2,3}$/, 'must be a language code like hi')
        .optional(),
      mode: Mode.optional(),
      /** Highest fee, in paise. */
      maxFee: z
        .string()
        .regex(/^\d{1,8}$/, 'must be whole paise')
        .optional(),
      /** Only doctors with a free time on or before this date (Asia/Kolkata). */
      freeBy: CalendarDate.optional(),
    }),
    reply: z.array(DoctorListing),
    meta: PageMeta,
  }),
  getDoctor: route({
    method: 'GET',
    path: '/doctors/{doctorId}',
    summary: 'One doctor: registration, qualification, languages, fee, hospital, refunds',
    allow: ['patient', 'doctor', 'health-worker'],
    params: z.strictObject({ doctorId: z.string().min(1).max(128) }),
    reply: DoctorPage,
  }),
  getMyPractice: route({
    method: 'GET',
    path: '/me/practice',
    summary: 'The calling doctor’s hospital, fees and refunds; revision 0 when nothing is saved yet',
    allow: ['doctor'],
    reply: Practice.partial().required({ revision: true }),
  }),
  saveMyPractice: route({
    method: 'PUT',
    path: '/me/practice',
    summary: 'Save hospital, fees and refunds; `revision` is the one that it builds on. Booked appointments keep their terms',
    allow: ['doctor'],
    body: Practice,
    reply: Practice,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
};
