/**
 * Rotation of one app's log: when the file has grown past its limit it is renamed, and the shim is told to open the name anew.
 * Until it does it writes on into the renamed file, so no line is lost. The shim's own size limit is never used: it loses lines.
 *
 * Driven by inotify events, with at most one look in 25 ms. A second reopen is never sent before the first has made the file, since the
 * shim would replace that; one that could not be sent is tried again with the next event.
 */
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { currentNumber, listLogs } from "./log-files.ts";

export type LogLimits = { maxBytes: number; keep: number };
export const defaultLogLimits: LogLimits = { maxBytes: 10 * 2 ** 20, keep: 5 };
const pauseMs = 25;

export class LogRotation {
  readonly #folder: string;
  readonly #app: string;
  readonly #limits: LogLimits;
  readonly #reopen: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #state: "idle" | "looking" | "again" = "idle";
  #asked = false;
  #closed = false;

  constructor(options: {
    folder: string;
    app: string;
    limits: LogLimits;
    reopen: () => Promise<void>;
    failed: (error: unknown) => void;
  }) {
    this.#folder = options.folder;
    this.#app = options.app;
    this.#limits = options.limits;
    this.#reopen = options.reopen;
    this.#failed = options.failed;
  }

  /** Something happened to the file. */
  look(): void {
    if (this.#closed) return;
    if (this.#state !== "idle") {
      this.#state = "again";
      return;
    }
    this.#state = "looking";
    this.#rotate()
      .catch((error: unknown) => {
        if (!this.#closed) this.#failed(error);
      })
      .finally(() => {
        setTimeout(() => {
          const again = this.#state === "again";
          this.#state = "idle";
          if (again) this.look();
        }, pauseMs).unref();
      });
  }
  close(): void {
    this.#closed = true;
  }

  async #rotate(): Promise<void> {
    const path = join(this.#folder, `${this.#app}.log`);
    const found = await stat(path).catch(() => null);
    if (found) this.#asked = false;
    const files = await listLogs(this.#folder, this.#app);
    const older = files.filter((file) => file.number !== currentNumber);
    if (found && found.size >= this.#limits.maxBytes) {
      await rename(path, `${path}.${(older.at(-1)?.number ?? 0) + 1}`);
      older.push({ path: "", number: 0, ino: 0 });
    } else if (found || older.length === 0 || this.#asked) return;
    // Renamed just now, or by an agent that was killed before it told the shim.
    this.#asked = true;
    await this.#reopen().catch((error: unknown) => {
      this.#asked = false;
      throw error;
    });
    for (const file of older.slice(0, Math.max(0, older.length - this.#limits.keep))) await rm(file.path);
  }
}
