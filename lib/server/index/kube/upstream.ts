/** One API server with one identity, for all watches of a cluster. A refused credential is renewed once for all of them. */
import type { KubeAnswer, KubeConnection, KubeRequest } from "../../../api/kube/connection.ts";

export type Connect = () => KubeConnection | Promise<KubeConnection>;

export class Upstream {
  /** Grows with each new connection. */
  epoch = 0;
  /** Whether the server has streaming lists; null while nobody has asked. */
  streams: boolean | null = null;
  private readonly connect: Connect;
  private current: Promise<KubeConnection> | null = null;
  private closed = false;
  private readonly waiting = new Set<() => void>();

  constructor(connect: Connect) {
    this.connect = connect;
  }

  /** Any status is an answer. Throws what `KubeConnection.send` throws. */
  async send(request: KubeRequest): Promise<KubeAnswer> {
    const connection = await this.connection();
    return connection.send(request);
  }

  async json<T>(request: KubeRequest): Promise<T> {
    const connection = await this.connection();
    return connection.json<T>(request);
  }

  /** Reads the credential anew, unless another watch has done so since `epoch`. */
  renew(epoch: number): void {
    if (epoch !== this.epoch || this.closed) return;
    this.drop();
  }

  /** Called when the server answers some other request: what waits for it need not wait any longer. The answer takes it back. */
  whenReached(call: () => void): () => void {
    this.waiting.add(call);
    return () => this.waiting.delete(call);
  }

  /** The server has taken up a request. */
  reached(): void {
    for (const call of [...this.waiting]) call();
  }

  close(): void {
    this.closed = true;
    this.drop();
  }

  private drop(): void {
    this.epoch++;
    void this.current?.then(
      (connection) => connection.close(),
      () => {},
    );
    this.current = null;
  }

  private connection(): Promise<KubeConnection> {
    if (this.current !== null) return this.current;
    const made = Promise.resolve().then(() => this.connect());
    this.current = made;
    // A connection that could not be made is tried anew by who comes next.
    made.catch(() => {
      if (this.current === made) this.current = null;
    });
    return made;
  }
}
