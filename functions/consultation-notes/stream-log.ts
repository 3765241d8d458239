import { nowOf, type Surroundings } from '../shared/context.ts';
import { ApiError } from '../shared/http/errors.ts';
import { attribute } from '../shared/table/condition.ts';
import type { Table } from '../shared/table/table.ts';
import { put, update, type Write } from '../shared/table/write.ts';
import { later } from '../shared/values.ts';
import type { NoteStreamEvent } from './contract.ts';
import { noteBatch, noteRun } from './items.ts';

/** A writer that has not been heard of for this long is taken for dead. */
export const LEASE_SECONDS = 15;
const RENEW_EVERY = 5_000;
/** Events are kept together over this stretch, so that a note costs tens of writes and not thousands. */
const BATCH_EVERY = 400;
/** A batch goes out early at this size (characters); an item may have 400 KB. */
const BATCH_SIZE = 24_000;
/** No batch is larger (characters before gzip, which takes it far below an item's 400 KB). */
const LARGEST_BATCH = 300_000;

/** A stored event, without the number that it is given here. */
type Numbered = Extract<NoteStreamEvent, { seq: number }>;
export type NewNoteEvent = Numbered extends infer Event ? (Event extends Numbered ? Omit<Event, 'seq'> : never) : never;

/** What a listener is given: the number, the type, and the JSON that is also kept. */
export type Sent = { readonly run: number; readonly seq: number; readonly type: string; readonly json: string };

/** Another writer has taken the note over; what this one still has to say is void. */
export class Fenced extends Error {
  constructor() {
    super('Another writer has taken over this note');
    this.name = 'Fenced';
  }
}

/** How the writing ended, for the run's record. */
export type Ending = {
  readonly end: 'complete' | 'guardrail';
  readonly writtenBy: 'model' | 'arogya';
  readonly firstWordsAfter: number | undefined;
};

const fenced = new ApiError('changed-elsewhere', 'Another writer has taken over this note');

type Waiting = { readonly seq: number; readonly json: string };

/** Stretches of events that fit an item each: a composed note comes all at once. */
const batchesOf = (events: readonly Waiting[]): Waiting[][] => {
  const batches: Waiting[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const event of events) {
    if (size > LARGEST_BATCH) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(event);
    size += event.json.length;
  }
  return batches;
};

/**
 * The events of one writer: numbered, handed to listeners at once, kept in the table in batches under a lease.
 * A listener can neither slow nor stop it.
 */
export class StreamLog {
  readonly noteId: string;
  readonly run: number;
  readonly events: NoteStreamEvent[];
  private readonly table: Table;
  private readonly around: Surroundings;
  private readonly listeners = new Set<(sent: Sent) => void>();
  private seq: number;
  private waiting: Waiting[] = [];
  private waitingSize = 0;
  private flushing: Promise<void> | undefined;
  private lastFlush = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly renewal: NodeJS.Timeout;
  private failure: unknown;

  constructor(
    table: Table,
    around: Surroundings,
    start: { noteId: string; run: number; events: readonly NoteStreamEvent[]; lastSeq: number },
  ) {
    this.table = table;
    this.around = around;
    this.noteId = start.noteId;
    this.run = start.run;
    this.seq = start.lastSeq;
    this.events = [...start.events];
    this.renewal = setInterval(() => this.schedule(true), RENEW_EVERY);
  }

  listen(listener: (sent: Sent) => void): void {
    this.listeners.add(listener);
  }

  /** Numbers an event, tells the listeners, and keeps it soon; throws once the note belongs to another writer. */
  append(event: NewNoteEvent): void {
    if (this.failure) throw this.failure;
    this.seq += 1;
    const { type, ...rest } = event;
    const numbered = { type, seq: this.seq, ...rest } as NoteStreamEvent;
    const json = JSON.stringify(numbered);
    this.events.push(numbered);
    this.waiting.push({ seq: this.seq, json });
    this.waitingSize += json.length;
    for (const listener of this.listeners) listener({ run: this.run, seq: this.seq, type, json });
    this.schedule(this.waitingSize > BATCH_SIZE);
  }

  private schedule(now = false): void {
    if (this.flushing || this.failure) return;
    const wait = now ? 0 : Math.max(0, this.lastFlush + BATCH_EVERY - performance.now());
    if (wait > 0) {
      this.timer ??= setTimeout(() => this.startFlush(), wait);
      return;
    }
    this.startFlush();
  }

  private startFlush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.flushing || this.failure) return;
    this.lastFlush = performance.now();
    this.flushing = this.flush([])
      .catch((error: unknown) => {
        this.failure = error;
      })
      .finally(() => {
        this.flushing = undefined;
        if (this.waiting.length > 0) this.schedule();
      });
  }

  /** One transaction: the waiting events as a batch, the lease renewed, and what else belongs to it. */
  private async flush(also: readonly Write[], ending?: Ending): Promise<void> {
    const { noteId, run } = this;
    const batch = this.waiting;
    const lastSeq = batch.at(-1)?.seq ?? this.seq;
    const writes = [
      update(noteRun.key({ noteId }))
        .set({ lastSeq, leaseUntil: later(nowOf(this.around), LEASE_SECONDS), ...ending })
        .when(attribute('run').is(run), fenced),
      ...batchesOf(batch).map((events) => {
        const [firstSeq, last] = [events[0]?.seq ?? 0, events.at(-1)?.seq ?? 0];
        return put(noteBatch.make({ noteId, firstSeq }, { run, firstSeq, lastSeq: last, events: events.map(({ json }) => json) }));
      }),
      ...also,
    ];
    this.waiting = [];
    this.waitingSize = 0;
    const giveUpAt = this.around.clock() + (LEASE_SECONDS - 2) * 1000;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.table.transact(writes);
      } catch (error) {
        if (error === fenced) throw new Fenced();
        // A busy table is tried again while the lease is surely ours; a refusal of `also` is its author's.
        if (error instanceof ApiError && error.code === 'try-again' && this.around.clock() < giveUpAt) {
          await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 1_000)));
          continue;
        }
        this.waiting = [...batch, ...this.waiting];
        throw error;
      }
    }
  }

  /** Waits until what was appended so far is kept. */
  private async settle(): Promise<void> {
    while (this.flushing) await this.flushing;
    if (this.failure) throw this.failure;
  }

  /**
   * Ends the stream with its last event, in one transaction with the note itself. `finalWrites` is asked anew when
   * one of its conditions does not hold, because the doctor may change sentences until the very end.
   */
  async complete(ending: Ending, finalWrites: () => Promise<{ writes: Write[]; revision: number }>): Promise<void> {
    await this.settle();
    clearTimeout(this.timer);
    clearInterval(this.renewal);
    for (;;) {
      const { writes, revision } = await finalWrites();
      const seq = this.seq + 1;
      const json = JSON.stringify({ type: 'completed', seq, revision });
      const before = this.waiting;
      this.waiting = [...before, { seq, json }];
      try {
        await this.flush(writes, ending);
        this.seq = seq;
        // Only now: a reader who has seen the end can rely on the note being there.
        for (const listener of this.listeners) listener({ run: this.run, seq, type: 'completed', json });
        return;
      } catch (error) {
        this.waiting = before;
        if (!(error instanceof ApiError && error.code === 'changed-elsewhere')) throw error;
      }
    }
  }

  /** Stops the clockwork, whatever happened. */
  stop(): void {
    clearTimeout(this.timer);
    clearInterval(this.renewal);
  }
}
