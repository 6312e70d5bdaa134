/** A process in an app (exec) or the app's own stdio (attach) over a WebSocket, in the frames of lib/contract/stdio.ts. */
import type { IncomingMessage } from "node:http";
import type { WebSocket as Socket } from "ws";
import { CratonError } from "../../contract/errors.ts";
import { channel, stdioProtocol } from "../../contract/stdio.ts";
import type { Caller } from "./assertion.ts";
import { errorFromBody } from "./error-answer.ts";
import type { Query, Transport } from "./transport.ts";
import { unreachable } from "./unreachable.ts";

export type ExecOptions = { command: string[]; tty: { columns: number; rows: number } | null };

/** The far end of a process's stdio. */
export interface ExecSession {
  /** Streams: 1 stdout, 2 stderr (with a terminal all is 1). Set it in the turn that `exec` or `attach` resolves in. */
  onData(listener: (stream: 1 | 2, data: Buffer) => void): void;
  /** Once, after the last data: the exit code, null for an attach that ended. Rejects with the agent's error or `agent-unreachable`. */
  readonly exit: Promise<{ code: number | null }>;
  /** Resolves when the bytes have left, for callers that pump much. */
  write(data: Uint8Array): Promise<void>;
  closeStdin(): void;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Ends the session: an exec'd process is killed, an attached app lives on. */
  close(): void;
}

const maxStdin = 64 * 1024;

async function readBody(answer: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const part of answer.setEncoding("utf8")) {
    text += part;
    if (text.length > 1_000_000) break;
  }
  return parseJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function connect(transport: Transport, caller: Caller, path: string, query: Query): Promise<Socket> {
  const { node, address } = transport;
  const { url, options } = transport.socket(caller, path, query);
  return import("ws").then(
    ({ WebSocket }) =>
      new Promise((resolve, reject) => {
        const { headers, ...tls } = options;
        const socket = new WebSocket(url, [stdioProtocol], {
          ...tls,
          headers: headers as Record<string, string>,
          perMessageDeflate: false,
          handshakeTimeout: 10_000,
          maxPayload: 1024 * 1024,
        });
        const abort = () => socket.terminate();
        caller.signal?.addEventListener("abort", abort, { once: true });
        socket.once("close", () => caller.signal?.removeEventListener("abort", abort));
        socket.once("open", () => {
          // Output may be in the same packet as the answer; it waits until the caller listens.
          socket.pause();
          setImmediate(() => socket.resume());
          resolve(socket);
        });
        socket.once("unexpected-response", (_request, answer) => {
          readBody(answer)
            .then((body) => reject(errorFromBody(body, node, answer.statusCode ?? 0)))
            .catch((error) => reject(unreachable(node, address, error)))
            .finally(() => socket.terminate());
        });
        socket.on("error", (error) => {
          reject(caller.signal?.aborted ? caller.signal.reason : unreachable(node, address, error));
        });
      }),
  );
}

function frame(kind: number, payload: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.of(kind), typeof payload === "string" ? Buffer.from(payload) : payload]);
}

function session(transport: Transport, caller: Caller, socket: Socket): ExecSession {
  const { node, address } = transport;
  const listeners: ((stream: 1 | 2, data: Buffer) => void)[] = [];
  const { promise: exit, resolve, reject } = Promise.withResolvers<{ code: number | null }>();
  // A caller that only reads data must not crash on a break.
  exit.catch(() => {});
  const send = (kind: number, payload: Uint8Array | string) =>
    new Promise<void>((sent) => {
      if (socket.readyState !== socket.OPEN) return sent();
      socket.send(frame(kind, payload), () => sent());
    });

  socket.on("message", (message: Buffer) => {
    const payload = message.subarray(1);
    if (message[0] === channel.stdout) for (const listener of listeners) listener(1, payload);
    else if (message[0] === channel.stderr) for (const listener of listeners) listener(2, payload);
    else if (message[0] === channel.exit) {
      const end = parseJson(payload.toString("utf8")) as { code?: unknown } | undefined;
      if (typeof end?.code === "number" || end?.code === null) resolve({ code: end.code });
      else reject(errorFromBody(end, node, 0));
    }
  });
  socket.once("close", (code, why) => {
    if (caller.signal?.aborted) return reject(caller.signal.reason);
    const reason = why.toString() || `the connection broke (${code})`;
    reject(new CratonError("agent-unreachable", { node, why: reason, address }));
  });
  return {
    onData: (listener) => void listeners.push(listener),
    exit,
    async write(data) {
      for (let at = 0; at < data.length; at += maxStdin)
        await send(channel.stdin, data.subarray(at, Math.min(at + maxStdin, data.length)));
    },
    closeStdin: () => void send(channel.stdin, ""),
    resize: (columns, rows) => void send(channel.resize, JSON.stringify({ columns, rows })),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close() {
      // What is still on its way is taken in and dropped: a full line would hold up the farewell.
      listeners.length = 0;
      socket.resume();
      socket.close(1000);
    },
  };
}

export function execCalls(transport: Transport) {
  const path = (id: string, app: string, what: string) =>
    `/v1/pods/${encodeURIComponent(id)}/apps/${encodeURIComponent(app)}/${what}`;
  return {
    /** Resolves when the process was asked for; it fails through `exit` when it cannot start (`exec-failed`). */
    async exec(caller: Caller, id: string, app: string, options: ExecOptions): Promise<ExecSession> {
      const { command, tty } = options;
      const query = { command, tty: tty === null ? 0 : 1, columns: tty?.columns, rows: tty?.rows };
      return session(transport, caller, await connect(transport, caller, path(id, app, "exec"), query));
    },
    /** The app's own output from now on, and its stdin where it has one. */
    async attach(caller: Caller, id: string, app: string): Promise<ExecSession> {
      return session(transport, caller, await connect(transport, caller, path(id, app, "attach"), {}));
    },
  };
}
