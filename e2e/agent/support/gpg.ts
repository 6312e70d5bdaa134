/** A gpg of a test's own: keys, signatures and encrypted files as people make them. */
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export class Gpg {
  #home: string | null = null;

  /** Made when it is first asked for: a file of tests may be loaded without being run. Short, since the agent's socket is in it. */
  get home(): string {
    this.#home ??= fs.mkdtempSync(path.join(os.tmpdir(), "gpg-"));
    return this.#home;
  }

  async run(args: string[], at?: string): Promise<string> {
    const time = at === undefined ? [] : ["--faked-system-time", at];
    const fixed = [
      "--homedir",
      this.home,
      "--batch",
      "--yes",
      "--no-tty",
      "--pinentry-mode",
      "loopback",
      "--passphrase",
      "",
    ];
    return (await run("gpg", [...fixed, ...time, ...args], { encoding: "utf8" })).stdout;
  }

  /** Answers the fingerprint in lower case. `at` as 20200101T000000, `expire` as gpg takes it. */
  async key(user: string, options: { algorithm?: string; expire?: string; at?: string } = {}): Promise<string> {
    const { algorithm = "ed25519", expire = "never", at } = options;
    await this.run(["--quick-gen-key", user, algorithm, "sign", expire], at);
    const list = await this.run(["--with-colons", "--list-keys", `=${user}`]);
    const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(list)?.[1];
    if (fingerprint === undefined) throw new Error(`gpg made no key for ${user}`);
    return fingerprint.toLowerCase();
  }

  /** Armored. */
  export(...fingerprints: string[]): Promise<string> {
    return this.run(["--armor", "--export", ...fingerprints]);
  }

  /** The armored detached signature of a file by these keys. */
  async sign(file: string, by: string[], options: { at?: string; more?: string[] } = {}): Promise<string> {
    const users = by.flatMap((key) => ["--local-user", key]);
    const { at, more = [] } = options;
    return this.run([...more, "--armor", ...users, "--output", "-", "--detach-sign", file], at);
  }

  /** By the certificate that gpg keeps for each key. */
  async revoke(fingerprint: string): Promise<void> {
    const file = path.join(this.home, "openpgp-revocs.d", `${fingerprint.toUpperCase()}.rev`);
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(":-----BEGIN", "-----BEGIN"));
    await this.run(["--import", file]);
  }

  /** Ends its agent, removes its folder. */
  close(): void {
    if (this.#home === null) return;
    execFileSync("gpgconf", ["--homedir", this.home, "--kill", "all"]);
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}
