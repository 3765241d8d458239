import * as z from 'zod';

import { Instant } from '../functions/shared/values.ts';

/** What every event carries. `data` holds ids and codes only: no name, no address, no clinical text. */
export const Envelope = z.object({
  /** The same for every delivery of one event, so that a consumer can tell a repeat. */
  id: z.string().min(1),
  name: z.string(),
  version: z.int().min(1),
  at: Instant,
  correlationId: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;

/** One version of one event: its name in the past tense and the shape of its data. */
export type EventDefinition<Data extends z.ZodObject = z.ZodObject> = {
  readonly name: string;
  readonly version: number;
  readonly data: Data;
  readonly schema: z.ZodType<Omit<Envelope, 'data'> & { data: z.infer<Data> }>;
  /** An event that has happened, to be handed to a command's transaction. */
  readonly of: (data: z.input<Data>) => { name: string; version: number; data: z.infer<Data> };
};

export const defineEvent = <const Name extends string, Data extends z.ZodObject>(
  name: Name,
  version: number,
  data: Data,
): EventDefinition<Data> => ({
  name,
  version,
  data,
  schema: Envelope.extend({ name: z.literal(name), version: z.literal(version), data }) as unknown as EventDefinition<Data>['schema'],
  of: (given) => ({ name, version, data: data.parse(given) }),
});

/** What a consumer can read from its queue: an event of ours, or one that an AWS service puts on the default bus. */
export type ReadableEvent<Data extends z.ZodObject = z.ZodObject> = Pick<EventDefinition<Data>, 'name' | 'data' | 'schema'> & {
  /** The schema is of the bus's whole message; our own envelope is the message's `detail`. */
  readonly wholeMessage?: true;
};

/** An event of an AWS service, read into the form of ours: its own `id` tells a repeat. */
export const defineServiceEvent = <const Type extends string, Detail extends z.ZodObject>(
  source: `aws.${string}`,
  type: Type,
  detail: Detail,
): ReadableEvent<Detail> => ({
  name: type,
  data: detail,
  wholeMessage: true,
  schema: z
    .object({ id: z.string().min(1), source: z.literal(source), 'detail-type': z.literal(type), time: Instant, detail })
    .transform((message) => {
      const { id, time, detail: data } = message as { id: string; time: Instant; detail: z.infer<Detail> };
      return { id, name: type, version: 1, at: time, correlationId: id, data };
    }) as unknown as ReadableEvent<Detail>['schema'],
});

/** An event as a command hands it over; the receipt gives it id, time and correlation. */
export type NewEvent = { readonly name: string; readonly version: number; readonly data: Record<string, unknown> };
