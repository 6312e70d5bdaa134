/** The fake's process table: pids that can be told apart, end once and tell who waits. Holds one small object a process. */
import type { ProcessRef } from "../host.ts";

export type FakeProcess = { ref: ProcessRef; waiting: Set<() => void>; onSignal: (signal: string) => void };

export class ProcessTable {
  #next = 100_000;
  #ticks = 1;
  readonly #alive = new Map<number, FakeProcess>();

  start(onSignal: (signal: string) => void = () => {}): ProcessRef {
    const ref = { pid: this.#next++, start: String(this.#ticks++) };
    this.#alive.set(ref.pid, { ref, waiting: new Set(), onSignal });
    return ref;
  }
  end(ref: ProcessRef): void {
    const found = this.#find(ref);
    if (!found) return;
    this.#alive.delete(ref.pid);
    for (const ended of found.waiting) setImmediate(ended);
  }
  signal(ref: ProcessRef, signal: string): void {
    this.#find(ref)?.onSignal(signal);
  }
  alive(ref: ProcessRef): boolean {
    return this.#find(ref) !== undefined;
  }
  onExit(ref: ProcessRef, ended: () => void): () => void {
    let cancelled = false;
    const call = () => {
      if (!cancelled) ended();
    };
    const found = this.#find(ref);
    if (found) found.waiting.add(call);
    else setImmediate(call);
    return () => {
      cancelled = true;
      found?.waiting.delete(call);
    };
  }
  #find(ref: ProcessRef): FakeProcess | undefined {
    const found = this.#alive.get(ref.pid);
    return found?.ref.start === ref.start ? found : undefined;
  }
}
