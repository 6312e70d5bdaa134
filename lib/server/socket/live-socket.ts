/**
 * /ws/live: one browser tab's windows. Messages are checked here, rights by each window; the index workers make the answers.
 * What the browser has not taken holds further answers back, so that a slow one costs nobody else anything.
 */
import type { WebSocket } from "ws";
import { CratonError, type ErrorBody } from "../../contract/errors.ts";
import { type ClientMessage, clientMessage, liveProtocol, type ServerMessage } from "../../contract/live.ts";
import type { ServerContext } from "../context.ts";
import { asCratonError } from "../http/craton-error.ts";
import { makeRequestId } from "../http/request-id.ts";
import type { SessionRecord } from "../session/sessions.ts";
import { endSocket } from "./end.ts";
import { SocketWindows } from "./live-windows.ts";
import { placeOf } from "./place.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Bytes that may wait in this process for a slow browser before it gets no more. */
const highWater = 64 * 1024;
const beatMs = 10_000;
/** A browser that takes nothing for so long is let go; it comes back by itself. */
const stuckMs = 120_000;

export function serveLive(context: ServerContext, socket: WebSocket, session: SessionRecord): void {
  const bucket = new TokenBucket(200, 50);
  let role = session.role;
  let lastWord = 0;
  let lastTaken = Date.now();

  const say = (message: ServerMessage) => write(JSON.stringify(message));
  const write = (text: string) => {
    lastWord = Date.now();
    socket.send(text, () => {
      lastTaken = Date.now();
      drained();
    });
  };
  const drained = () => {
    if (socket.bufferedAmount <= highWater) windows.taken();
  };
  const fail = (error: ErrorBody, id: number | null, rev: number | null) => say({ op: "error", id, rev, error });
  const subject = () => ({ user: session.user, role });
  const windows = new SocketWindows({
    subject,
    place: (query, held) => placeOf(context, subject(), query, held),
    fail: (error, id, rev) => fail(error.body(makeRequestId()), id, rev),
    write(texts) {
      for (const text of texts) write(text);
      drained();
    },
    isVital: (index) => index === context.index,
    ofSession: () => context.sockets.windows(session.hash),
    lost: () => socket.close(1012, "the index starts anew"),
  });

  const beat = setInterval(() => {
    if (socket.bufferedAmount > 0 && Date.now() - lastTaken > stuckMs) socket.terminate();
    else if (Date.now() - lastWord >= beatMs - 500 && socket.bufferedAmount <= highWater)
      say({ op: "beat", now: Date.now() });
  }, beatMs / 2);

  socket.on("message", (data, isBinary) => {
    if (!bucket.take()) {
      socket.close(1008, "too many messages");
      return;
    }
    const message = isBinary ? null : parse(data.toString());
    if (message === null) {
      fail(new CratonError("bad-request", { why: "a message of the live protocol" }).body(makeRequestId()), null, null);
      return;
    }
    context.sessions.touch(session.hash);
    try {
      windows.take(message);
    } catch (error) {
      fail(asCratonError(error).body(makeRequestId()), message.id, "rev" in message ? message.rev : null);
    }
  });

  const release = context.sockets.add({
    session: session.hash,
    windows: () => windows.size,
    end(why) {
      say({ op: "bye", why });
      windows.close();
      endSocket(socket, why);
    },
    recheck(record) {
      role = record.role;
      windows.recheck();
    },
  });
  socket.once("close", () => {
    clearInterval(beat);
    release();
    windows.close();
  });
  say({ op: "hello", protocol: liveProtocol, user: session.user, role, now: Date.now() });
}

function parse(text: string): ClientMessage | null {
  try {
    const parsed = clientMessage.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
