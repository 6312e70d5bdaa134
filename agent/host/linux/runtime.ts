/** crun or runc, as far as their command lines are one: create goes through conmon (shim.ts), the rest is here. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ProcessRef } from "../host.ts";
import type { Keeper } from "../keeper/client.ts";
import { refOf } from "./proc.ts";
import { programEnv, type RuntimeChoice } from "./tools.ts";

export class Runtime {
  readonly name: RuntimeChoice["name"];
  readonly path: string;
  readonly root: string;
  readonly #keeper: Keeper;

  constructor(choice: RuntimeChoice, root: string, keeper: Keeper) {
    this.name = choice.name;
    this.path = choice.path;
    this.root = root;
    this.#keeper = keeper;
  }

  async version(): Promise<string> {
    const { stdout } = await this.#keeper.run({ argv: [this.path, "--version"], env: programEnv });
    return /version\s+(\S+)/.exec(stdout.toString())?.[1] ?? "unknown";
  }

  /** The command line before a subcommand; errors also go to `log`, one JSON object a line. */
  argv(log: string | null = null): string[] {
    return [this.path, "--root", this.root, ...(log === null ? [] : ["--log", log, "--log-format", "json"])];
  }

  /**
   * Starts a container that nobody attends: its stdio is /dev/null, which takes a shell since a program started by the keeper
   * has pipes. The script is fixed, its arguments are not looked at by the shell.
   */
  async runDetached(id: string, bundle: string, pidFile: string, log: string): Promise<ProcessRef> {
    const run = [...this.argv(log), "run", "--detach", "--bundle", bundle, "--pid-file", pidFile, id];
    const argv = ["/bin/sh", "-c", 'exec "$@" >/dev/null 2>&1', "sh", ...run];
    const { code, signal } = await this.#keeper.run({ argv, env: programEnv, cwd: bundle, detach: true });
    if (code !== 0) throw this.#failed("run", loggedError(log) ?? `it ended with ${code ?? `signal ${signal}`}`);
    const ref = refOf(Number(readFileSync(pidFile, "utf8")));
    if (!ref) throw this.#failed("run", "the process ended at once");
    return ref;
  }

  async start(id: string): Promise<void> {
    await this.#call("start", [id]);
  }

  async kill(id: string, signal: string): Promise<void> {
    await this.#call("kill", [id, signal]);
  }

  known(id: string): boolean {
    return existsSync(join(this.root, id));
  }

  /** Ids that it keeps state of, dead or alive. */
  list(): string[] {
    return existsSync(this.root) ? readdirSync(this.root) : [];
  }

  /** The container's main process, while the runtime says that it is created or runs. */
  async processOf(id: string): Promise<ProcessRef | null> {
    if (!this.known(id)) return null;
    const state: { pid?: number; status?: string } = JSON.parse(await this.#call("state", [id]));
    return state.pid && state.status !== "stopped" ? refOf(state.pid) : null;
  }

  /** Kills it where it still runs and forgets it, even when the runtime itself has lost its way in its files. */
  async remove(id: string): Promise<void> {
    if (!this.known(id)) return;
    const argv = [...this.argv(), "delete", "--force", id];
    await this.#keeper.run({ argv, env: programEnv }).catch(() => {});
    rmSync(join(this.root, id), { recursive: true, force: true });
  }

  async #call(verb: string, args: string[]): Promise<string> {
    const argv = [...this.argv(), verb, ...args];
    const { code, stdout, stderr } = await this.#keeper.run({ argv, env: programEnv });
    if (code !== 0) throw this.#failed(verb, lastError(stderr.toString()));
    return stdout.toString();
  }

  #failed(verb: string, why: string): CratonError {
    return new CratonError("host-failed", { command: `${this.name} ${verb}`, why });
  }
}

/** The last line of stderr, without runc's logfmt around it. */
export function lastError(stderr: string): string {
  const line = stderr.trim().split("\n").at(-1)?.trim() ?? "";
  const message = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replace(/\\(.)/g, "$1");
  return message ?? /\bmsg=(\S+)$/.exec(line)?.[1] ?? (line || "it wrote nothing");
}

/** The last error that a runtime logged; null when it logged none. */
export function loggedError(path: string): string | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return null;
  }
  const errors = text.split("\n").flatMap((line) => {
    try {
      const { msg, level } = JSON.parse(line) as { msg?: string; level?: string };
      return msg && level !== "warning" && level !== "info" && level !== "debug" ? [msg] : [];
    } catch {
      return [];
    }
  });
  return errors.at(-1) ?? null;
}
