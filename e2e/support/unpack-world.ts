/** A keeper and, for each test, a target to unpack into, beside a canary that nothing may touch. The reader is `cat`: the blob is the records themselves. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { UnpackDone, UnpackRequest } from "../../agent/host/keeper/types.ts";
import { startKeeper, type TestKeeper } from "./keeper.ts";

const readAttribute =
  "import os,sys; sys.stdout.buffer.write(os.getxattr(sys.argv[1], sys.argv[2], follow_symlinks=False))";

export class UnpackWorld {
  readonly k: TestKeeper;
  base = "";
  target = "";
  canary = "";

  private constructor(k: TestKeeper) {
    this.k = k;
  }
  static async open(): Promise<UnpackWorld> {
    return new UnpackWorld(await startKeeper());
  }
  stop(): Promise<void> {
    return this.k.stop();
  }

  /** New, empty folders. */
  fresh(): void {
    this.base = fs.mkdtempSync(path.join(this.k.dir, "unpack-"));
    this.target = path.join(this.base, "target");
    this.canary = path.join(this.base, "canary");
    fs.mkdirSync(this.target);
    fs.mkdirSync(this.canary);
    fs.writeFileSync(path.join(this.canary, "bird"), "sings", { mode: 0o600 });
    fs.utimesSync(path.join(this.canary, "bird"), 1, 1);
  }

  unpack(records: Buffer[], more: Partial<UnpackRequest> = {}): Promise<UnpackDone> {
    const blob = path.join(this.base, "blob");
    fs.writeFileSync(blob, Buffer.concat(records));
    return this.k.keeper.unpack({
      blob,
      target: this.target,
      reader: ["/bin/cat"],
      duplicates: "replace",
      maxBytes: 1e6,
      maxEntries: 1000,
      ...more,
    });
  }

  at(name: string): string {
    return path.join(this.target, name);
  }
  /** Throws when the attribute is not there. */
  xattr(name: string, attribute: string): Buffer {
    return execFileSync("python3", ["-c", readAttribute, this.at(name), attribute], {
      stdio: ["ignore", "pipe", "ignore"],
    });
  }
  /** Everything outside the target, as far as a writer could have touched it. */
  outside(): string {
    const stat = fs.lstatSync(path.join(this.canary, "bird"));
    return JSON.stringify([
      fs.readdirSync(this.base).sort(),
      fs.readdirSync(this.canary),
      fs.readFileSync(path.join(this.canary, "bird"), "utf8"),
      [stat.mode, stat.uid, stat.mtimeMs, stat.nlink, stat.ctimeMs],
    ]);
  }
}
