import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The next free time that the directory shows of a doctor is about to be past. */
export const DoctorListingDue = defineEvent('doctor-listing-due', 1, z.object({ doctorId: z.string() }));
