/** An index of a Kubernetes cluster that knows when nobody has looked at it for a while. */
import { IndexService, type Sink } from "../index/service.ts";

export class PooledIndex extends IndexService {
  private readonly used = new Map<number, Sink>();
  private usedAt = performance.now();

  override add(sink: Sink): number {
    const socket = super.add(sink);
    this.used.set(socket, sink);
    return socket;
  }

  override remove(socket: number): void {
    this.used.delete(socket);
    this.touch();
    super.remove(socket);
  }

  touch(): void {
    this.usedAt = performance.now();
  }

  /** Milliseconds since somebody used it; 0 while a live socket does. */
  get idleMs(): number {
    return this.used.size > 0 ? 0 : performance.now() - this.usedAt;
  }

  /** Those who look at it are told: their browsers ask for their windows anew. */
  override async close(): Promise<void> {
    await super.close();
    for (const sink of [...this.used.values()]) sink.lost();
  }
}
