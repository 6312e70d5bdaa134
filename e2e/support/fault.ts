/**
 * A disk and a host of which one step or call fails: the N-th, counted from 1, as for a full disk (ENOSPC) or a broken one (EIO).
 * The others do what they do.
 */
import { type Disk, type DiskSteps, diskError, diskOver, realDiskSteps } from "../../agent/disk.ts";
import type { Host } from "../../agent/host/host.ts";

export class Fault {
  /** Steps and calls begun so far. */
  count = 0;
  readonly #at: number;
  readonly #code: "ENOSPC" | "EIO";

  constructor(at: number, code: "ENOSPC" | "EIO") {
    this.#at = at;
    this.#code = code;
  }

  disk(): Disk {
    const steps = Object.entries(realDiskSteps).map(([name, step]) => [name, this.#around(step, (error) => error)]);
    return diskOver(Object.fromEntries(steps) as DiskSteps);
  }

  /** Its calls fail as the host's do: with an error of the table. */
  host<H extends Pick<Host, "unpack" | "removeTree">>(host: H): H {
    return new Proxy(host, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== "function") return found;
        const call = found.bind(target) as (...args: never[]) => unknown;
        const asError = (error: Error) => diskError(error, String(name), "done");
        if (name === "walk") return this.#aroundStream(call as (...args: never[]) => AsyncIterable<unknown>, asError);
        return this.#around(call as (...args: never[]) => Promise<unknown>, asError);
      },
    });
  }

  #aroundStream<A extends never[]>(call: (...args: A) => AsyncIterable<unknown>, asError: (error: Error) => Error) {
    const fail = () => this.#fail(asError);
    return async function* (...args: A) {
      fail();
      yield* call(...args);
    };
  }

  #around<A extends never[]>(call: (...args: A) => Promise<unknown>, asError: (error: Error) => Error) {
    return async (...args: A) => {
      this.#fail(asError);
      return call(...args);
    };
  }

  #fail(asError: (error: Error) => Error): void {
    if (++this.count === this.#at) throw asError(Object.assign(new Error(this.#code), { code: this.#code }));
  }
}
