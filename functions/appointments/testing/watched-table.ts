import { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import type { TestTable } from '../../shared/testing/table.ts';

const nameOf = ({ action }: Write): string => {
  if (action.kind === 'put') return `put ${action.item.type}`;
  // A key says what it is of by its words: `doctor#…#claims`, `due#…`.
  const { pk } = action.key;
  return `${action.kind} ${pk.endsWith('#claims') ? 'claim' : pk.replace(/#.*/, '')}`;
};

/** A table that keeps, for each transaction that went through, what it did: `put appointment`, `delete claim`, in order. */
export class WatchedTable extends Table {
  readonly transactions: string[][] = [];

  constructor({ table, client }: TestTable) {
    super(table.name, client);
  }

  override async transact(writes: readonly Write[]): Promise<void> {
    await super.transact(writes);
    this.transactions.push(writes.map(nameOf));
  }
}

/** A table whose first transactions wait for each other: so many callers have looked before one of them writes. */
export class MeetingTable extends Table {
  private readonly met = Promise.withResolvers<void>();
  private missing: number;

  constructor({ table, client }: TestTable, callers = 2) {
    super(table.name, client);
    this.missing = callers;
  }

  override async transact(writes: readonly Write[]): Promise<void> {
    this.missing -= 1;
    if (this.missing <= 0) this.met.resolve();
    await this.met.promise;
    return super.transact(writes);
  }
}

/** A table whose transactions wait until they are let through: whoever writes has looked long before. */
export class WaitingTable extends Table {
  /** Settled when the first one waits. */
  readonly waits = Promise.withResolvers<void>();
  readonly goOn = Promise.withResolvers<void>();

  constructor({ table, client }: TestTable) {
    super(table.name, client);
  }

  override async transact(writes: readonly Write[]): Promise<void> {
    this.waits.resolve();
    await this.goOn.promise;
    return super.transact(writes);
  }
}
