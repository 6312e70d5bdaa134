/** Long-lived answers: counted per client, and broken off together when the agent ends. */
import { CratonError } from "../../lib/contract/errors.ts";

export class Streams {
  readonly #limit: number;
  readonly #open = new Map<string, number>();
  readonly #breakers = new Set<() => void>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a place (`too-many-streams`); the answer gives it back. `breakOff` is called when the agent ends. */
  enter(client: string, breakOff: () => void): () => void {
    const count = this.#open.get(client) ?? 0;
    if (count >= this.#limit) throw new CratonError("too-many-streams", { client, limit: this.#limit });
    this.#open.set(client, count + 1);
    this.#breakers.add(breakOff);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#breakers.delete(breakOff);
      const left = (this.#open.get(client) ?? 1) - 1;
      if (left > 0) this.#open.set(client, left);
      else this.#open.delete(client);
    };
  }

  count(): Record<string, number> {
    return Object.fromEntries(this.#open);
  }

  breakAll(): void {
    for (const breakOff of [...this.#breakers]) breakOff();
  }
}
