/**
 * The indexes of one cluster: one for all its users, or one for each who has a token. Begun when asked for, ended when
 * unused; one that is kept stays, so that nobody waits for it.
 */
import type { KubeSource } from "../../api/kube/kube-source.ts";
import type { PooledIndex } from "./pooled-index.ts";

export type MakeIndex = (source: KubeSource) => PooledIndex;

/** A large cluster takes half a minute to be read anew. */
const idleMs = 15 * 60_000;
const lookMs = 60_000;

export class IndexPool {
  private readonly make: MakeIndex;
  private readonly held = new Map<string, { source: string; index: PooledIndex }>();
  private kept: string | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(make: MakeIndex) {
    this.make = make;
    this.timer = setInterval(() => this.endIdle(), lookMs).unref();
  }

  /** `key` names who looks; another source than before begins a new index. */
  get(key: string, source: KubeSource): PooledIndex {
    const text = JSON.stringify(source);
    const known = this.held.get(key);
    if (known?.source === text) {
      known.index.touch();
      return known.index;
    }
    this.end(key);
    const index = this.make(source);
    this.held.set(key, { source: text, index });
    return index;
  }

  /** As `get`, and it is not ended for want of use. */
  keep(key: string, source: KubeSource): void {
    this.kept = key;
    this.get(key, source);
  }

  end(key: string): void {
    const known = this.held.get(key);
    this.held.delete(key);
    void known?.index.close();
  }

  /** Resolves when their threads are gone. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    const all = [...this.held.values()];
    this.held.clear();
    await Promise.all(all.map(({ index }) => index.close()));
  }

  private endIdle(): void {
    for (const [key, { index }] of this.held) if (key !== this.kept && index.idleMs > idleMs) this.end(key);
  }
}
