/**
 * The event log on node:sqlite. `emit` is durable before it returns (WAL, synchronous=FULL); the newest 20,000 events
 * are kept. A follower holds nothing but its cursor: it reads pages from the database at its own pace and is woken by `emit`,
 * so that a slow one costs no memory, and one that falls behind what is kept ends with `events-gone`.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import type { EventLine, EventRecord } from "../../lib/contract/event.ts";
import { dbError, EventDb } from "./event-db.ts";
import type { EventObject, EventService, NewEvent } from "./service.ts";

type Line = Extract<EventLine, { type: "event" }>;
const pageSize = 128;
const trimEvery = 256;

export class Events implements EventService {
  readonly #path: string;
  readonly #db: EventDb;
  readonly #keep: number;
  readonly #now: () => number;
  readonly #waiting = new Set<() => void>();
  #last: number;
  #oldest: number;
  #closed = false;
  /** Where an unreadable database was put at the start. */
  readonly setAside: string | null;

  constructor(path: string, { keep = 20_000, now = Date.now }: { keep?: number; now?: () => number } = {}) {
    const { db, setAside } = EventDb.open(path, now);
    this.#path = path;
    this.#db = db;
    this.#keep = keep;
    this.#now = now;
    this.setAside = setAside;
    ({ last: this.#last, oldest: this.#oldest } = db.bounds());
  }

  get last(): number {
    return this.#last;
  }

  emit(event: NewEvent, object: EventObject): EventRecord {
    const time = new Date(this.#now()).toISOString();
    try {
      this.#last = this.#db.insert({ ...event, time, object: JSON.stringify(object), version: versionOf(object) });
      if (this.#oldest > this.#last) this.#oldest = this.#last;
      if (this.#last - this.#oldest >= this.#keep + trimEvery) {
        this.#db.trim(this.#last - this.#keep);
        this.#oldest = this.#last - this.#keep + 1;
      }
    } catch (cause) {
      throw dbError(cause, this.#path);
    }
    this.#wake();
    return { seq: this.#last, time, ...event };
  }

  async *read(since: number, { follow, signal }: { follow: boolean; signal: AbortSignal }): AsyncIterable<Line> {
    if (since > this.#last) throw this.#gone(since);
    let cursor = since === 0 ? this.#oldest - 1 : since;
    while (!signal.aborted && !this.#closed) {
      if (cursor + 1 < this.#oldest) throw this.#gone(cursor);
      const page = this.#db.after(cursor, pageSize);
      for (const { event, object } of page) {
        yield { type: "event", event, ...object };
        cursor = event.seq;
        if (signal.aborted || this.#closed) return;
      }
      if (page.length > 0) continue;
      if (!follow) return;
      if (cursor === this.#last) await this.#news(signal);
    }
  }

  latest(noun: EventRecord["noun"]): Map<string, number | null> {
    return this.#db.latest(noun);
  }
  wasRemoved(noun: EventRecord["noun"], id: string): boolean {
    return this.#db.latestOf(noun, id) === null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake();
    this.#db.close();
  }

  #wake(): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of all) wake();
  }
  #news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      signal.addEventListener("abort", done);
      this.#waiting.add(done);
    });
  }
  #gone(since: number): CratonError {
    return new CratonError("events-gone", { since, oldest: this.#oldest });
  }
}

function versionOf(object: EventObject): number | null {
  if (object.pod === null || object.image === null) return -1;
  return object.pod?.version ?? null;
}
