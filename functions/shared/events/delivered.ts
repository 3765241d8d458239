import type { SQSRecord } from 'aws-lambda';
import type * as z from 'zod';

import type { ReadableEvent } from '../../../events/envelope.ts';

/** The event in a message of a consumer's queue; throws if it is none that the consumer reads. */
export const eventIn = <const Definitions extends readonly ReadableEvent[]>(
  { body }: SQSRecord,
  consumer: string,
  events: Definitions,
): z.infer<Definitions[number]['schema']> & { readonly data: z.infer<Definitions[number]['data']> } => {
  const message = JSON.parse(body) as { detail?: unknown };
  const parsed = events
    .map(({ schema, wholeMessage }) => schema.safeParse(wholeMessage ? message : message.detail))
    .find(({ success }) => success);
  if (!parsed?.data) throw new Error(`A message of queue ${consumer} is not an event that it reads`);
  return parsed.data as z.infer<Definitions[number]['schema']> & { readonly data: z.infer<Definitions[number]['data']> };
};
