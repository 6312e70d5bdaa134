/** `stats` lines of the event stream: one reading every 3 s for all who follow, none while nobody does. */
import type { EventLine } from "../../lib/contract/event.ts";
import { errorText, type Log } from "../log.ts";
import type { PodService } from "../pod/service.ts";

const every = 3000;

export class Sampler {
  readonly #pods: Pick<PodService, "usage">;
  readonly #log: Log;
  readonly #listeners = new Set<(line: string) => void>();
  #timer: NodeJS.Timeout | null = null;
  #busy = false;

  constructor(pods: Pick<PodService, "usage">, log: Log) {
    this.#pods = pods;
    this.#log = log;
  }

  /** `listener` gets each reading as one NDJSON line; the answer ends that. */
  follow(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer === null) {
      this.#timer = setInterval(() => void this.#take(), every);
      // The first reading shows at once; rates need a second one.
      void this.#take();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  async #take(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const usage = await this.#pods.usage();
      const line: EventLine = { type: "stats", time: new Date().toISOString(), ...usage };
      const text = `${JSON.stringify(line)}\n`;
      for (const listener of this.#listeners) listener(text);
    } catch (error) {
      this.#log("warning", "usage could not be read", { cause: errorText(error) });
    } finally {
      this.#busy = false;
    }
  }
}
