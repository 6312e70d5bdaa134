/** One Kubernetes cluster of the console's list: connections, indexes and rights of those who use it. */
import { connectKube } from "../../api/kube/connect.ts";
import type { KubeConnection } from "../../api/kube/connection.ts";
import { contextOf, parseKubeconfig } from "../../api/kube/kubeconfig.ts";
import type { ClusterEntry } from "../../contract/clusters.ts";
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { Scope } from "../index/scope.ts";
import type { Index } from "../index/service.ts";
import { homesOf } from "../index/service-account.ts";
import { Authoriser } from "./authoriser.ts";
import { ClusterHealth } from "./cluster-health.ts";
import type { ClusterSpec } from "./cluster-spec.ts";
import { entryOf } from "./entry.ts";
import { type Identity, type IdentityParts, identityOf, sharedKey } from "./identity.ts";
import { IndexPool, type MakeIndex } from "./index-pool.ts";
import type { KubeCluster, Subject } from "./kube-cluster.ts";
import type { PooledIndex } from "./pooled-index.ts";
import type { Candidates } from "./rights-round.ts";
import type { ScopeListener } from "./subject-rights.ts";

const roleBindings = "rolebindings.rbac.authorization.k8s.io";

export type ClusterParts = IdentityParts & { makeIndex: MakeIndex; changed(): void };

export class ConnectedCluster implements KubeCluster {
  private readonly parts: ClusterParts;
  private current: ClusterSpec;
  private readonly indexes: IndexPool;
  private readonly connections = new Map<string, KubeConnection>();
  private readonly authoriser: Authoriser;
  private readonly health: ClusterHealth;

  constructor(spec: ClusterSpec, parts: ClusterParts) {
    this.current = spec;
    this.parts = parts;
    this.authoriser = new Authoriser({
      as: (subject) => this.as(subject),
      kind: (subject, kind) => this.kind(subject, kind),
      candidates: (subject, names) => this.candidates(subject, names),
    });
    this.indexes = new IndexPool((source) => {
      const index = parts.makeIndex(source);
      index.onRights(() => this.authoriser.changed());
      return index;
    });
    this.health = new ClusterHealth(spec.access === "token", parts.changed);
    this.warm();
  }

  get name(): string {
    return this.current.name;
  }

  get spec(): ClusterSpec {
    return this.current;
  }

  /** Another description of the same cluster: a renewed credential makes all connections anew. */
  update(spec: ClusterSpec): void {
    const isSame = JSON.stringify(spec.sources) === JSON.stringify(this.current.sources);
    this.current = spec;
    if (!isSame) {
      this.health.reset();
      // Indexes see a new source when they are asked for the next time; one that cannot be reached any more must not run on.
      for (const key of [...this.connections.keys()]) this.drop(key);
      if ("why" in spec.sources) this.indexes.end(sharedKey);
    }
    this.warm();
  }

  entry(subject: Subject): ClusterEntry {
    const { spec } = this;
    const hasToken = spec.access === "token" && this.parts.store.hasToken(spec.name, subject.user);
    const source = "why" in spec.sources ? null : spec.sources.reader;
    const health = source === null || spec.embedded !== null ? null : this.health.get(source);
    return entryOf(spec, subject, hasToken, health);
  }

  as(subject: Subject): KubeConnection {
    const { key, source, acting } = this.identity(subject);
    const known = this.connections.get(key);
    if (known) return known;
    const connection = connectKube(source, acting);
    this.connections.set(key, connection);
    return connection;
  }

  index(subject: Subject): Index {
    return this.indexOf(subject);
  }

  kinds(subject: Subject): KubeKind[] {
    const index = this.indexOf(subject);
    if (index.isDiscovered) return [...index.kinds()];
    throw this.unread(index);
  }

  kind(subject: Subject, name: string): KubeKind {
    const index = this.indexOf(subject);
    const found = index.kinds().find((kind) => kind.name === name);
    if (found) return found;
    if (!index.isDiscovered) throw this.unread(index);
    throw new CratonError("not-found", { what: `kind in cluster ${this.name}`, value: name.slice(0, 253) });
  }

  scope(subject: Subject, kind: KubeKind): Promise<Scope> {
    return this.authoriser.scope(subject, kind);
  }

  onScopeChange(subject: Subject, kind: KubeKind, known: Scope, listener: ScopeListener): () => void {
    return this.authoriser.watch(subject, kind, known, listener);
  }

  /** The user's token, role or groups changed: nothing goes on with the old ones. */
  forget(user: string): void {
    if (this.spec.access === "token") {
      this.drop(user);
      this.indexes.end(user);
    }
    this.authoriser.changedFor(user);
  }

  async close(): Promise<void> {
    this.health.reset();
    this.authoriser.close();
    for (const key of [...this.connections.keys()]) this.drop(key);
    await this.indexes.close();
  }

  /** The embedded cluster is read as soon as it is ready: who opens it finds its lists there. */
  private warm(): void {
    const { embedded, sources } = this.current;
    if (embedded?.state === "ready" && !("why" in sources)) this.indexes.keep(sharedKey, sources.reader);
  }

  /** Discovery has not been read: nobody knows yet what the cluster does not have. */
  private unread(index: PooledIndex): CratonError {
    const why = index.sources(this.name).find((source) => source.why !== null)?.why;
    return new CratonError("unavailable", { what: `cluster ${this.name}`, why: why ?? "its kinds are being read" });
  }

  private identity(subject: Subject): Identity {
    return identityOf(this.current, subject, this.parts);
  }

  private indexOf(subject: Subject): PooledIndex {
    const { index } = this.identity(subject);
    const found = this.indexes.get(index.key, index.source);
    // One that acts for users reads with a credential of its own, which may list everything.
    if (this.spec.access !== "impersonate") found.follow((kind) => this.authoriser.scope(subject, kind));
    return found;
  }

  private async candidates(subject: Subject, names: string[]): Promise<Candidates> {
    const index = this.indexOf(subject);
    const answer = await index.candidates(names);
    // Bindings of some namespaces say nothing of the others, where their list may be refused and that of pods not.
    const found = index.readsAll(roleBindings) ? answer : { ...answer, bound: null };
    if (found.bound !== null || found.all !== null || found.pending) return found;
    // Who may list neither bindings nor namespaces has rights where they live or where the kubeconfig says that they work, if anywhere.
    const { kubeconfig, context } = this.identity(subject).source;
    const { namespace } = contextOf(parseKubeconfig(kubeconfig), context);
    return { ...found, all: [...new Set([namespace, ...homesOf(names)])] };
  }

  private drop(key: string): void {
    this.connections.get(key)?.close();
    this.connections.delete(key);
  }
}
