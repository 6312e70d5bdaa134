/** This terminal joined to a process in a pod: raw keys in, bytes out, its size followed; given back as it was. */
import { spawnSync } from "node:child_process";
import type { ExecSession } from "../../lib/api/agent/exec.ts";

export type Size = { columns: number; rows: number };

/** The size of our terminal, 80 × 24 when it does not say. */
export function terminalSize(): Size {
  const { columns, rows } = process.stdout.isTTY ? process.stdout : process.stderr;
  return { columns: columns || 80, rows: rows || 24 };
}

/** Both ends are terminals: keys can be read one by one, and what comes back can be drawn. */
export function haveTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Pumps until the process has ended and answers its exit code (null for an attach that ended). `show` false leaves the
 * output alone, when it comes another way.
 */
export async function joinStdio(
  session: ExecSession,
  options: { tty: boolean; show?: (stream: 1 | 2, data: Buffer) => void },
): Promise<number | null> {
  const { stdin } = process;
  const draw = options.show ?? ((stream, data) => write(session, stream, data));
  session.onData(draw);
  const resize = () => {
    const { columns, rows } = terminalSize();
    session.resize(columns, rows);
  };
  // One write after the other: a paste of megabytes must not pile up here.
  const input = (data: Buffer) => {
    stdin.pause();
    void session.write(data).then(() => stdin.resume());
  };
  const end = () => session.closeStdin();
  if (options.tty) {
    rawTerminal();
    process.stdout.on("resize", resize);
    resize();
  }
  stdin.on("data", input);
  stdin.once("end", end);
  try {
    return (await session.exit).code;
  } finally {
    stdin.off("data", input);
    stdin.off("end", end);
    stdin.pause();
    process.stdout.off("resize", resize);
    if (options.tty) stdin.setRawMode(false);
  }
}

/** Keys one by one, and output untouched: Node's raw mode still turns each line feed into two characters, which breaks editors. */
function rawTerminal(): void {
  process.stdin.setRawMode(true);
  // Without stty it is raw enough for a shell. Node puts all of it back at the end.
  spawnSync("stty", ["-opost"], { stdio: [0, "ignore", "ignore"] });
}

/** A slow reader of our stdout holds the process back, not our memory. */
function write(session: ExecSession, stream: 1 | 2, data: Buffer): void {
  const out = stream === 1 ? process.stdout : process.stderr;
  if (out.write(data)) return;
  session.pause();
  out.once("drain", () => session.resume());
}
