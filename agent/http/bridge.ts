/** Joins a WebSocket to a process's stdio, both ways at the slower side's pace. When the socket goes, the session goes. */
import type { WebSocket } from "ws";
import { z } from "zod";
import { channel } from "../../lib/contract/stdio.ts";
import type { Stdio } from "../host/host.ts";

const size = z.strictObject({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) });
const highWater = 1024 * 1024;
const lowWater = 256 * 1024;
const largestFrame = 256 * 1024;
const pingEvery = 20_000;
/** Longer than a slow line needs to bring a ping past what is queued before it. */
const deadAfter = 180_000;

function frame(kind: number, payload: Uint8Array): Buffer {
  const whole = Buffer.allocUnsafe(payload.length + 1);
  whole[0] = kind;
  whole.set(payload, 1);
  return whole;
}

/** `failed` turns an error of the session into the body that the other side gets. Resolves when all is closed. */
export function bridge(ws: WebSocket, stdio: Stdio, failed: (error: unknown) => object): Promise<void> {
  let paused = false;
  let heard = Date.now();
  const sent = () => {
    if (!paused || ws.bufferedAmount > lowWater) return;
    paused = false;
    stdio.resume();
  };
  stdio.onData((stream, data) => {
    if (ws.readyState !== ws.OPEN) return;
    const kind = stream === 1 ? channel.stdout : channel.stderr;
    for (let at = 0; at < data.length; at += largestFrame)
      ws.send(frame(kind, data.subarray(at, at + largestFrame)), sent);
    if (paused || ws.bufferedAmount <= highWater) return;
    paused = true;
    stdio.pause();
  });

  ws.on("message", (message: Buffer, isBinary) => {
    const payload = message.subarray(1);
    if (!isBinary || message.length === 0) return ws.close(1003, "frames are binary");
    if (message[0] === channel.stdin) {
      if (payload.length === 0) return stdio.closeStdin();
      stdio.write(payload);
      if ((stdio.buffered ?? 0) > highWater) ws.pause();
    } else if (message[0] === channel.resize) {
      const wanted = size.safeParse(parse(payload));
      if (!wanted.success) return ws.close(1007, "a size is columns and rows");
      stdio.resize(wanted.data.columns, wanted.data.rows);
    } else ws.close(1003, "unknown channel");
  });
  stdio.onDrain?.(() => ws.resume());

  const end = (body: object) => {
    if (ws.readyState !== ws.OPEN) return;
    ws.send(frame(channel.exit, Buffer.from(JSON.stringify(body))));
    ws.resume();
    ws.close(1000);
  };
  stdio.exit.then(
    ({ code }) => end({ code }),
    (error) => end(failed(error)),
  );

  // A peer that vanished without a word is found by its silence. While its stdin waits for the process nobody reads its
  // pongs; then the ping itself finds a closed connection.
  ws.on("pong", () => {
    heard = Date.now();
  });
  const pings = setInterval(() => {
    if (ws.isPaused) heard = Date.now();
    if (Date.now() - heard > deadAfter) return ws.terminate();
    ws.ping();
  }, pingEvery);
  // ws reports broken frames as errors and closes by itself.
  ws.on("error", () => ws.terminate());
  return new Promise((resolve) => {
    ws.once("close", () => {
      clearInterval(pings);
      stdio.close();
      // Data that nobody takes any more must not hold the process.
      if (paused) stdio.resume();
      resolve();
    });
  });
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}
