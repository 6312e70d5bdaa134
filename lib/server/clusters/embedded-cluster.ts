/**
 * The embedded Kubernetes as `npm start` tells of it: STATE/run/cluster.json, and the two identities of the console in
 * STATE/console/clusters/local, which are written anew when they are renewed.
 */
import fs from "node:fs";
import path from "node:path";
import { type ClusterStatus, clusterStatus } from "../../contract/cluster-status.ts";
import type { Log } from "../log.ts";
import type { ClusterSpec } from "./cluster-spec.ts";

const name = "local";

export class EmbeddedCluster {
  private readonly run: string;
  private readonly home: string;
  private readonly log: Log;
  private readonly changed: () => void;
  private readonly watchers: fs.FSWatcher[] = [];
  private spec: ClusterSpec | null = null;
  private seen = "";

  /** `state` is STATE, `home` STATE/console. `changed` is called after each change of the spec. */
  constructor(state: string, home: string, log: Log, changed: () => void) {
    this.run = path.join(state, "run");
    this.home = path.join(home, "clusters", name);
    this.log = log;
    this.changed = changed;
    fs.mkdirSync(this.home, { recursive: true, mode: 0o700 });
    // Folders, not files: a rename over a file is how it changes.
    this.watch(this.home, () => true);
    if (canStand(this.run)) this.watch(this.run, (file) => file === "cluster.json");
    this.read();
  }

  /** Null where there is none. */
  get(): ClusterSpec | null {
    return this.spec;
  }

  /** Ports beside the API server's own: etcd's and the controllers' (bin/up/cluster/places.mjs). */
  get innerPorts(): number[] {
    const server = this.spec?.server ?? "";
    const first = URL.canParse(server) ? Number(new URL(server).port) : 0;
    return first === 0 ? [] : [1, 2, 3, 4].map((more) => first + more);
  }

  close(): void {
    for (const watcher of this.watchers) watcher.close();
  }

  private watch(folder: string, isOurs: (file: string | null) => boolean): void {
    const watcher = fs.watch(folder, (_event, file) => {
      if (isOurs(file) && this.read()) this.changed();
    });
    watcher.on("error", (error) =>
      this.log.error("a folder of the embedded cluster cannot be watched", error, { folder }),
    );
    this.watchers.push(watcher);
  }

  private read(): boolean {
    const status = this.readStatus();
    const reader = readText(path.join(this.home, "reader.kubeconfig"));
    const impersonator = readText(path.join(this.home, "impersonator.kubeconfig"));
    const seen = JSON.stringify([status, reader, impersonator]);
    if (seen === this.seen) return false;
    this.seen = seen;
    this.spec = status === null ? null : specFrom(status, reader, impersonator);
    return true;
  }

  private readStatus(): ClusterStatus | null {
    const text = readText(path.join(this.run, "cluster.json"));
    if (text === null) return null;
    try {
      return clusterStatus.parse(JSON.parse(text));
    } catch (error) {
      this.log.error("cluster.json is not understood, the last one stays", error);
      return this.spec?.embedded ?? null;
    }
  }
}

/** The folder is the starter's; a console that runs without one makes it where it may. */
function canStand(folder: string): boolean {
  try {
    fs.mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return fs.existsSync(folder);
  }
}

function specFrom(status: ClusterStatus, reader: string | null, impersonator: string | null): ClusterSpec {
  const source = (kubeconfig: string) =>
    ({ cluster: name, kubeconfig, context: null, isTrusted: true, closedPorts: [], token: null }) as const;
  const isThere = status.state === "ready" || status.state === "starting";
  const sources =
    isThere && reader !== null && impersonator !== null
      ? { reader: source(reader), acting: source(impersonator) }
      : { why: status.note };
  const facts = { name, type: "embedded", access: "impersonate", owner: null, warnings: [] } as const;
  return { ...facts, warnings: [], server: status.server, sources, embedded: status };
}

function readText(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
