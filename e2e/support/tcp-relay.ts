/** A relay before a TCP server whose connections can be cut, or held so that nothing comes through: a broken network. */
import net from "node:net";

export class TcpRelay {
  port = 0;
  private readonly server: net.Server;
  private readonly pairs = new Set<[net.Socket, net.Socket]>();
  private isHeld = false;
  private isRefusing = false;
  /** Bytes of the server that still come through before all connections break, once. */
  private left = Number.POSITIVE_INFINITY;

  private constructor(target: number) {
    this.server = net.createServer((client) => {
      if (this.isRefusing) return void client.destroy();
      const upstream = net.connect(target, "127.0.0.1");
      const pair: [net.Socket, net.Socket] = [client, upstream];
      this.pairs.add(pair);
      for (const [from, to] of [pair, [upstream, client] as const]) {
        from.on("data", (bytes) => {
          if (from === upstream) this.count(bytes.length);
          if (!this.isHeld) to.write(bytes);
        });
        from.on("error", () => {});
        from.on("close", () => {
          to.destroy();
          this.pairs.delete(pair);
        });
      }
    });
  }

  static async before(target: number): Promise<TcpRelay> {
    const relay = new TcpRelay(target);
    await new Promise<void>((resolve) => relay.server.listen(0, "127.0.0.1", resolve));
    relay.port = (relay.server.address() as net.AddressInfo).port;
    return relay;
  }

  /** All connections break now. */
  cut(): void {
    for (const [client] of this.pairs) client.destroy();
  }

  /** All connections break when the server has sent this many bytes more; later ones stay. */
  cutAfter(bytes: number): void {
    this.left = bytes;
  }

  get isCut(): boolean {
    return this.left === Number.POSITIVE_INFINITY;
  }

  private count(bytes: number): void {
    this.left -= bytes;
    if (this.left > 0) return;
    this.left = Number.POSITIVE_INFINITY;
    this.cut();
  }

  /** New connections break at once. */
  refuse(isRefusing: boolean): void {
    this.isRefusing = isRefusing;
  }

  /** Bytes are dropped, connections stay. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
