import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Config } from "../config.ts";
import { readJson } from "./body.ts";
import { isUpload } from "./body-clock.ts";
import { createServer, type Handler, listen } from "./server.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function connect(handler: Handler): Promise<net.Socket> {
  const server = createServer({ tls: null } as Config, handler, 100);
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await listen(server, 0, "127.0.0.1");
  const socket = net.connect((server.address() as AddressInfo).port, "127.0.0.1");
  closers.push(() => socket.destroy());
  socket.on("error", () => {});
  socket.resume();
  return socket;
}

const half = (path: string) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`;

test.each([
  ["is waited for", "/api/session", () => {}],
  ["was refused unread", "/api/session", (_request, response) => void response.writeHead(401).end("no")],
  ["came with a look at our health", "/healthz", () => {}],
] as [string, string, Handler][])("half a body that %s costs its line", async (_what, path, handler) => {
  const socket = await connect(handler);
  const closed = once(socket, "close");
  socket.write(half(path));
  await closed;
});

test("a whole body does not, and a handler may let an upload take its time", async () => {
  const socket = await connect((request, response, takeTime) => {
    if (isUpload(request.url ?? "")) takeTime();
    request.resume().once("end", () => response.end("done"));
  });
  const heard = (text: string) =>
    new Promise<void>((resolve) => {
      const look = (data: Buffer) => {
        if (!data.toString().includes(text)) return;
        socket.off("data", look);
        resolve();
      };
      socket.on("data", look);
    });
  let done = heard("done");
  socket.write("POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
  await done;
  done = heard("done");
  socket.write("POST /api/c/fleet/nodes/n/images/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
  // Longer than the clock: the second half is late on purpose.
  setTimeout(() => socket.write("}"), 250);
  await done;
});

test("a stranger's body is small", async () => {
  const { z } = await import("zod");
  const body = JSON.stringify({ user: "x".repeat(20_000) });
  const request = () =>
    new Request("http://x/", { method: "POST", headers: { "content-type": "application/json" }, body });
  await expect(readJson(request(), z.looseObject({}), 16 * 1024)).rejects.toMatchObject({ code: "too-large" });
  await expect(readJson(request(), z.looseObject({}))).resolves.toMatchObject({});
});
