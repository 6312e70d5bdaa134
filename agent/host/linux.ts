/**
 * The host for real: keeper, crun or runc, conmon, catatonit, CNI plugins, overlayfs. Every program is started and every mount
 * is made by the keeper; this process only reads /proc and cgroup files, writes small files and sends signals.
 */
import { resolve, sep } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import type * as t from "./host.ts";
import { Keeper } from "./keeper/client.ts";
import { createApp, readRefs, removeApp } from "./linux/app.ts";
import { atBorder } from "./linux/border.ts";
import { appCgroup, appPlaces, type LinuxHostConfig, podCgroup } from "./linux/config.ts";
import { execIn } from "./linux/exec.ts";
import { hostFacts } from "./linux/facts.ts";
import { type Kit, openKit } from "./linux/kit.ts";
import { leftoversOf } from "./linux/leftovers.ts";
import { unmountBelow } from "./linux/mounts.ts";
import { nodeUsage } from "./linux/node-usage.ts";
import { isAlive, readBootId, signalRef } from "./linux/proc.ts";
import { removeFolder } from "./linux/remove-folder.ts";
import { createSandbox, removeSandbox } from "./linux/sandbox.ts";
import { readExit } from "./linux/shim.ts";
import { heldStdio } from "./linux/stdio.ts";
import { unpackBy } from "./linux/unpack.ts";

export type { LinuxHostConfig } from "./linux/config.ts";

export function linuxHost(config: LinuxHostConfig): LinuxHost {
  return new LinuxHost(config);
}

export class LinuxHost implements t.Host {
  readonly #config: LinuxHostConfig;
  readonly #keeper: Keeper;
  #opened: Promise<Kit> | null = null;
  /** Main processes of apps, so that a signal needs no program; refilled from the runtime's state after a restart. */
  readonly #inits = new Map<string, t.ProcessRef>();

  constructor(config: LinuxHostConfig) {
    this.#config = config;
    this.#keeper = new Keeper(config.keeperSocket);
  }

