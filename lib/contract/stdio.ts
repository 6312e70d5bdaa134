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
} as const;
export type Channel = (typeof channel)[keyof typeof channel];

/** One line of GET …/logs (application/x-ndjson). `partial` lines continue in the next of the same stream (CRI tag P). */
export type LogLine = { time: string; stream: "stdout" | "stderr"; partial: boolean; text: string };
