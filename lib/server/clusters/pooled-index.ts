/** An index of a Kubernetes cluster that knows when nobody has looked at it for a while. */
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { Scope } from "../index/scope.ts";
import { IndexService, type Sink } from "../index/service.ts";
import { IndexReach } from "./index-reach.ts";

export class PooledIndex extends IndexService {
  private readonly used = new Map<number, Sink>();
  private usedAt = performance.now();
  private follower: IndexReach | null = null;

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

  /** Of an index with a user's own credential: `scope` asks as that user. */
  follow(scope: (kind: KubeKind) => Promise<Scope>): void {
    this.follower ??= new IndexReach(this, scope);
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
    this.follower?.close();
    await super.close();
    for (const sink of [...this.used.values()]) sink.lost();
  }
}
