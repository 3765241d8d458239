import { nowOf, type Surroundings } from '../shared/context.ts';
import { ApiError } from '../shared/http/errors.ts';
import type { Table } from '../shared/table/table.ts';
import type { NoteStreamEvent } from './contract.ts';
import { type NoteBatch, type NoteRun, noteBatch, noteRun } from './items.ts';
import type { Sent } from './stream-log.ts';

/** How often a reader looks for more (milliseconds). */
const LOOK_EVERY = 250;

/** One event in the form of server-sent events (WHATWG HTML, 9.2). */
export const formatEvent = ({ run, seq, type, json }: Sent): string => `id: ${run}.${seq}\nevent: ${type}\ndata: ${json}\n\n`;
/** An event that is not stored, and so has no id. */
export const formatUnstored = (event: Extract<NoteStreamEvent, { type: 'rewind' | 'interrupted' | 'error' }>): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

export type Place = { readonly run: number; readonly seq: number };

/** `Last-Event-ID` as `<run>.<seq>`; the very start if there is none. */
export const placeOf = (lastEventId: string | undefined): Place => {
  if (lastEventId === undefined || lastEventId === '') return { run: 1, seq: 0 };
  const found = /^([1-9]\d{0,5})\.(0|[1-9]\d{0,8})$/.exec(lastEventId);
  if (!found) throw new ApiError('invalid-event-id', 'headers.last-event-id must be the id of an event of this stream, like 1.42.');
  return { run: Number(found[1]), seq: Number(found[2]) };
};

const sentOf = ({ run, firstSeq, events }: NoteBatch): Sent[] =>
  events.map((json, index) => ({ run, seq: firstSeq + index, type: (JSON.parse(json) as { type: string }).type, json }));

/** Kept events after a sequence number, in order; `boundary` when a batch is known to end there, which reads less. */
export const keptAfter = async (table: Table, noteId: string, seq: number, boundary: boolean): Promise<Sent[]> => {
  const { pk, sk } = noteBatch.key({ noteId, firstSeq: boundary ? seq + 1 : 1 });
  const items = await table.queryAll({ partition: pk, between: [sk, 'batch#~'] });
  return items.flatMap((item) => sentOf(noteBatch.parse(item))).filter((each) => each.seq > seq);
};

/** Events that a living writer can have sent and not kept yet. */
const MOST_UNKEPT = 2_000;

const wrongPlace = () => new ApiError('invalid-event-id', 'headers.last-event-id must be the id of an event of this stream.');

/**
 * From where a reader who saw up to `place` goes on. What a writer sent and did not live to keep is not part of the note:
 * a reader who saw such events is rewound to the last one that was kept.
 */
export const resumeAt = (
  place: Place,
  kept: readonly Pick<Sent, 'run' | 'seq'>[],
  run: Pick<NoteRun, 'run' | 'lastSeq' | 'end'>,
  living: boolean,
): { after: number; rewound: boolean } => {
  if (place.run > run.run || place.seq > run.lastSeq + MOST_UNKEPT) throw wrongPlace();
  const last = kept.filter((each) => each.run <= place.run).at(-1)?.seq ?? 0;
  if (place.seq <= last) return { after: place.seq, rewound: false };
  if (place.run === run.run) {
    // The living writer's newest events may not be kept yet; they will come. Of one that has ended all are kept.
    if (living) return { after: place.seq, rewound: false };
    if (run.end) throw wrongPlace();
  }
  return { after: last, rewound: true };
};

export type Resumed = { readonly after: number; readonly rewound: boolean };

/** Looks up where a reader goes on, or refuses an id that cannot be of this stream; before the first byte is answered. */
export const resume = async (table: Table, around: Surroundings, noteId: string, place: Place): Promise<Resumed> => {
  if (place.seq === 0 && place.run === 1) return { after: 0, rewound: false };
  const run = await table.find(noteRun, { noteId });
  if (!run) throw wrongPlace();
  return resumeAt(place, await keptAfter(table, noteId, 0, true), run, !run.end && run.leaseUntil > nowOf(around));
};

/** Sends what is kept after a place and what is written from then on, until the note is complete or its writer is dead. */
export const follow = async (
  table: Table,
  around: Surroundings,
  noteId: string,
  resumed: Resumed,
  write: (text: string) => void,
  alive: () => boolean,
): Promise<void> => {
  let { after } = resumed;
  if (resumed.rewound) write(formatUnstored({ type: 'rewind', after }));
  // Whether a batch is known to end at `after`: true at the start of a stream and once a batch was read to its end.
  let boundary = after === 0;
  for (;;) {
    const run = await table.find(noteRun, { noteId });
    if (!run) return;
    const living = !run.end && run.leaseUntil > nowOf(around);
    // Read after the lease, so that a writer found dead cannot have added to it since.
    for (const sent of await keptAfter(table, noteId, after, boundary)) {
      write(formatEvent(sent));
      after = sent.seq;
      boundary = true;
    }
    if (run.end && after >= run.lastSeq) return;
    if (!living && !run.end) return write(formatUnstored({ type: 'interrupted' }));
    if (!alive()) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
};
