/** Free ports in a row on loopback. Another program may take one in between: the start then fails with a clear sentence. */
import { randomInt } from "node:crypto";
import net from "node:net";

/** Answers the first of `count` ports in a row. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(port + i)));
    if (free.every(Boolean)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
