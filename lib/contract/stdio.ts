/**
 * Frames of exec and attach over a WebSocket (agent and console alike), subprotocol `craton.stdio.v1`.
 * Every message is binary: one byte of channel, then the payload.
 */
export const stdioProtocol = "craton.stdio.v1";
export const channel = {
  /** client → server: bytes for stdin; an empty payload closes it. */
  stdin: 0,
  /** server → client. */
  stdout: 1,
  stderr: 2,
  /** server → client, once, last: JSON `{"code":0}` or an error body. */
  exit: 3,
  /** client → server: JSON `{"columns":80,"rows":24}`. */
  resize: 4,
  /** browser → console only, never sent to an agent: JSON `{"bytes":123}`, output bytes drawn so far. */
  drawn: 5,
} as const;

/** One line of GET …/logs (application/x-ndjson). `partial` lines continue in the next of the same stream (CRI tag P). */
export type LogLine = { time: string; stream: "stdout" | "stderr"; partial: boolean; text: string };

/** The log follower's socket, browser ↔ console (`/ws/logs`): JSON text messages. */
export const logProtocol = "craton.logs.v1";
/** An array is lines in order; an object is the end of the log (the app has ended) or why it stopped. */
export type LogServerMessage =
  | LogLine[]
  | { op: "end" }
  | {
      op: "error";
      error: { code: string; message: string; details: Record<string, unknown>; requestId: string };
    };
/** Lines taken so far in all; the console holds back when too many are not. */
export type LogClientMessage = { op: "taken"; lines: number };
