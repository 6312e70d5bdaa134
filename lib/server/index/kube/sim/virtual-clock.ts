/** Time that moves only when told to, from one appointment to the next. All that follows from one is done before the next. */
import type { Clock } from "../clock.ts";
import type { Random } from "./random.ts";

type Appointment = { at: number; order: number; call: (() => void) | null };

export class VirtualClock implements Clock {
  private time = 1_800_000_000_000;
  private order = 0;
  private readonly heap: Appointment[] = [];
  private readonly chance: Random;

  constructor(chance: Random) {
    this.chance = chance;
  }

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance.next();
  }

  after(ms: number, call: () => void): () => void {
    const one: Appointment = { at: this.time + Math.max(0, ms), order: this.order++, call };
    this.push(one);
    return () => {
      one.call = null;
    };
  }

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (let next = this.heap[0]; next !== undefined && next.at <= end; next = this.heap[0]) {
      this.pop();
      // One that was taken back: nothing follows from it.
      if (next.call === null) continue;
      this.time = Math.max(this.time, next.at);
      next.call();
      await settled();
    }
    this.time = end;
  }

  private push(one: Appointment): void {
    const { heap } = this;
    let at = heap.push(one) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(one, heap[parent] as Appointment)) break;
      heap[at] = heap[parent] as Appointment;
      at = parent;
    }
    heap[at] = one;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Appointment, heap[child] as Appointment)) child++;
      if (!isBefore(heap[child] as Appointment, last)) break;
      heap[at] = heap[child] as Appointment;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Appointment, b: Appointment) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** All promises that could go on have gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
