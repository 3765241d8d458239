import type { Observation } from '../../../../functions/observations/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import type { fieldsOf } from './value-form.ts';

type Changes = CallInput<'PATCH /observations/{observationId}'>['body']['changes'];

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const optional = ['comparator', 'labRange', 'source', 'note'] as const;

/** Only what differs is sent; what was emptied is taken out. */
export function changesOf(value: Observation, fields: ReturnType<typeof fieldsOf>): Changes {
  return {
    ...(fields.value !== value.value && { value: fields.value }),
    ...(fields.unit !== undefined && fields.unit !== value.unit && { unit: fields.unit }),
    ...(fields.at !== value.at && { at: fields.at }),
    ...Object.fromEntries(optional.filter((name) => !same(fields[name], value[name])).map((name) => [name, fields[name] ?? null])),
  };
}
