import { setImmediate as turn } from 'node:timers/promises';

type Waiting = { readonly at: number; readonly wake: () => void };

/** A clock that jumps to whatever comes next once nothing else can happen: an hour of waiting takes no time. Milliseconds. */
export class VirtualTime {
  now: number;
  private readonly waiting: Waiting[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** A binary heap by time: a million calls wait here, one after the other. */
  private add(entry: Waiting): void {
    const heap = this.waiting;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((heap[above] as Waiting).at <= entry.at) break;
      heap[place] = heap[above] as Waiting;
      place = above;
    }
    heap[place] = entry;
  }

  private next(): Waiting | undefined {
    const heap = this.waiting;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && (heap[below + 1] as Waiting).at < (heap[below] as Waiting).at) below += 1;
      if ((heap[below] as Waiting).at >= last.at) break;
      heap[place] = heap[below] as Waiting;
      place = below;
    }
    heap[place] = last;
    return first;
  }

  sleepUntil(at: number): Promise<void> {
    return new Promise((wake) => this.add({ at: Math.max(at, this.now), wake }));
  }

  /** Lets time pass until the work is done. */
  async pass<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    work.then(end, end);
    while (!ended) {
      // Whatever follows from the last wake-up happens first.
      await turn();
      const first = this.next();
      if (!first) continue;
      this.now = first.at;
      first.wake();
      // Whatever waits for the same instant wakes with it.
      while (this.waiting[0]?.at === first.at) this.next()?.wake();
    }
    return work;
  }
}
