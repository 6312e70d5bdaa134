/**
 * A point to die at: every step of the disk and every call of the host counts as one before it and one after it, and at the N-th
 * something happens that ends the world for the core: a SIGKILL of the process, or nothing ever going on again.
 */
import { type Disk, type DiskSteps, diskOver, realDiskSteps } from "../../agent/disk.ts";
import type { Events } from "../../agent/event/events.ts";
import type { Host, TreeWalk } from "../../agent/host/host.ts";

export class Cut {
  /** Points passed so far. */
  count = 0;
  #at: number;
  /** Steps and calls that have begun and not yet ended. */
  #busy = 0;
  readonly #die: () => unknown;

  /** `die` is called at point `at` (counted from 1) and at every later one. */
  constructor(at: number, die: () => unknown) {
    this.#at = at;
    this.#die = die;
  }
  get over(): boolean {
    return this.count >= this.#at;
  }
  /** From now on every point is the last. Resolves when what had begun has ended. */
  async now(): Promise<void> {
    this.#at = Math.min(this.#at, this.count);
    while (this.#busy > 0) await new Promise(setImmediate);
  }
  async point(): Promise<void> {
    this.count += 1;
    if (this.over) await this.#die();
  }

  disk(): Disk {
    const steps = Object.entries(realDiskSteps).map(([name, step]) => [name, this.#around(step)]);
    return diskOver(Object.fromEntries(steps) as DiskSteps);
  }
  /** Watches and the like (what answers no promise) are passed through. */
  host<H extends Host>(host: H): Host {
    return new Proxy(host, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== "function") return found;
        const call = found.bind(target) as (...args: never[]) => unknown;
        if (name === "walk")
          return (...args: unknown[]) => this.#walk(() => (call as Host["walk"])(...(args as [TreeWalk])));
        return name === "onExit" ? call : this.#around(call as (...args: never[]) => Promise<unknown>);
      },
    });
  }
  /** Before an event is written, and after. */
  events(events: Events): Events {
    return new Proxy(events, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== "function") return found;
        if (name !== "emit") return found.bind(target);
        return (...args: Parameters<Events["emit"]>) => {
          this.#now();
          const record = target.emit(...args);
          this.#now();
          return record;
        };
      },
    });
  }
  #now(): void {
    this.count += 1;
    if (!this.over) return;
    this.#die();
    throw new Error("cut off");
  }
  async *#walk(call: () => ReturnType<Host["walk"]>): ReturnType<Host["walk"]> {
    await this.point();
    const answer = yield* call();
    await this.point();
    return answer;
  }
  #around<A extends never[]>(call: (...args: A) => Promise<unknown>) {
    return async (...args: A) => {
      await this.point();
      this.#busy += 1;
      const result = await call(...args).finally(() => {
        this.#busy -= 1;
      });
      await this.point();
      return result;
    };
  }
}

/** Nothing goes on from there, as for code of a killed process. */
export const forever = (): Promise<never> => new Promise<never>(() => {});
