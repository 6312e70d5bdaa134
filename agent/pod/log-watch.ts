/**
 * One inotify watch a log folder, shared by rotation and followers. Listeners get the file's name; whoever waits takes the
 * `version` before it reads and waits only while that has not changed, so that nothing between is missed.
 */
import { type FSWatcher, watch } from "node:fs";
import { CratonError } from "../../lib/contract/errors.ts";

export class LogWatch {
  version = 0;
  readonly #watcher: FSWatcher;
  readonly #listeners = new Set<(name: string) => void>();

  constructor(folder: string) {
    try {
      this.#watcher = watch(folder, { persistent: false }, (_, name) => this.poke(name ?? ""));
    } catch (cause) {
      const why = `${(cause as NodeJS.ErrnoException).code}: raise fs.inotify.max_user_watches`;
      throw new CratonError("unavailable", { what: `the watch on ${folder}`, why }, { cause });
    }
    this.#watcher.on("error", () => this.poke(""));
  }
  /** Also for changes that the kernel does not tell, as the end of an app. */
  poke(name: string): void {
    this.version += 1;
    for (const listener of [...this.#listeners]) listener(name);
  }
  listen(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** Resolves when `version` is no longer `seen`, or the signal aborts. */
  changed(seen: number, signal: AbortSignal): Promise<void> {
    if (this.version !== seen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        stop();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const stop = this.listen(done);
      signal.addEventListener("abort", done);
    });
  }
  close(): void {
    this.#watcher.close();
    this.poke("");
  }
}
