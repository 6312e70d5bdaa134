/**
 * A simulated app: no timers, no process. It writes a line when it starts and one for each line of its stdin, to its CRI log
 * and to whoever is attached, and ends when it is told to.
 *
 * Words of its command line replay failures: `/fail-create` (the host fails), `/missing` (no such executable), `/exit CODE`,
 * `/crash-after-start` (SIGSEGV), `/oom`, `/ignore-term` (only SIGKILL ends it).
 */
import { appendFileSync } from "node:fs";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { AppSpec, ExitRecord, ProcessRef } from "../host.ts";
import { type LogWriter, logWriter } from "./log-line.ts";
import type { ProcessTable } from "./process.ts";
import { exitCode } from "./shell.ts";
import { FakeStdio } from "./stdio.ts";

const signalCode: Record<string, number> = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

export class FakeApp {
  readonly spec: AppSpec;
  readonly init: ProcessRef;
  readonly shim: ProcessRef;
  exit: ExitRecord | null = null;
  started = false;
  readonly attached = new Set<FakeStdio>();
  readonly execs = new Set<FakeStdio>();
  readonly #table: ProcessTable;
  readonly #now: () => number;
  readonly #format: LogWriter;
  #line = "";

  constructor(spec: AppSpec, table: ProcessTable, now: () => number) {
    if (spec.args.includes("/fail-create"))
      throw new CratonError("host-failed", { command: "fake create", why: "the command line says /fail-create" });
    if (spec.args.length === 0 || spec.args[0] === "/missing")
      throw new CratonError("exec-failed", {
        app: appName(spec),
        command: spec.args[0] ?? "",
        why: "there is no such file in the image",
      });
    this.spec = spec;
    this.#table = table;
    this.#now = now;
    this.#format = logWriter(now);
    this.init = table.start((signal) => this.#signal(signal));
    this.shim = table.start();
    appendFileSync(spec.log, "");
  }

  start(): void {
    if (this.started || this.exit)
      throw new CratonError("host-failed", { command: "fake start", why: `${this.spec.id} was started before` });
    this.started = true;
    this.say("stdout", `${this.spec.args.join(" ")} started in ${this.spec.cwd}`);
    const at = this.spec.args.indexOf("/exit");
    if (at >= 0) this.end(exitCode(this.spec.args[at + 1], 0), false);
    if (this.spec.args.includes("/crash-after-start")) {
      this.say("stderr", "segmentation fault");
      this.end(139, false);
    }
    if (this.spec.args.includes("/oom")) this.end(137, true);
  }

  say(stream: "stdout" | "stderr", text: string): void {
    const number = stream === "stderr" && !this.spec.tty ? 2 : 1;
    appendFileSync(this.spec.log, this.#format(number === 1 ? "stdout" : "stderr", text));
    for (const client of this.attached) client.emit(number, this.spec.tty ? `${text}\r\n` : `${text}\n`);
  }

  attach(): FakeStdio {
    const client = new FakeStdio();
    if (this.exit) {
      client.finish(null);
      return client;
    }
    this.attached.add(client);
    const leave = () => {
      this.attached.delete(client);
      client.finish(null);
    };
    client.far = { close: leave, input: (data) => this.#input(data) };
    return client;
  }

  end(code: number, oom: boolean): void {
    if (this.exit) return;
    this.exit = { code, oom, at: new Date(this.#now()).toISOString() };
    for (const client of this.execs) client.finish(137);
    for (const client of this.attached) client.finish(null);
    this.attached.clear();
    this.execs.clear();
    this.#table.end(this.init);
    this.#table.end(this.shim);
  }

  #input(data: Buffer): void {
    if (!this.spec.stdin) return;
    this.#line += data.toString();
    const lines = this.#line.split(/\r?\n|\r/);
    this.#line = lines.pop() ?? "";
    for (const line of lines) this.say("stdout", `you said: ${line}`);
  }

  #signal(signal: string): void {
    if (signal !== "SIGKILL" && this.spec.args.includes("/ignore-term")) return;
    this.end(signalCode[signal] ?? 143, false);
  }
}

export function appName(spec: Pick<AppSpec, "id" | "uuid">): string {
  return spec.id.startsWith(`${spec.uuid}.`) ? spec.id.slice(spec.uuid.length + 1) : spec.id;
}
