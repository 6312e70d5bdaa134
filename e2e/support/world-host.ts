/**
 * A host whose kernel is a plain value, so that tests of the pod core can end apps, lose shims, reboot, hold or fail any
 * call, and, with a file, kill the whole agent while the kernel lives on. Exit files are in the app's folder, as the shim's are.
 *
 * Words of an app's command line: `ignore-term`, `unkillable`, `exit=N` (ends when started).
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as t from "../../agent/host/host.ts";
import { CratonError } from "../../lib/contract/errors.ts";

export type WorldApp = {
  uuid: string;
  dir: string;
  log: string;
  args: string[];
  init: number;
  shim: number;
  started: boolean;
};
export type World = {
  bootId: string;
  nextPid: number;
  alive: number[];
  sandboxes: Record<string, { pause: number; ip: string }>;
  apps: Record<string, WorldApp>;
  /** Ids of apps that were started, each as often as that happened. */
  started: string[];
};
type Method = keyof t.Host;
const signalCode: Record<string, number> = { SIGTERM: 143, SIGKILL: 137, SIGHUP: 129, SIGINT: 130 };
const notNow = (method: string) => new CratonError("host-failed", { command: method, why: "the world says so" });

export class WorldHost implements t.Host {
  world: World;
  /** Runs before each call; may throw or wait. */
  before: (method: Method, subject: string) => void | Promise<void> = () => {};
  readonly calls: string[] = [];
  readonly #path: string | null;
  readonly #waiting = new Map<number, Set<() => void>>();
  readonly state: string;

  constructor(state: string, path: string | null = null) {
    this.state = state;
    this.#path = path;
    this.world =
      path && existsSync(path)
        ? (JSON.parse(readFileSync(path, "utf8")) as World)
        : { bootId: "boot-1", nextPid: 1000, alive: [], sandboxes: {}, apps: {}, started: [] };
  }

  // What happens to the world from outside.

  /** An app ends by itself. `word: false`: its shim dies first and leaves no exit file. */
  exit(
    id: string,
    code: number,
    { oom = false, word = true, at }: { oom?: boolean; word?: boolean; at?: string } = {},
  ) {
    const app = this.world.apps[id];
    if (!app || !this.isAlive(app.init)) return;
    if (word) {
      const record: t.ExitRecord = { code, oom, at: at ?? new Date().toISOString() };
      mkdirSync(app.dir, { recursive: true });
      writeFileSync(join(app.dir, "exit.json"), JSON.stringify(record));
      this.end(app.init);
    }
    this.end(app.shim);
  }
  /** Everything is dead and unmounted, folders stay. */
  reboot(): void {
    this.world.bootId = `boot-${Number(this.world.bootId.slice(5)) + 1}`;
    for (const pid of [...this.world.alive]) this.end(pid);
    this.world.apps = {};
    this.world.sandboxes = {};
    this.save();
  }
  end(pid: number): void {
    if (!this.isAlive(pid)) return;
    this.world.alive = this.world.alive.filter((other) => other !== pid);
    this.save();
    for (const call of this.#waiting.get(pid) ?? []) setImmediate(call);
    this.#waiting.delete(pid);
  }
  isAlive(pid: number): boolean {
    return this.world.alive.includes(pid);
  }
  save(): void {
    if (this.#path) writeFileSync(this.#path, JSON.stringify(this.world));
  }
  #spawn(): number {
    const pid = this.world.nextPid++;
    this.world.alive.push(pid);
    return pid;
  }
  #ref = (pid: number): t.ProcessRef => ({ pid, start: String(pid * 7) });
  async #call(method: Method, subject = ""): Promise<void> {
    this.calls.push(`${method} ${subject}`.trim());
    await this.before(method, subject);
  }

  // The interface.

