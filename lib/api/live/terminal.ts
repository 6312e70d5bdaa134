/** A terminal's socket in the browser: frames of lib/contract/stdio.ts, opened with a one-time ticket. */
import { errorBody } from "../../contract/error-body.ts";
import type { ErrorBody } from "../../contract/errors.ts";
import { channel, stdioProtocol } from "../../contract/stdio.ts";
import { api } from "../../paths.ts";
import { unavailable } from "../console/console-error.ts";

export type TerminalEnd = { code: number } | { error: ErrorBody };
export type TerminalEvents = {
  onOpen?(): void;
  /** Call `drawn` when the bytes are on the screen: the console holds back what is not. */
  onData(bytes: Uint8Array, stream: "stdout" | "stderr", drawn: () => void): void;
  /** Once, last. */
  onEnd(end: TerminalEnd): void;
};

const pieceBytes = 16 * 1024;

export class TerminalSocket {
  private readonly socket: WebSocket;
  private readonly events: TerminalEvents;
  private drawnBytes = 0;
  private ended = false;

  constructor(ticket: string, events: TerminalEvents) {
    this.events = events;
    this.socket = new WebSocket(api.exec(ticket), stdioProtocol);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => events.onOpen?.();
    this.socket.onmessage = (event) => this.take(new Uint8Array(event.data as ArrayBuffer));
    this.socket.onclose = (event) => {
      const why = event.reason || "the connection to the terminal is lost";
      this.end({ error: unavailable(why).body });
    };
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    // A long paste in pieces: the console takes no frame above 64 KiB. An empty one would close stdin.
    for (let at = 0; at < bytes.length; at += pieceBytes)
      this.frame(channel.stdin, bytes.subarray(at, at + pieceBytes));
  }
  resize(columns: number, rows: number): void {
    this.json(channel.resize, { columns, rows });
  }
  /** Ends the process in the pod as a closed terminal does. */
  close(): void {
    this.ended = true;
    this.socket.close();
  }

  private take(frame: Uint8Array): void {
    const payload = frame.subarray(1);
    if (frame[0] === channel.exit) this.end(readEnd(new TextDecoder().decode(payload)));
    if (frame[0] !== channel.stdout && frame[0] !== channel.stderr) return;
    const stream = frame[0] === channel.stdout ? "stdout" : "stderr";
    this.events.onData(payload, stream, () => {
      this.drawnBytes += payload.length;
      this.json(channel.drawn, { bytes: this.drawnBytes });
    });
  }

  private json(kind: number, value: unknown): void {
    this.frame(kind, new TextEncoder().encode(JSON.stringify(value)));
  }
  private frame(kind: number, payload: Uint8Array): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const frame = new Uint8Array(payload.length + 1);
    frame[0] = kind;
    frame.set(payload, 1);
    this.socket.send(frame);
  }
  private end(end: TerminalEnd): void {
    if (this.ended) return;
    this.ended = true;
    this.events.onEnd(end);
    this.socket.close();
  }
}

function readEnd(text: string): TerminalEnd {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "code" in value && typeof value.code === "number") {
      return { code: value.code };
    }
    const parsed = errorBody.safeParse(value);
    if (parsed.success) return { error: parsed.data };
  } catch {
    // falls through to the plain answer
  }
  return { error: unavailable("the terminal ended without a word").body };
}
