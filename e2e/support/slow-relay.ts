/** A relay before a TCP server of this machine that lets everything through, as late as it is told: a slow server. */
import { once } from "node:events";
import net from "node:net";

export type SlowRelay = {
  port: number;
  /** What comes from now on goes on so many ms later, in both directions. */
  slow(ms: number): void;
  stop(): Promise<void>;
};

export async function startSlowRelay(target: number): Promise<SlowRelay> {
  let lateMs = 0;
  const sockets = new Set<net.Socket>();
  const pass = (from: net.Socket, to: net.Socket) => {
    let due = 0;
    sockets.add(from);
    from.on("data", (bytes) => {
      // Never before what came earlier.
      due = Math.max(due, Date.now() + lateMs);
      const wait = due - Date.now();
      if (wait > 0) setTimeout(() => to.write(bytes), wait);
      else to.write(bytes);
    });
    from.on("error", () => {});
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = net.createServer((client) => {
    const upstream = net.connect(target, "127.0.0.1");
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    slow(ms) {
      lateMs = ms;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
