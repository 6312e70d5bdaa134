/** /ws/logs: follows an app's log. Lines go out in batches; the agent is read no faster than the browser takes them. */
import type { WebSocket } from "ws";
import { z } from "zod";
import type { TicketRequest } from "../../contract/console.ts";
import { may } from "../../contract/roles.ts";
import type { LogLine, LogServerMessage } from "../../contract/stdio.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "../data/actor.ts";
import { agentOf } from "../data/cluster.ts";
import { allowRead } from "../data/guard.ts";
import { asCratonError } from "../http/craton-error.ts";
import { endSocket } from "./end.ts";
import { Pace } from "./pace.ts";

export type LogTicket = Extract<TicketRequest, { kind: "logs" }>;
const taken = z.strictObject({ op: z.literal("taken"), lines: z.number().int().min(0) });
/** Lines that the browser has not taken yet. */
const ahead = 20_000;
const batchLines = 1_000;
const batchBytes = 128 * 1024;
const batchMs = 30;

export async function serveLogs(
  context: ServerContext,
  socket: WebSocket,
  actor: Actor,
  ticket: LogTicket,
): Promise<void> {
  const stopper = new AbortController();
  let go: (() => void) | null = null;
  const pace = new Pace(
    ahead,
    () => {},
    () => go?.(),
  );
  const release = context.sockets.add({
    session: actor.session,
    end: (why) => endSocket(socket, why),
    recheck(now) {
      if (may(now.role, "get", "log") !== null) this.end("the role no longer includes logs");
    },
  });
  socket.once("close", () => {
    release();
    stopper.abort();
    go?.();
  });
  socket.on("message", (data, isBinary) => {
    const said = isBinary ? null : parse(data.toString());
    if (said === null) socket.close(1008, "not a message of the log protocol");
    else pace.taken(said.lines);
  });
  const say = (message: LogServerMessage) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };

  let batch: LogLine[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (batch.length === 0) return;
    pace.sent(batch.length);
    say(batch);
    batch = [];
    bytes = 0;
  };
  try {
    await allowRead(context, actor, "get", "log", `${ticket.uuid}/${ticket.app}`);
    const caller = { ...callerOf(actor, true), signal: stopper.signal };
    const options = { tail: ticket.tail };
    for await (const line of agentOf(context, ticket).followLogs(caller, ticket.uuid, ticket.app, options)) {
      batch.push(line);
      bytes += line.text.length + 64;
      if (batch.length >= batchLines || bytes >= batchBytes) flush();
      else timer ??= setTimeout(flush, batchMs);
      while (pace.isHeld && !stopper.signal.aborted) {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
      }
    }
    flush();
    say({ op: "end" });
  } catch (error) {
    flush();
    if (!stopper.signal.aborted) say({ op: "error", error: asCratonError(error).body(actor.requestId) });
  }
  socket.close(1000);
}

function parse(text: string): z.infer<typeof taken> | null {
  try {
    return taken.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
