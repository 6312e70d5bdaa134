/**
 * A small ext4 on a loop device in memory, whose power can be cut at any moment: what its device holds just then is copied and
 * mounted elsewhere, so that all that was written and not synced is lost, as the file system loses it. The live one goes on, so
 * that one run of a flow gives a cut at each of its points. `npm run test:long` makes thousands.
 *
 * A copy is only true to life while nothing else writes; call it between steps, of one flow at a time.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Looks at a state folder as the next start finds it; throws when it is not as it must be. */
export type Look = (state: string) => Promise<void>;

export class CutDisk {
  /** The live file system's folder. */
  readonly state: string;
  readonly #dir = mkdtempSync(join(tmpdir(), "craton-cut-"));
  readonly #device: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bytes = 12 * 2 ** 20) {
    execFileSync("mount", ["-t", "tmpfs", "craton-cut", this.#dir]);
    this.#device = join(this.#dir, "device");
    this.state = join(this.#dir, "state");
    writeFileSync(this.#device, "");
    truncateSync(this.#device, bytes);
    execFileSync("mkfs.ext4", ["-q", "-F", this.#device]);
    mkdirSync(this.state);
    // its journal is written when something is synced, and not every five seconds besides
    this.#mount(this.#device, this.state);
  }

  /** The power fails now. */
  afterPowerCut(look: Look): Promise<void> {
    return this.#alone(async () => {
      const copy = join(this.#dir, "copy");
      const state = join(this.#dir, "after-cut");
      mkdirSync(state);
      copyFileSync(this.#device, copy);
      this.#mount(copy, state);
      try {
        await look(state);
      } finally {
        execFileSync("umount", [state]);
        rmSync(state, { recursive: true });
        rmSync(copy);
      }
    });
  }

  /** The process is killed now: the kernel keeps all that was written. */
  afterKill(look: Look): Promise<void> {
    return this.#alone(async () => {
      const state = join(this.#dir, "after-kill");
      execFileSync("cp", ["-a", this.state, state]);
      try {
        await look(state);
      } finally {
        rmSync(state, { recursive: true });
      }
    });
  }

  drop(): void {
    execFileSync("umount", [this.state]);
    // Lazily: a keeper of another test that started meanwhile has the mounts in its own namespace, and the loop device stays with it.
    execFileSync("umount", ["--lazy", this.#dir]);
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #mount(device: string, folder: string): void {
    execFileSync("mount", ["-o", "loop,commit=300", device, folder]);
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