  async facts(): Promise<t.HostFacts> {
    throw notNow("facts");
  }
  async bootId() {
    return this.world.bootId;
  }
  async readInRoot(lower: string[], path: string) {
    const found = lower.map((tree) => join(tree, path)).find((file) => existsSync(file));
    return found ? { data: readFileSync(found), uid: 7, gid: 8 } : null;
  }
  walk(): never {
    throw notNow("walk");
  }
  async volumeSource(volume: string, source: string) {
    await this.#call("volumeSource", volume);
    if (!existsSync(source)) throw new CratonError("volume-source", { volume, source, why: "it does not exist" });
    return "directory" as const;
  }
  async unpack(): Promise<t.UnpackResult> {
    throw notNow("unpack");
  }
  async removeTree(path: string) {
    await this.#call("removeTree", path.slice(this.state.length));
    if (!path.startsWith(`${this.state}/`)) throw notNow("removeTree");
    for (const app of Object.values(this.world.apps))
      if (app.dir.startsWith(`${path}/`)) throw new CratonError("host-failed", { command: "rm", why: "EBUSY" });
    rmSync(path, { recursive: true, force: true });
  }
  async createSandbox(spec: t.SandboxSpec) {
    await this.#call("createSandbox", spec.uuid);
    if (this.world.sandboxes[spec.uuid]) throw new CratonError("conflict", { what: "sandbox", value: spec.uuid });
    const pause = this.#spawn();
    const ip = `10.88.0.${Object.keys(this.world.sandboxes).length + 2}`;
    this.world.sandboxes[spec.uuid] = { pause, ip };
    this.save();
    const networks = spec.net === "default" ? [{ name: "default", interface: "eth0", ip, gateway: "10.88.0.1" }] : [];
    return { pause: this.#ref(pause), networks };
  }
  async removeSandbox({ uuid }: Pick<t.SandboxSpec, "uuid">) {
    await this.#call("removeSandbox", uuid);
    const found = this.world.sandboxes[uuid];
    if (!found) return;
    delete this.world.sandboxes[uuid];
    this.end(found.pause);
    this.save();
  }
  async createApp(spec: t.AppSpec) {
    await this.#call("createApp", spec.id);
    if (this.world.apps[spec.id]) throw new CratonError("conflict", { what: "app", value: spec.id });
    if (!existsSync(spec.dir)) throw notNow(`createApp without ${spec.dir}`);
    const app: WorldApp = {
      ...{ uuid: spec.uuid, dir: spec.dir, log: spec.log, args: spec.args },
      ...{ init: this.#spawn(), shim: this.#spawn(), started: false },
    };
    this.world.apps[spec.id] = app;
    this.save();
    writeFileSync(spec.log, "");
    return { init: this.#ref(app.init), shim: this.#ref(app.shim), notes: [] as string[] };
  }
  async startApp(id: string) {
    await this.#call("startApp", id);
    const app = this.world.apps[id];
    if (!app || app.started) throw notNow(`startApp ${id}`);
    app.started = true;
    this.world.started.push(id);
    this.save();
    appendFileSync(app.log, `${new Date().toISOString()} stdout F started\n`);
    const ends = app.args.find((word) => word.startsWith("exit="));
    if (ends) this.exit(id, Number(ends.slice(5)));
  }
  async signalApp(id: string, signal: "SIGTERM" | "SIGKILL" | "SIGHUP" | "SIGINT") {
    await this.#call("signalApp", `${id} ${signal}`);
    const app = this.world.apps[id];
    if (!app || app.args.includes("unkillable")) return;
    if (signal !== "SIGKILL" && app.args.includes("ignore-term")) return;
    this.exit(id, signalCode[signal] ?? 255);
  }
  async exitOf({ id, dir }: Pick<t.AppSpec, "id" | "dir">) {
    await this.#call("exitOf", id);
    const path = join(dir, "exit.json");
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as t.ExitRecord) : null;
  }
  async removeApp({ id }: Pick<t.AppSpec, "id">) {
    await this.#call("removeApp", id);
    const app = this.world.apps[id];
    if (!app) return;
    delete this.world.apps[id];
    this.end(app.init);
    this.end(app.shim);
    this.save();
  }
  async exec(spec: t.ExecSpec): Promise<t.Stdio> {
    await this.#call("exec", `${spec.app.id} ${spec.args.join(" ")}`);
    return stdio(Number(spec.args[1] ?? 0));
  }
  async attach({ id }: Pick<t.AppSpec, "id">): Promise<t.Stdio> {
    await this.#call("attach", id);
    return stdio(null);
  }
  async reopenLog({ id }: Pick<t.AppSpec, "id">) {
    await this.#call("reopenLog", id);
    const app = this.world.apps[id];
    if (app) writeFileSync(app.log, "");
  }
  async alive(ref: t.ProcessRef) {
    return this.isAlive(ref.pid) && ref.start === String(ref.pid * 7);
  }
  onExit(ref: t.ProcessRef, ended: () => void) {
    let cancelled = false;
    const call = () => {
      if (!cancelled) ended();
    };
    if (!this.isAlive(ref.pid)) setImmediate(call);
    else this.#waiting.set(ref.pid, (this.#waiting.get(ref.pid) ?? new Set()).add(call));
    return () => {
      cancelled = true;
    };
  }
  usage = new Map<string, t.CgroupUsage>();
  async appUsage({ id }: Pick<t.AppSpec, "id">) {
    return this.usage.get(id) ?? null;
  }
  async sandboxUsage(uuid: string) {
    return this.usage.get(uuid) ?? null;
  }
  async nodeUsage() {
    return { cpuSeconds: this.usage.get("node")?.cpuSeconds ?? 0, memory: 4096, load1: 0.5 };
  }
  async leftovers() {
    return { uuids: Object.keys(this.world.sandboxes), apps: Object.keys(this.world.apps) };
  }
  async close() {}
}

function stdio(code: number | null): t.Stdio {
  const nothing = () => {};
  return {
    onData: nothing,
    exit: Promise.resolve({ code }),
    write: nothing,
    closeStdin: nothing,
    resize: nothing,
    pause: nothing,
    resume: nothing,
    close: nothing,
  };
}
