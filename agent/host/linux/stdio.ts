/**
 * A keeper's session as Stdio. The keeper hands data on from the first instant; here it is held until somebody listens, so
 * that nothing of what an app says at once is lost.
 */
import type { Stdio } from "../host.ts";
import type { KeeperStdio } from "../keeper/types.ts";

export type StdioParts = {
  /** In place of the session's own. */
  exit?: Stdio["exit"];
  /** After the session was resized. */
  resized?: (columns: number, rows: number) => void;
};

export function heldStdio(session: KeeperStdio, parts: StdioParts = {}): Stdio {
  let listener: ((stream: 1 | 2, data: Buffer) => void) | null = null;
  let held: { stream: 1 | 2; data: Buffer }[] = [];
  session.onData((stream, data) => {
    if (listener) listener(stream, data);
    else held.push({ stream, data });
  });
  return {
    exit: parts.exit ?? session.exit,
    onData: (wanted) => {
      listener = wanted;
      for (const { stream, data } of held) wanted(stream, data);
      held = [];
    },
    write: (data) => session.write(data),
    get buffered() {
      return session.buffered;
    },
    onDrain: (wanted) => session.onDrain(wanted),
    closeStdin: () => session.closeStdin(),
    resize: (columns, rows) => {
      session.resize(columns, rows);
      parts.resized?.(columns, rows);
    },
    pause: () => session.pause(),
    resume: () => session.resume(),
    close: () => session.close(),
  };
}
