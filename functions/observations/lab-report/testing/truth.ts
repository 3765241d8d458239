import * as z from 'zod';

const Decimal = z.string().regex(/^\d+(?:\.\d+)?$/);

/**
 * What a report says in truth. `unit` is UCUM and null where the report prints none; `low` and `high` are null where the
 * report prints no limit for this person; a field that is left out is not scored.
 */
export const TrueValue = z.object({
  /** LOINC. */
  code: z.string(),
  /** A decimal, or the code of a finding such as `negative`. */
  value: z.union([z.string().min(1), z.number().transform(String)]),
  unit: z.string().nullable().optional(),
  low: z
    .union([Decimal, z.number().transform(String)])
    .nullable()
    .optional(),
  high: z
    .union([Decimal, z.number().transform(String)])
    .nullable()
    .optional(),
  date: z.iso.date().nullable().optional(),
  page: z.int().min(1).optional(),
});
export type TrueValue = z.infer<typeof TrueValue>;

export const Truth = z.object({ values: z.array(TrueValue) });
export type Truth = z.infer<typeof Truth>;
