/** The Kubernetes clusters that the console knows, from all sources, under one list of names. */
import type { KubeSource } from "../../api/kube/kube-source.ts";
import type { ClusterEntry } from "../../contract/clusters.ts";
import { CratonError } from "../../contract/errors.ts";
import { Listeners } from "../index/listeners.ts";
import type { Log } from "../log.ts";
import type { ClusterSpec } from "./cluster-spec.ts";
import type { StoredCluster } from "./cluster-store.ts";
import { type ClusterParts, ConnectedCluster } from "./connected-cluster.ts";
import { EmbeddedCluster } from "./embedded-cluster.ts";
import { isHidden, unknownCluster } from "./identity.ts";
import { inClusterSpec } from "./in-cluster.ts";
import type { KubeCluster, Subject } from "./kube-cluster.ts";
import { KubeconfigFiles, type KubeconfigOption } from "./kubeconfig-files.ts";
import { specOf } from "./kubeconfig-spec.ts";

export type ClustersOptions = Omit<ClusterParts, "changed"> & {
  state: string;
  home: string;
  kubeconfigs: readonly KubeconfigOption[];
  log: Log;
  /** Ports of this machine that a kubeconfig from a browser must not name. */
  closedPorts(): number[];
};

export class Clusters {
  private readonly options: ClustersOptions;
  private readonly embedded: EmbeddedCluster;
  private readonly files: KubeconfigFiles;
  private readonly inCluster: ClusterSpec | null;
  private readonly held = new Map<string, ConnectedCluster>();
  private readonly listeners = new Listeners<void>();

  constructor(options: ClustersOptions) {
    this.options = options;
    const take = () => this.take();
    this.embedded = new EmbeddedCluster(options.state, options.home, options.log, take);
    this.files = new KubeconfigFiles(options.kubeconfigs, take);
    this.inCluster = inClusterSpec();
    this.take();
  }

  /** Those that the user may open, and for administrators all; the embedded one first. */
  list(subject: Subject): ClusterEntry[] {
    const shown = [...this.held.values()].sort(byPlace).filter(({ spec }) => !isHidden(spec, subject));
    return shown.map((cluster) => cluster.entry(subject));
  }

  /** `not-found` with the name. */
  get(name: string): KubeCluster {
    return this.held.get(name) ?? notFound(name);
  }

  /** `not-found` also for one that the user's list does not show. */
  shown(name: string, subject: Subject): KubeCluster {
    const found = this.held.get(name);
    return found === undefined || isHidden(found.spec, subject) ? notFound(name) : found;
  }

  /** Calls after each change of a cluster or of its state. The answer ends it. */
  onChange(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  /** Ports of this machine that a kubeconfig from a browser must not name. */
  get closedPorts(): number[] {
    return [...this.options.closedPorts(), ...this.embedded.innerPorts];
  }

  /** Agents came or went, and their ports with them: clusters that were added before keep away from these too. */
  portsChanged(): void {
    this.take();
  }

  /** `conflict` when the name is taken. */
  add(cluster: StoredCluster): void {
    if (this.held.has(cluster.name)) throw new CratonError("conflict", { what: "cluster", value: cluster.name });
    this.options.store.add(cluster);
    this.take();
  }

  /** `not-found`; `unsupported` for one that was not added in Settings. */
  remove(name: string): void {
    this.get(name);
    if (!this.options.store.remove(name)) {
      const why =
        "it was not added here; end its --kubeconfig option, or the embedded cluster, where the console is started";
      throw new CratonError("unsupported", { what: `removing cluster ${name}`, why });
    }
    this.take();
  }

  /** Null takes the token away; connections with the old one end. */
  setToken(name: string, user: string, token: string | null): void {
    const cluster = this.held.get(name) ?? notFound(name);
    if (token === null) this.options.store.removeToken(name, user);
    else this.options.store.setToken(name, user, token);
    cluster.forget(user);
    this.listeners.tell();
  }

  /** Where a token of a cluster is tried: `unsupported` when the cluster takes none. */
  tokenSource(name: string, token: string): KubeSource {
    const { spec } = this.held.get(name) ?? notFound(name);
    if (spec.access !== "token") {
      throw new CratonError("unsupported", {
        what: `a token for cluster ${name}`,
        why: "it is not used with users' own tokens",
      });
    }
    if ("why" in spec.sources) throw new CratonError("unavailable", { what: `cluster ${name}`, why: spec.sources.why });
    return { ...spec.sources.acting, token };
  }

  /** After a user was removed: what was theirs is gone from the store. */
  forgetUser(user: string): void {
    for (const cluster of this.held.values()) cluster.forget(user);
    this.take();
  }

  async close(): Promise<void> {
    this.embedded.close();
    this.files.close();
    await Promise.all([...this.held.values()].map((cluster) => cluster.close()));
  }

  /** Sources in the order in which they may have a name. */
  private specs(): Map<string, ClusterSpec> {
    const stored = this.options.store.list().map((one): ClusterSpec => {
      const facts = { name: one.name, type: "kubeconfig", access: one.access, owner: one.owner } as const;
      if (one.kubeconfig === null)
        return { ...facts, server: null, warnings: [], sources: { why: one.why }, embedded: null };
      const { kubeconfig, context } = one;
      const source = {
        cluster: one.name,
        kubeconfig,
        context,
        isTrusted: false,
        closedPorts: this.closedPorts,
        token: null,
      };
      return specOf(facts, source);
    });
    const all = [this.embedded.get(), this.inCluster, ...this.files.list(), ...stored];
    const found = new Map<string, ClusterSpec>();
    for (const spec of all) if (spec !== null && !found.has(spec.name)) found.set(spec.name, spec);
    return found;
  }

  private take(): void {
    const specs = this.specs();
    for (const [name, cluster] of this.held) {
      if (specs.has(name)) continue;
      this.held.delete(name);
      void cluster.close();
    }
    const parts = { ...this.options, changed: () => this.listeners.tell() };
    for (const [name, spec] of specs) {
      const known = this.held.get(name);
      if (known) known.update(spec);
      else this.held.set(name, new ConnectedCluster(spec, parts));
    }
    this.listeners.tell();
  }
}

/** The embedded one first, then by name. */
function byPlace(a: ConnectedCluster, b: ConnectedCluster): number {
  const place = ({ spec }: ConnectedCluster) => (spec.embedded === null ? 1 : 0);
  return place(a) - place(b) || (a.name < b.name ? -1 : 1);
}

function notFound(name: string): never {
  throw unknownCluster(name);
}
