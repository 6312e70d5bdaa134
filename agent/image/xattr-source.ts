/**
 * Extended attributes for the builder, from the small program `xattrs` (agent/host/xattr), since Node cannot read them. One process
 * for all files; its answers come in the order of the questions.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { getSystemErrorMap } from "node:util";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Xattr } from "./unpack/xattrs.ts";

const failed = 65535;

export class XattrSource {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<Buffer>;
  readonly #program: string;
  #held: Buffer = Buffer.alloc(0);

  constructor(program: string) {
    this.#program = program;
    this.#child = spawn(program, [], { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.on("error", () => undefined);
    this.#child.stdin.on("error", () => undefined);
    this.#answers = this.#child.stdout[Symbol.asyncIterator]();
  }

  /** By name. One question at a time. `disk-failed` when the file cannot be read, `host-failed` when the program ends. */
  async of(path: Buffer): Promise<Xattr[]> {
    this.#child.stdin.write(Buffer.concat([path, Buffer.from([0])]));
    const count = (await this.#take(2)).readUInt16LE(0);
    if (count === failed) {
      const code = (await this.#take(4)).readUInt32LE(0);
      const why = getSystemErrorMap().get(-code)?.[0] ?? `error ${code}`;
      throw new CratonError("disk-failed", { path: path.toString(), verb: "read", why });
    }
    const all: Xattr[] = [];
    for (let i = 0; i < count; i++) {
      const name = (await this.#take((await this.#take(2)).readUInt16LE(0))).toString("latin1");
      all.push({ name, value: Buffer.from(await this.#take((await this.#take(4)).readUInt32LE(0))) });
    }
    return all;
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  async #take(n: number): Promise<Buffer> {
    while (this.#held.length < n) {
      const { done, value } = await this.#answers.next();
      if (done) throw new CratonError("host-failed", { command: this.#program, why: "it ended without an answer" });
      this.#held = Buffer.concat([this.#held, value]);
    }
    const taken = this.#held.subarray(0, n);
    this.#held = this.#held.subarray(n);
    return taken;
  }
}
