/**
 * /ws/exec: a terminal. Frames of lib/contract/stdio.ts pass between browser and agent with the slower one's pace: output
 * waits for what the browser has drawn, input for what the agent has taken. Opened and ended in the audit log.
 */
import type { WebSocket } from "ws";
import { z } from "zod";
import type { ExecSession } from "../../api/agent/exec.ts";
import type { TicketRequest } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import { may } from "../../contract/roles.ts";
import { channel } from "../../contract/stdio.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "../data/actor.ts";
import { agentOf } from "../data/cluster.ts";
import { change, record } from "../data/guard.ts";
import { asCratonError } from "../http/craton-error.ts";
import { endSocket } from "./end.ts";
import { Pace } from "./pace.ts";

export type ExecTicket = Extract<TicketRequest, { kind: "exec" }>;
const resize = z.strictObject({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) });
const drawn = z.strictObject({ bytes: z.number().int().min(0) });
/** Output that is neither drawn nor gone out yet. */
const ahead = 1024 * 1024;

export async function serveExec(
  context: ServerContext,
  socket: WebSocket,
  actor: Actor,
  ticket: ExecTicket,
): Promise<void> {
  const stopper = new AbortController();
  const object = `${ticket.uuid}/${ticket.app}`;
  const deed = { verb: "open", noun: "exec", object, node: ticket.node } as const;
  const details = { command: ticket.command.slice(0, 32), tty: ticket.tty };
  const began = Date.now();
  let why = "the browser closed it";
  let bytes = { in: 0, out: 0 };
  let far: ExecSession | null = null;
  const early: Buffer[] = [];
  const pace = new Pace(
    ahead,
    () => far?.pause(),
    () => far?.resume(),
  );

  const release = context.sockets.add({
    session: actor.session,
    end(reason) {
      why = reason;
      endSocket(socket, reason);
    },
    recheck(now) {
      if (may(now.role, "open", "exec") !== null) this.end("the role no longer includes terminals");
    },
  });
  socket.once("close", () => {
    release();
    stopper.abort();
    far?.close();
  });
  const say = (kind: number, payload: Uint8Array | string) => {
    if (socket.readyState !== socket.OPEN) return;
    const length = payload.length;
    pace.sent(length);
    const frame = Buffer.concat([Buffer.of(kind), typeof payload === "string" ? Buffer.from(payload) : payload]);
    socket.send(frame);
  };
  const finish = (value: unknown) => {
    say(channel.exit, JSON.stringify(value));
    socket.close(1000);
  };
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary || data.length === 0) {
      socket.close(1008, "not a frame of the terminal protocol");
      return;
    }
    if (far) take(far, data);
    else if (early.push(data) > 64) socket.close(1008, "too much before the terminal was there");
  });

  const take = (session: ExecSession, frame: Buffer) => {
    const payload = frame.subarray(1);
    if (frame[0] === channel.stdin) {
      context.sessions.touch(actor.session);
      bytes = { ...bytes, in: bytes.in + payload.length };
      if (payload.length === 0) session.closeStdin();
      else {
        socket.pause();
        void session.write(payload).then(() => socket.resume());
      }
    } else if (frame[0] === channel.resize) {
      const size = parse(payload, resize);
      if (size) session.resize(size.columns, size.rows);
    } else if (frame[0] === channel.drawn) {
      const said = parse(payload, drawn);
      if (said) pace.taken(said.bytes);
    } else socket.close(1008, "not a frame of the terminal protocol");
  };

  try {
    far = await change(context, actor, { ...deed, details }, async () => {
      const tty = ticket.tty ? { columns: ticket.columns, rows: ticket.rows } : null;
      const caller = { ...callerOf(actor, true), signal: stopper.signal };
      const session = await agentOf(context, ticket).exec(caller, ticket.uuid, ticket.app, {
        command: ticket.command,
        tty,
      });
      session.onData((stream, data) => {
        bytes = { ...bytes, out: bytes.out + data.length };
        say(stream === 1 ? channel.stdout : channel.stderr, data);
      });
      return session;
    });
    for (const frame of early.splice(0)) take(far, frame);
    const { code } = await far.exit;
    why = "the process ended";
    await ended({ code });
    finish({ code });
  } catch (thrown) {
    const error = asCratonError(thrown);
    if (far) await ended({ error: stopper.signal.aborted ? null : error.message });
    finish(
      (stopper.signal.aborted ? new CratonError("unavailable", { what: "the terminal", why }) : error).body(
        actor.requestId,
      ),
    );
  }

  async function ended(how: Record<string, unknown>): Promise<void> {
    const seconds = Math.round((Date.now() - began) / 1000);
    const told = { ...how, why, seconds, bytesIn: bytes.in, bytesOut: bytes.out };
    await record(context, actor, { ...deed, verb: "close" }, "allowed", told).catch((error) =>
      context.log.error("the end of a terminal could not be audited", error, { object }),
    );
  }
}

function parse<S extends z.ZodType>(payload: Buffer, schema: S): z.infer<S> | null {
  try {
    return schema.safeParse(JSON.parse(payload.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
