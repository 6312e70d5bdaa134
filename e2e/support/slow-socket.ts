/** A WebSocket client on bare TCP that takes one byte, then nothing until it is told to: the kernel's buffers fill up. */
import { randomBytes } from "node:crypto";
import net from "node:net";
import { liveProtocol, type WindowQuery } from "../../lib/contract/live.ts";

/** Opens one live window. `resume()` of the answer takes one more byte. */
export function openSlowSocket(url: string, headers: Record<string, string>, query: WindowQuery): net.Socket {
  const { port, host } = new URL(url.replace("ws", "http"));
  const onread = { buffer: Buffer.alloc(1), callback: () => false };
  const socket = net.connect({ port: Number(port), host: "127.0.0.1", onread });
  socket.on("error", () => {});
  const lines = [
    "GET /ws/live HTTP/1.1",
    `host: ${host}`,
    "upgrade: websocket",
    "connection: upgrade",
    `sec-websocket-key: ${randomBytes(16).toString("base64")}`,
    "sec-websocket-version: 13",
    `sec-websocket-protocol: ${liveProtocol}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  // A masked text frame, with a mask of zeros.
  const text = Buffer.from(JSON.stringify({ op: "open", id: 1, rev: 1, query }));
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 255, 0, 0, 0, 0]), text]));
  return socket;
}
