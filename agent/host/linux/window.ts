/**
 * The size of a terminal in an app. crun 1.8 hands the size on when it starts a process and never again, so it is set on the
 * process's own terminal.
 *
 * That terminal is reached by /proc/PID/fd/0, which a hostile process may point at any device node it can name. So the link is
 * pinned first (O_PATH opens nothing), the pinned thing must be a pseudo-terminal, and stty is given the pin, not the path.
 */
import { closeSync, fstatSync, openSync } from "node:fs";
import type { ProcessRef } from "../host.ts";
import type { Keeper } from "../keeper/client.ts";
import { isAlive } from "./proc.ts";
import { findProgram, programEnv } from "./tools.ts";

const oPath = 0o10000000;
/** Majors of /dev/pts/N (devices.txt of the kernel). */
const isTerminal = (rdev: number) => {
  const major = (rdev >> 8) & 0xfff;
  return major >= 136 && major <= 143;
};

export type Size = { columns: number; rows: number };

/** False when the process has no terminal on its stdin. */
export async function setTerminalSize(ref: ProcessRef, size: Size, keeper: Keeper): Promise<boolean> {
  const stty = findProgram("stty");
  if (!stty) return false;
  let pin: number;
  try {
    pin = openSync(`/proc/${ref.pid}/fd/0`, oPath);
  } catch {
    return false;
  }
  try {
    const { rdev } = fstatSync(pin);
    if (!isTerminal(rdev) || !isAlive(ref)) return false;
    const wanted = ["columns", String(size.columns), "rows", String(size.rows)];
    const argv = [stty, "-F", `/proc/${process.pid}/fd/${pin}`, ...wanted];
    return (await keeper.run({ argv, env: programEnv })).code === 0;
  } finally {
    closeSync(pin);
  }
}

/** One change at a time, the last wish wins; a wish that comes before the process is there waits for `retry`. */
export class Window {
  readonly #process: () => ProcessRef | null;
  readonly #keeper: Keeper;
  #wanted: Size | null = null;
  #busy = false;

  constructor(process: () => ProcessRef | null, keeper: Keeper) {
    this.#process = process;
    this.#keeper = keeper;
  }

  resize(size: Size): void {
    this.#wanted = size;
    this.retry();
  }

  retry(): void {
    if (this.#busy || !this.#wanted) return;
    const ref = this.#process();
    if (!ref) return;
    const size = this.#wanted;
    this.#wanted = null;
    this.#busy = true;
    setTerminalSize(ref, size, this.#keeper)
      .catch(() => false)
      .finally(() => {
        this.#busy = false;
        this.retry();
      });
  }
}
