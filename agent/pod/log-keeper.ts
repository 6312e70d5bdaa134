/** The log folders of pods: watched while apps write or somebody follows, rotated while apps write. */
import { join } from "node:path";
import { type LogLimits, LogRotation } from "./log-rotate.ts";
import { LogWatch } from "./log-watch.ts";

export type LogSource = { uuid: string; folder: string };
/** Asks the app's shim to open its log anew. */
export type Reopen = (app: string) => Promise<void>;

export class LogKeeper {
  readonly #limits: LogLimits;
  readonly #report: (error: unknown, what: string) => void;
  readonly #watches = new Map<string, { watch: LogWatch; users: number }>();
  readonly #rotations = new Map<string, () => void>();

  constructor(limits: LogLimits, report: (error: unknown, what: string) => void) {
    this.#limits = limits;
    this.#report = report;
  }

  /** The watch on a pod's log folder, made when nobody has it; give it back with `release`. */
  acquire({ uuid, folder }: LogSource): LogWatch {
    const held = this.#watches.get(uuid) ?? { watch: new LogWatch(folder), users: 0 };
    held.users += 1;
    this.#watches.set(uuid, held);
    return held.watch;
  }
  release(uuid: string): void {
    const held = this.#watches.get(uuid);
    if (!held) return;
    held.users -= 1;
    if (held.users > 0) return;
    held.watch.close();
    this.#watches.delete(uuid);
  }
  /** Wakes followers: an app has ended, or the pod is gone. */
  poke(uuid: string): void {
    this.#watches.get(uuid)?.watch.poke("");
  }

  /** Rotates the apps' logs from now on, beginning with a look at each. */
  rotate(source: LogSource, apps: string[], reopen: Reopen): void {
    this.stop(source.uuid);
    const rotations = new Map(
      apps.map((app) => {
        const failed = (error: unknown) => this.#report(error, `the log of app ${app} of pod ${source.uuid}`);
        const options = { folder: source.folder, app, limits: this.#limits, reopen: () => reopen(app), failed };
        return [`${app}.log`, new LogRotation(options)];
      }),
    );
    let watch: LogWatch;
    try {
      watch = this.acquire(source);
    } catch (error) {
      this.#report(error, `logs of pod ${source.uuid} are not rotated`);
      return;
    }
    const unlisten = watch.listen((name) => rotations.get(name)?.look());
    for (const rotation of rotations.values()) rotation.look();
    this.#rotations.set(source.uuid, () => {
      unlisten();
      for (const rotation of rotations.values()) rotation.close();
      this.release(source.uuid);
    });
  }
  stop(uuid: string): void {
    this.#rotations.get(uuid)?.();
    this.#rotations.delete(uuid);
  }
  close(): void {
    for (const uuid of [...this.#rotations.keys()]) this.stop(uuid);
    for (const { watch } of this.#watches.values()) watch.close();
    this.#watches.clear();
  }
}

export const logFolder = (podFolder: string): string => join(podFolder, "logs");
export const logPath = (podFolder: string, app: string): string => join(podFolder, "logs", `${app}.log`);
