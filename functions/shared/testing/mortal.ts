import type * as z from 'zod';

import type { ItemKind, Key, Wanted } from '../table/item.ts';
import { type QueryInput, Table } from '../table/table.ts';
import type { Write } from '../table/write.ts';
import type { TestTable } from './table.ts';

const never = (): Promise<never> => new Promise(() => undefined);

/**
 * The life of one process, which may be cut at any of its calls to the outside: before the call, so that nothing has
 * happened, or after it, so that it has happened and nobody has heard. No call of a dead process begins or returns, so nothing
 * of what it would have done next is done.
 */
export class Life {
  /** `before put receipt`, `after SendEmail`: what the process came to, in order. */
  readonly steps: string[] = [];
  private readonly endsAt: (step: string, number: number) => boolean;
  private readonly death = Promise.withResolvers<'dead'>();
  private dead = false;

  constructor(endsAt: (step: string, number: number) => boolean = () => false) {
    this.endsAt = endsAt;
  }

  get ended(): boolean {
    return this.dead;
  }

  async step(name: string): Promise<void> {
    if (this.dead) return never();
    this.steps.push(name);
    if (!this.endsAt(name, this.steps.length - 1)) return;
    this.dead = true;
    this.death.resolve('dead');
    return never();
  }

  async call<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.step(`before ${name}`);
    const [ended] = await Promise.allSettled([work()]);
    await this.step(`after ${name}`);
    if (ended.status === 'rejected') throw ended.reason;
    return ended.value;
  }

  /** What the work comes to, or that the process is dead. */
  live<T>(work: Promise<T>): Promise<T | 'dead'> {
    return Promise.race([work, this.death.promise]);
  }
}

const named = ({ action }: Write): string =>
  action.kind === 'put' ? `put ${action.item.type}` : `${action.kind} ${action.key.pk.replace(/#.*/, '')}`;

/** The table as a mortal process calls it. */
export class MortalTable extends Table {
  private readonly life: Life;

  constructor({ table, client }: TestTable, life: Life) {
    super(table.name, client);
    this.life = life;
  }

  override find<Schema extends z.ZodObject, KeyParts>(
    kind: ItemKind<Schema, KeyParts>,
    parts: KeyParts,
  ): Promise<z.infer<Schema> | undefined> {
    return this.life.call(`find ${kind.type}`, () => super.find(kind, parts));
  }

  override findTogether<All extends Record<string, Wanted<unknown>>>(
    wanted: All,
  ): Promise<{ [Name in keyof All]: All[Name] extends Wanted<infer Attributes> ? Attributes | undefined : never }> {
    return this.life.call(`find ${Object.keys(wanted).join(' and ')}`, () => super.findTogether(wanted));
  }

  override query(input: QueryInput): ReturnType<Table['query']> {
    return this.life.call(`query ${input.partition}`, () => super.query(input));
  }

  override removeAll(keys: readonly Key[]): Promise<void> {
    return this.life.call(`delete ${[...new Set(keys.map(({ pk }) => pk.replace(/#.*/, '')))].join(' and ')}`, () => super.removeAll(keys));
  }

  override transact(writes: readonly Write[]): Promise<void> {
    return this.life.call([...new Set(writes.map(named))].join(' and '), () => super.transact(writes));
  }
}
