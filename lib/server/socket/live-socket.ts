/**
 * /ws/live: one browser tab's windows. Messages are checked here, rights too; the index worker makes the answers. What the
 * browser has not taken holds further answers back, so that a slow one costs nobody else anything.
 */
import type { WebSocket } from "ws";
import { CratonError, type ErrorBody } from "../../contract/errors.ts";
import { type KindName, kindName } from "../../contract/kinds.ts";
import { type ClientMessage, clientMessage, liveProtocol, type ServerMessage } from "../../contract/live.ts";
import { may } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import { checkCluster } from "../data/cluster.ts";
import { nounOfKind } from "../data/lists.ts";
import { asCratonError } from "../http/craton-error.ts";
import { makeRequestId } from "../http/request-id.ts";
import type { SessionRecord } from "../session/sessions.ts";
import { endSocket } from "./end.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Bytes that may wait in this process for a slow browser before it gets no more. */
const highWater = 64 * 1024;
const beatMs = 10_000;
/** A browser that takes nothing for so long is let go; it comes back by itself. */
const stuckMs = 120_000;

export function serveLive(context: ServerContext, socket: WebSocket, session: SessionRecord): void {
  const bucket = new TokenBucket(200, 50);
  /** Windows and the kind of each. */
  const windows = new Map<number, KindName>();
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
  let waiting = false;
  const drained = () => {
    if (!waiting || socket.bufferedAmount > highWater) return;
    waiting = false;
    context.index.send({ op: "ready", socket: number });
  };
  const number = context.index.add({
    out(texts) {
      waiting = true;
      for (const text of texts) write(text);
      drained();
    },
    lost: () => socket.close(1012, "the index starts anew"),
  });
  const fail = (error: ErrorBody, id: number | null, rev: number | null) => say({ op: "error", id, rev, error });

  const beat = setInterval(() => {
    if (socket.bufferedAmount > 0 && Date.now() - lastTaken > stuckMs) socket.terminate();
    else if (Date.now() - lastWord >= beatMs - 500 && socket.bufferedAmount <= highWater)
      say({ op: "beat", now: Date.now() });
  }, beatMs / 2);

  const take = (message: ClientMessage) => {
    if (message.op === "close") {
      windows.delete(message.id);
      context.index.send({ op: "close", socket: number, id: message.id });
      return;
    }
    if (message.op === "move") {
      if (windows.has(message.id)) context.index.send({ ...message, socket: number });
      return;
    }
    const { id, rev, query } = message;
    windows.delete(id);
    checkCluster(query.cluster);
    const kind = fleetKind(query.kind);
    const no = may(role, "list", nounOfKind[kind]);
    if (no !== null) {
      context.index.send({ op: "close", socket: number, id });
      const facts = { user: session.user, verb: "list", noun: nounOfKind[kind], why: no };
      throw new CratonError("forbidden", facts);
    }
    windows.set(id, kind);
    context.index.send({ op: "open", socket: number, id, rev, query, scope: { [kind]: "all" } });
  };

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
      take(message);
    } catch (error) {
      fail(asCratonError(error).body(makeRequestId()), message.id, "rev" in message ? message.rev : null);
    }
  });

  const release = context.sockets.add({
    session: session.hash,
    end(why) {
      say({ op: "bye", why });
      endSocket(socket, why);
    },
    recheck(record) {
      role = record.role;
      for (const [id, kind] of windows) {
        const no = may(role, "list", nounOfKind[kind]);
        if (no === null) continue;
        windows.delete(id);
        context.index.send({ op: "close", socket: number, id });
        const facts = { user: session.user, verb: "list", noun: nounOfKind[kind], why: no };
        fail(new CratonError("forbidden", facts).body(makeRequestId()), id, null);
      }
    },
  });
  socket.once("close", () => {
    clearInterval(beat);
    release();
    context.index.remove(number);
  });
  say({ op: "hello", protocol: liveProtocol, user: session.user, role, now: Date.now() });
}

function fleetKind(kind: string): KindName {
  const known = kindName.safeParse(kind);
  if (!known.success) throw new CratonError("not-found", { what: "kind", value: kind });
  return known.data;
}

function parse(text: string): ClientMessage | null {
  try {
    const parsed = clientMessage.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
