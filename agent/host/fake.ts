/**
 * The host in memory, for `npm run dev` and for tests without root: it starts no process, mounts nothing and opens no port,
 * but keeps every promise of the interface, and writes real log files. It survives nothing: each new one has a boot id of
 * its own, so that recovery takes the apps of an earlier one as lost by a reboot. fake/app.ts lists the words that fail.
 */
import { randomUUID } from "node:crypto";
import { appendFileSync, lstatSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import { appName, FakeApp } from "./fake/app.ts";
import { fakeExec } from "./fake/exec.ts";
import { ProcessTable } from "./fake/process.ts";
import { FakeSandboxes } from "./fake/sandbox.ts";
import { fakeUsage, sum } from "./fake/usage.ts";
import type { CgroupUsage, Host, UnpackResult, UnpackSpec } from "./host.ts";
import { readInRoot } from "./linux/in-root.ts";

export type FakeHostOptions = {
  /** The state folder: `removeTree` refuses paths outside it. */
  state: string;
  /** Unpacks in process. */
  unpack: (spec: UnpackSpec) => Promise<UnpackResult>;
  /** Reads trees in process. */
  walk: Host["walk"];
  /** Milliseconds since 1970. */
  now?: () => number;
};

export function fakeHost(options: FakeHostOptions): Host {
  const now = options.now ?? Date.now;
  const began = now();
  const bootId = randomUUID();
  const table = new ProcessTable();
  const sandboxes = new FakeSandboxes(table);
  const apps = new Map<string, FakeApp>();
  const seconds = () => (now() - began) / 1000;
  const appsOf = (uuid: string) => [...apps.values()].filter((app) => app.spec.uuid === uuid);
  const need = (id: string): FakeApp => {
    const app = apps.get(id);
    if (!app) throw new CratonError("host-failed", { command: "fake host", why: `there is no app ${id}` });
    return app;
  };
  const drop = (id: string) => {
    apps.get(id)?.end(137, false);
    apps.delete(id);
  };
  const usageOf = (app: FakeApp): CgroupUsage =>
    app.exit ? { cpuSeconds: 0, memory: 0, pids: 0 } : fakeUsage(app.spec.id, seconds());

  return {
    facts: async () => ({
      bootId,
      os: "fake",
      kernel: "fake",
      arch: process.arch,
      cgroups: "v2",
      runtime: { name: "fake", version: "1" },
      cpus: 4,
      memory: 8 * 2 ** 30,
      notes: [
        {
          level: "warning",
          what: "this node's host is the fake one",
          follows: "pods are simulated and end with the agent",
        },
      ],
    }),
    bootId: async () => bootId,
    readInRoot: async (lower, path, maxBytes) => readInRoot(lower, path, maxBytes),
    walk: (walk) => options.walk(walk),
    volumeSource: async (volume, source) => volumeSource(volume, source),
    unpack: (spec) => options.unpack(spec),
    removeTree: async (path) => {
      if (!path.startsWith(options.state + sep) || path.split(sep).includes(".."))
        throw new CratonError("host-failed", { command: "remove", why: `${path} is outside the state folder` });
      await rm(path, { recursive: true, force: true });
    },
    createSandbox: async (spec) => {
      mkdirSync(spec.dir, { recursive: true });
      return sandboxes.create(spec);
    },
    removeSandbox: async ({ uuid }) => {
      for (const app of appsOf(uuid)) drop(app.spec.id);
      sandboxes.remove(uuid);
    },
    createApp: async (spec) => {
      if (apps.has(spec.id)) throw new CratonError("conflict", { what: "app", value: spec.id });
      if (!table.alive(spec.sandbox.pause))
        throw new CratonError("host-failed", { command: "fake create", why: `sandbox ${spec.uuid} is gone` });
      const app = new FakeApp(spec, table, now);
      apps.set(spec.id, app);
      return { init: app.init, shim: app.shim, notes: [] };
    },
    startApp: async (id) => need(id).start(),
    signalApp: async (id, signal) => {
      const app = apps.get(id);
      if (app) table.signal(app.init, signal);
    },
    exitOf: async ({ id }) => apps.get(id)?.exit ?? null,
    removeApp: async ({ id }) => drop(id),
    exec: async (spec) => {
      const app = apps.get(spec.app.id);
      if (!app?.started || app.exit)
        throw new CratonError("exec-failed", {
          app: appName(spec.app),
          command: spec.args[0] ?? "",
          why: "the app does not run",
        });
      return fakeExec(app, spec);
    },
    attach: async ({ id }) => need(id).attach(),
    reopenLog: async ({ id }) => appendFileSync(need(id).spec.log, ""),
    alive: async (ref) => table.alive(ref),
    onExit: (ref, ended) => table.onExit(ref, ended),
    appUsage: async ({ id }) => {
      const app = apps.get(id);
      return app ? usageOf(app) : null;
    },
    sandboxUsage: async (uuid) =>
      sandboxes.all.has(uuid)
        ? sum([...appsOf(uuid).map(usageOf), { cpuSeconds: 0.01, memory: 2 ** 18, pids: 1 }])
        : null,
    nodeUsage: async () => {
      const all = sum([...apps.values()].map(usageOf));
      return { cpuSeconds: all.cpuSeconds + seconds() * 0.1, memory: all.memory + 2 ** 30, load1: 0.25 };
    },
    leftovers: async () => ({ uuids: [...sandboxes.all.keys()], apps: [...apps.keys()] }),
    close: async () => {
      for (const id of [...apps.keys()]) drop(id);
      for (const uuid of [...sandboxes.all.keys()]) sandboxes.remove(uuid);
    },
  };
}

function volumeSource(volume: string, source: string): "file" | "directory" {
  const refuse = (why: string) => new CratonError("volume-source", { volume, source, why });
  if (!source.startsWith("/") || source.split("/").includes(".."))
    throw refuse("it is not an absolute path without ..");
  const parts = source.split("/").filter((part) => part !== "");
  const paths = parts.map((_, i) => `/${join(...parts.slice(0, i + 1))}`);
  for (const path of paths)
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw refuse(`${path} is a symbolic link`);
  const stat = lstatSync(source, { throwIfNoEntry: false });
  if (!stat) throw refuse("it does not exist");
  if (stat.isDirectory()) return "directory";
  if (stat.isFile()) return "file";
  throw refuse("it is neither a file nor a folder");
}