  /** Once for each keeper; tried again when it failed. */
  async #kit(): Promise<Kit> {
    const kit = await this.#opened;
    if (kit && !isAlive(kit.keeperRef)) this.#opened = null;
    this.#opened ??= openKit(this.#config, this.#keeper).catch((error) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  /** Runs one operation; whatever fails in it comes out as a CratonError that names it. */
  #with<T>(command: string, work: (kit: Kit) => Promise<T>): Promise<T> {
    return atBorder(command, async () => work(await this.#kit()));
  }

  async facts(): Promise<t.HostFacts> {
    return this.#with("look at the host", hostFacts);
  }
  async bootId(): Promise<string> {
    return readBootId();
  }

  async readInRoot(lower: string[], path: string, maxBytes: number) {
    return this.#keeper.readInRoot(lower, path, maxBytes).catch((error) => {
      if (!(error instanceof CratonError) || error.facts.errno !== "EFBIG") throw error;
      throw new CratonError("too-large", { what: path, limit: maxBytes }, { cause: error });
    });
  }
  walk(walk: t.TreeWalk): AsyncGenerator<t.WalkPiece, { entries: number }> {
    return this.#keeper.walk(walk);
  }
  async volumeSource(volume: string, source: string): Promise<"file" | "directory"> {
    const refuse = (why: string, cause?: unknown) =>
      new CratonError("volume-source", { volume, source, why }, { cause });
    if (!source.startsWith("/") || source.split("/").includes(".."))
      throw refuse("it is not an absolute path without ..");
    const kind = await this.#keeper.statNoFollow(source).catch((error) => {
      throw refuse(reasonOf(error), error);
    });
    if (kind === "other") throw refuse("it is neither a file nor a folder");
    return kind;
  }

  async unpack(spec: t.UnpackSpec): Promise<t.UnpackResult> {
    return unpackBy(this.#keeper, spec);
  }
  async removeTree(path: string): Promise<void> {
    const wanted = resolve(path);
    if (!wanted.startsWith(resolve(this.#config.state) + sep))
      throw new CratonError("host-failed", { command: "remove", why: `${path} is outside the state folder` });
    await this.#with(`remove ${path}`, async (kit) => {
      // A volume still mounted below would be emptied with the tree: this rejects while any is.
      await unmountBelow(kit, wanted);
      await removeFolder(kit.keeper, wanted);
    });
  }

  async createSandbox(spec: t.SandboxSpec): Promise<t.Sandbox> {
    return this.#with(`create sandbox ${spec.uuid}`, (kit) => createSandbox(kit, spec));
  }
  async removeSandbox(spec: Pick<t.SandboxSpec, "uuid" | "dir" | "net" | "ports">): Promise<void> {
    await this.#with(`remove sandbox ${spec.uuid}`, (kit) => removeSandbox(kit, spec));
    for (const id of this.#inits.keys()) if (id.startsWith(`${spec.uuid}.`)) this.#inits.delete(id);
  }

  async createApp(spec: t.AppSpec): Promise<{ init: t.ProcessRef; shim: t.ProcessRef; notes: string[] }> {
    const made = await this.#with(`create app ${spec.id}`, (kit) => createApp(kit, spec));
    this.#inits.set(spec.id, made.init);
    return made;
  }
  async startApp(id: string): Promise<void> {
    await this.#with(`start app ${id}`, (kit) => kit.runtime.start(id));
  }
  async signalApp(id: string, signal: "SIGTERM" | "SIGKILL" | "SIGHUP" | "SIGINT"): Promise<void> {
    await this.#with(`signal app ${id}`, async ({ runtime }) => {
      const ref = this.#inits.get(id) ?? (await runtime.processOf(id));
      if (!ref) return;
      this.#inits.set(id, ref);
      signalRef(ref, signal);
    });
  }
  async exitOf(spec: Pick<t.AppSpec, "id" | "dir">): Promise<t.ExitRecord | null> {
    return this.#with(`read the exit of ${spec.id}`, async ({ cgroups, config }) => {
      const uuid = spec.id.slice(0, 36);
      return readExit(spec, () => cgroups.oomKills(appCgroup(config.cgroup, { id: spec.id, uuid })));
    });
  }
  async removeApp(spec: Pick<t.AppSpec, "id" | "uuid" | "dir">): Promise<void> {
    await this.#with(`remove app ${spec.id}`, (kit) => removeApp(kit, spec));
    this.#inits.delete(spec.id);
  }

  async exec(spec: t.ExecSpec): Promise<t.Stdio> {
    return this.#with(`exec in ${spec.app.id}`, (kit) => execIn(kit, spec));
  }
  async attach(spec: Pick<t.AppSpec, "id" | "dir" | "tty">): Promise<t.Stdio> {
    const session = this.#keeper.attach(appPlaces(spec.dir).bundle);
    const stdio = heldStdio(session);
    await session.started;
    return stdio;
  }
  async reopenLog(spec: Pick<t.AppSpec, "id" | "dir">): Promise<void> {
    const refs = readRefs(spec.dir);
    // A shim that has ended holds no log any more: there is nothing to open anew.
    if (refs && !isAlive(refs.shim)) return;
    await this.#keeper.reopenLog(appPlaces(spec.dir).bundle);
  }

  async alive(ref: t.ProcessRef): Promise<boolean> {
    return isAlive(ref);
  }
  onExit(ref: t.ProcessRef, ended: () => void): () => void {
    return this.#keeper.watch(ref, ended);
  }

  async appUsage(spec: Pick<t.AppSpec, "id" | "uuid">): Promise<t.CgroupUsage | null> {
    return this.#with(`measure ${spec.id}`, async (kit) => kit.cgroups.usage(appCgroup(this.#config.cgroup, spec)));
  }
  async sandboxUsage(uuid: string): Promise<t.CgroupUsage | null> {
    return this.#with(`measure ${uuid}`, async (kit) => kit.cgroups.usage(podCgroup(this.#config.cgroup, uuid)));
  }
  async nodeUsage(): Promise<{ cpuSeconds: number; memory: number; load1: number | null }> {
    return nodeUsage();
  }

  async leftovers(): Promise<{ uuids: string[]; apps: string[] }> {
    return this.#with("look for leftovers", async (kit) => leftoversOf(kit));
  }

  /**
   * Takes away what belongs to no pod: bridge, its rules, its root cgroup. For uninstalling and for tests, once no pod is left.
   * `sharedChains`: also the chains that the portmap plugin leaves for all its users, when nobody has a port in them.
   */
  async removeNetwork(options: { sharedChains?: boolean } = {}): Promise<void> {
    await this.#with("remove the network", async (kit) => {
      await kit.network.rules.remove(options.sharedChains ?? false);
      kit.cgroups.remove(`/${this.#config.cgroup}`);
    });
  }

  async close(): Promise<void> {
    this.#keeper.close();
  }
}

function reasonOf(error: unknown): string {
  const errno = error instanceof CratonError ? error.facts.errno : undefined;
  if (errno === "ELOOP") return "a symbolic link is on its path";
  if (errno === "ENOENT") return "it does not exist";
  if (errno === "ENOTDIR") return "a part of its path is no folder";
  return error instanceof Error ? error.message : String(error);
}
