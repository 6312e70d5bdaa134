/** What the contract's tests stand on: pods that are made with few words and are all removed at the end. */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AppSpec, Host, ProcessRef, Sandbox, SandboxSpec, Stdio } from "../host.ts";

/** A host under test, and the command lines that mean the same on each. */
export type ContractHost = {
  host: Host;
  state: string;
  /** Image trees for apps. */
  lower: string[];
  commands: {
    /** Runs until it is told to end. */
    idle: string[];
    exit: (code: number) => string[];
    /** Writes a line, then `you said: <line>` for each line of its stdin. */
    talk: string[];
    /** A program that is not there. */
    missing: string[];
  };
  /** A host port that nobody uses. */
  freePort: () => Promise<number>;
  close: () => Promise<void>;
};

export type Pod = { spec: SandboxSpec; sandbox: Sandbox };
export type App = { spec: AppSpec; init: ProcessRef; shim: ProcessRef };
export type Bench = ContractHost & {
  pod(change?: Partial<SandboxSpec>): Promise<Pod>;
  podSpec(change?: Partial<SandboxSpec>): SandboxSpec;
  appSpec(pod: Pod, args: string[], change?: Partial<AppSpec>): AppSpec;
  /** Created and started. */
  app(pod: Pod, args: string[], change?: Partial<AppSpec>): Promise<App>;
  removeAll(): Promise<void>;
};

export function openBench(given: ContractHost): Bench {
  const { host } = given;
  const made: SandboxSpec[] = [];
  const bench: Bench = {
    ...given,
    podSpec(change = {}) {
      const uuid = randomUUID();
      const dir = join(given.state, "agent", "pods", "run", uuid, "sandbox");
      mkdirSync(dir, { recursive: true });
      const limits = { cpu: null, memory: null };
      const spec: SandboxSpec = { uuid, dir, hostname: "pod", net: "none", ports: [], limits, ...change };
      made.push(spec);
      return spec;
    },
    async pod(change) {
      const spec = bench.podSpec(change);
      return { spec, sandbox: await host.createSandbox(spec) };
    },
    appSpec({ spec: pod, sandbox }, args, change = {}) {
      const name = change.id?.split(".")[1] ?? "app";
      const dir = join(pod.dir, "..", "apps", name);
      mkdirSync(dir, { recursive: true });
      return {
        ...{ id: `${pod.uuid}.${name}`, uuid: pod.uuid, dir, lower: given.lower, args, env: ["PATH=/bin", "A=b"] },
        ...{ cwd: "/", uid: 0, gid: 0, supplementaryGIDs: [], tty: false, stdin: false, capabilities: [] },
        ...{ noNewPrivileges: true, readOnlyRoot: false, mounts: [], limits: { cpu: null, memory: null } },
        ...{ hostname: pod.hostname, net: pod.net, sandbox, log: join(dir, "log") },
        ...change,
      };
    },
    async app(pod, args, change) {
      const spec = bench.appSpec(pod, args, change);
      const { init, shim } = await host.createApp(spec);
      await host.startApp(spec.id);
      return { spec, init, shim };
    },
    async removeAll() {
      for (const spec of made.splice(0)) await host.removeSandbox(spec);
    },
    async close() {
      try {
        await bench.removeAll();
      } finally {
        await given.close();
      }
    },
  };
  return bench;
}

export function ended(host: Host, ref: ProcessRef): Promise<void> {
  return new Promise((done) => host.onExit(ref, done));
}

/** All that a session says, and how it ended. */
export async function collect(session: Stdio): Promise<{ out: string; err: string; code: number | null }> {
  const text = { 1: "", 2: "" };
  session.onData((stream, data) => {
    text[stream] += data.toString();
  });
  const { code } = await session.exit;
  return { out: text[1], err: text[2], code };
}

/** Resolves when the session has said `wanted`; keeps listening, so `said` goes on growing. */
export function listen(session: Stdio): { said(): string; until(wanted: string | RegExp): Promise<void> } {
  let text = "";
  let waiting: { wanted: string | RegExp; done: () => void }[] = [];
  const has = (wanted: string | RegExp) => (typeof wanted === "string" ? text.includes(wanted) : wanted.test(text));
  session.onData((_, data) => {
    text += data.toString();
    for (const one of waiting.filter(({ wanted }) => has(wanted))) one.done();
    waiting = waiting.filter(({ wanted }) => !has(wanted));
  });
  return {
    said: () => text,
    until: (wanted) => (has(wanted) ? Promise.resolve() : new Promise((done) => waiting.push({ wanted, done }))),
  };
}

/** A CRI log's lines without their times; fails on a line of another form. */
export function logLines(path: string): string[] {
  const lines = readFileSync(path, "utf8").split("\n");
  if (lines.pop() !== "") throw new Error(`${path} ends in half a line`);
  return lines.map((line) => {
    const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d) (stdout|stderr) ([FP]) (.*)$/.exec(line);
    if (!found) throw new Error(`not a CRI line: ${line}`);
    return `${found[1]} ${found[3]}`;
  });
}
