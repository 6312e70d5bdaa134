/**
 * A real control plane for tests: the plan of `npm start` on free loopback ports in a temp folder, with Craton's roles, ended
 * without a trace. As root each component runs as its own system user, else all as the caller.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findBinary } from "../../bin/up/cluster/cache.mjs";
import { ControlPlane } from "../../bin/up/cluster/control-plane.mjs";
import { placeBinary } from "../../bin/up/cluster/place-binary.mjs";
import { portCount } from "../../bin/up/cluster/places.mjs";
import { makePlan } from "../../bin/up/cluster/plan.mjs";
import { findGo } from "../../bin/up/cluster/toolchain.mjs";
import { ensureClusterUsers } from "../../bin/up/cluster/users.mjs";
import { freePorts } from "./free-ports.ts";

export type ComponentName = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler";

/** What the supervisor knows of a component. */
type ComponentFact = ReturnType<ControlPlane["facts"]>[number];

export type ControlPlaneOptions = {
  /** A subset; the others are not started. Without the controller manager the roles view and edit stay empty. */
  components?: ComponentName[];
  /** More flags of kube-apiserver, after its own. */
  apiserverArgs?: string[];
  /** A folder to keep, for a second start on the same data; without it one is made and removed. */
  folder?: string;
  /** What the supervisor says (restarts, renewals). */
  tell?: (line: string) => void;
};

export type TestControlPlane = {
  /** https://127.0.0.1:PORT */
  url: string;
  /** The state folder; the cluster is in `folder`/cluster. */
  folder: string;
  /** PEM of the authority that signed the apiserver's certificate. */
  ca: string;
  /** Paths of kubeconfig files. */
  kubeconfigs: { admin: string; reader: string; impersonator: string };
  plane: ControlPlane;
  /** Runs kubectl as the administrator (another one by --kubeconfig); answers stdout, throws on a non-zero exit. */
  kubectl: (...args: string[]) => string;
  /** Applies an object as the administrator. */
  apply: (object: object) => void;
  /** Sends a signal to a component's process; the supervisor starts it again when it ends. */
  kill: (name: ComponentName, signal: NodeJS.Signals) => void;
  /** Resolves when a component's fact is as wanted, which may be now. */
  becomes: (name: ComponentName, wanted: (fact: ComponentFact) => boolean) => Promise<void>;
  /** A watch by kubectl: `began` resolves with its first line, `ended` when it is gone, `end` kills it. */
  watch: (kind: string) => { began: Promise<unknown>; ended: Promise<unknown>; end: () => void };
  /** Ends a component and resolves when it is ready again. */
  restart: (name: ComponentName) => Promise<void>;
  stop: () => Promise<void>;
};

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<TestControlPlane> {
  const binary = clusterBinary();
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), "craton-cluster-"));
  fs.chmodSync(folder, 0o755);
  const { components, apiserverArgs } = options;
  const isRoot = process.getuid?.() === 0;
  const port = await freePorts(portCount);
  const users = isRoot ? await ensureClusterUsers() : null;
  const plan = makePlan({ state: folder, port, node: "test", users, components, apiserverArgs });
  for (const one of [path.dirname(plan.places.binary), plan.places.run, path.join(folder, "console")])
    fs.mkdirSync(one, { recursive: true, mode: 0o755 });
  placeBinary(binary, plan.places.binary);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const plane = new ControlPlane(plan, { tell: options.tell ?? (() => {}), changed });
  const stop = async () => {
    await plane.stop();
    if (options.folder === undefined) fs.rmSync(folder, { recursive: true, force: true });
  };
  await plane.start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const fact = (name: ComponentName) => {
    const found = plane.facts().find((one) => one.name === name);
    if (found === undefined) throw new Error(`${name} is not part of this control plane`);
    return found;
  };
  const becomes = (name: ComponentName, wanted: (fact: ComponentFact) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!wanted(fact(name))) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const kubeconfigs = {
    admin: plan.places.adminKubeconfig,
    reader: path.join(plan.places.console, "reader.kubeconfig"),
    impersonator: path.join(plan.places.console, "impersonator.kubeconfig"),
  };
  const env = { ...process.env, HOME: folder, KUBECONFIG: kubeconfigs.admin };
  const run = (args: string[], input = "") =>
    execFileSync(plan.places.binary, ["kubectl", ...args], {
      encoding: "utf8",
      env,
      input,
      stdio: "pipe",
      timeout: 60_000,
    });
  return {
    url: plan.server,
    folder,
    ca: fs.readFileSync(path.join(plan.places.ca.cluster, "ca.crt"), "utf8"),
    kubeconfigs,
    plane,
    kubectl: (...args) => run(args),
    apply: (object) => void run(["apply", "-f", "-"], JSON.stringify(object)),
    kill: (name, signal) => {
      const { pid } = fact(name);
      if (pid === null) throw new Error(`${name} has no process now`);
      process.kill(pid, signal);
    },
    becomes,
    watch: (kind) => {
      const child = spawn(plan.places.binary, ["kubectl", "get", kind, "--all-namespaces", "--watch"], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { began: once(child.stdout, "data"), ended: once(child, "exit"), end: () => void child.kill("SIGKILL") };
    },
    restart: async (name) => {
      const before = fact(name).restarts;
      const again = becomes(name, ({ restarts, state }) => restarts !== before && state === "running");
      await plane.restart(name);
      await again;
    },
    stop,
  };
}

function clusterBinary(): string {
  const found = findGo();
  const binary = findBinary("version" in found ? found.version : undefined);
  if (binary === null) throw new Error("the cluster is not built: run node bin/cluster-build.mjs");
  return binary;
}
