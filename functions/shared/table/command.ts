import { createHash } from 'node:crypto';

import type { NewEvent } from '../../../events/envelope.ts';
import { canonicalHash } from '../canonical.ts';
import { ApiError } from '../http/errors.ts';
import type { Instant } from '../values.ts';
import { later, millisecondsOf, ttlAfter } from '../values.ts';
import { type Access, RECEIPT_DAYS, REPLAY_SECONDS, type Receipt, receipt } from './receipt.ts';
import type { Table } from './table.ts';
import { put, type Write } from './write.ts';

/** A success as it was, or will be, answered. */
export type Answer = { readonly status: number; readonly body: string; readonly replayed: boolean };

export type CommandInput = {
  readonly callerId: string;
  readonly actorRole: Access['actorRole'];
  /** The operation: `consultation-notes.sign`. */
  readonly action: string;
  readonly idempotencyKey: string;
  /** Whether the reply is kept for a repeat. */
  readonly keepsReply: boolean;
  readonly requestHash: string;
  readonly now: Instant;
  readonly correlationId: string;
  readonly status: number;
};

/** Whose record a command changes, and which resource: for the audit trail. */
export type Touched = { readonly subjectId: string; readonly resource: string };

class AlreadyDone extends ApiError {
  constructor() {
    super('command-in-progress', 'The same command is being carried out; ask again for its result.');
  }
}

const SUPERSEDED = new AlreadyDone();

const answerOf = (done: Receipt): Answer => ({
  status: done.status,
  body: done.reply,
  replayed: true,
});

/** SHA-256 over what makes two requests the same command. */
export const hashRequest = (method: string, path: string, body: string): string =>
  createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex');

/** One command of one caller: writes its effect and its receipt in one transaction, and answers a repeat from the receipt. */
export class Command {
  readonly now: Instant;
  readonly input: CommandInput;
  private readonly table: Table;

  constructor(table: Table, input: CommandInput) {
    this.table = table;
    this.input = input;
    this.now = input.now;
  }

  /** What was answered to this command before, if it was; refuses a key that was used for something else. */
  async earlierAnswer(): Promise<Answer | undefined> {
    const done = await this.table.find(receipt, this.input);
    if (!done) return undefined;
    if (done.requestHash !== this.input.requestHash)
      throw new ApiError(
        'idempotency-key-reused',
        'headers.idempotency-key was used for another request; send a new key with a new command.',
      );
    if (done.replayUntil <= this.now)
      throw new ApiError('idempotency-key-reused', 'headers.idempotency-key was used more than 24 hours ago; send a new key.');
    return answerOf(done);
  }

  /**
   * Carries out the writes with the receipt: all or nothing. `reply` is the JSON text of the answer.
   * Of two equal commands at once, one carries it out and the other answers with the first one's receipt.
   */
  async commit(
    writes: readonly Write[],
    reply: string,
    events: readonly NewEvent[] = [],
    touched: readonly Touched[] = [],
  ): Promise<Answer> {
    const { callerId, idempotencyKey, action, actorRole, now, correlationId, requestHash, status, keepsReply } = this.input;
    const { pk } = receipt.key(this.input);
    const item = receipt.make(this.input, {
      callerId,
      idempotencyKey,
      action,
      at: now,
      correlationId,
      requestHash,
      status,
      reply: keepsReply ? reply : '',
      replayUntil: later(now, REPLAY_SECONDS),
      events: events.map((event, index) => ({ ...event, id: `${pk}:${index}`, at: now, correlationId })),
      accesses: touched.map((each) => ({ ...each, actorId: callerId, actorRole, action, kind: 'write' as const })),
      expiresAt: ttlAfter(now, RECEIPT_DAYS),
    });
    try {
      // The receipt comes first: for a repeat it, and not the changed state of the world, is the reason.
      await this.table.transact([put(item).ifNew(SUPERSEDED), ...writes]);
    } catch (error) {
      const answer = error === SUPERSEDED ? await this.earlierAnswer() : undefined;
      if (answer) return answer;
      throw error;
    }
    return { status, body: reply, replayed: false };
  }
}

/** A command that Arogya gives itself, on an event or a message from outside; `idempotencyKey` is the same for each delivery. */
export const commandOfArogya = (
  table: Table,
  given: Pick<CommandInput, 'callerId' | 'action' | 'idempotencyKey' | 'requestHash' | 'now' | 'correlationId'>,
): Command => new Command(table, { ...given, actorRole: 'arogya', keepsReply: false, status: 200 });

/** What there is to say of a look at somebody else's record. */
export type Look = {
  /** Nothing but an emergency allows it. */
  readonly breakGlass?: boolean;
  /**
   * Of a list that an open page asks for every few seconds: what allows the look. The same look on the same ground leaves one
   * trace in a quarter of an hour, and another one as soon as the ground is another.
   */
  readonly ground?: string;
};

const LOOK_MILLISECONDS = 15 * 60_000;

/** Records that somebody looked at another person's record, before the reply that shows it. */
export const recordRead = async (
  table: Table,
  read: Omit<Access, 'kind' | 'breakGlass'> & Look & { requestId: string; now: Instant; correlationId: string },
): Promise<void> => {
  const { requestId, now, correlationId, ground, breakGlass, ...rest } = read;
  const access: Access = { ...rest, kind: 'read', ...(breakGlass ? { breakGlass } : {}) };
  const quarter = Math.floor(millisecondsOf(now) / LOOK_MILLISECONDS);
  const key = {
    callerId: access.actorId,
    idempotencyKey: ground === undefined ? `read#${requestId}` : `look#${canonicalHash({ access, ground, quarter })}`,
  };
  const trace = receipt.make(key, {
    ...key,
    action: access.action,
    at: now,
    correlationId,
    requestHash: '',
    status: 200,
    reply: '',
    replayUntil: now,
    events: [],
    accesses: [access],
    expiresAt: ttlAfter(now, RECEIPT_DAYS),
  });
  try {
    await table.transact([put(trace).ifNew(SUPERSEDED)]);
  } catch (error) {
    // It is written: by another poll, or by an earlier try of ours whose answer was lost.
    if (error !== SUPERSEDED) throw error;
  }
};
