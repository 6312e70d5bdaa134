/** The embedded Kubernetes of a Craton that a test started: wait until it is ready, speak to it as its administrator. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type ClusterStatus, clusterStatus } from "../../lib/contract/cluster-status.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** What STATE/run/cluster.json says now. */
export function readClusterStatus(state: string): ClusterStatus {
  return clusterStatus.parse(JSON.parse(fs.readFileSync(path.join(state, "run/cluster.json"), "utf8")));
}

/** Waits for a status, by change events of the file. Rejects when `wanted` throws. */
export function clusterIs(state: string, wanted: (status: ClusterStatus) => boolean): Promise<ClusterStatus> {
  return new Promise((resolve, reject) => {
    const look = () => {
      try {
        const status = readClusterStatus(state);
        if (!wanted(status)) return;
        watcher.close();
        resolve(status);
      } catch (error) {
        watcher.close();
        reject(error);
      }
    };
    const watcher = fs.watch(path.join(state, "run"), (_event, name) => {
      if (name === "cluster.json") look();
    });
    look();
  });
}

/** Resolves when all of it runs; rejects with its note when it cannot. */
export function clusterReady(state: string): Promise<ClusterStatus> {
  return clusterIs(state, (status) => {
    if (["off", "no-go", "no-space", "failed"].includes(status.state)) throw new Error(status.note);
    return status.state === "ready" && status.components.every((one) => one.state === "running");
  });
}

/** `craton kubectl` as the administrator; `input` is its stdin. Answers stdout, throws on a non-zero exit. */
export function kubectl(state: string, args: string[], input?: string): string {
  const { KUBECONFIG: _, ...env } = process.env;
  return execFileSync(path.join(root, "bin/craton"), ["kubectl", ...args], {
    encoding: "utf8",
    env: { ...env, NODE_ENV: "test", CRATON_STATE: state },
    input: input ?? "",
    stdio: ["pipe", "pipe", "pipe"],
  });
}
