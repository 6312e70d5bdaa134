/**
 * What the rest of the server needs of one Kubernetes cluster. `Clusters` (clusters.ts) makes and keeps them; a page, the
 * live socket and the data layer ask `context.clusters.get(name)`.
 */
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { ClusterEntry } from "../../contract/clusters.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { Actor } from "../data/actor.ts";
import type { Scope } from "../index/scope.ts";
import type { Index } from "../index/service.ts";
import type { ScopeListener } from "./subject-rights.ts";

/** Who acts on a cluster: what the decision about a right is made of. */
export type Subject = Pick<Actor, "user" | "role">;

export type KubeCluster = {
  readonly name: string;
  /** How it is, for this user. */
  entry(subject: Subject): ClusterEntry;
  /** `forbidden` or `unavailable` (no token, not the owner, not there yet) with the reason. Every request carries the user's own right. */
  as(subject: Subject): KubeConnection;
  /** The index that this user's windows look at: the shared one, or the user's own. Throws as `as` does. */
  index(subject: Subject): Index;
  /** All kinds of the cluster; `unavailable` until its discovery was read. */
  kinds(subject: Subject): KubeKind[];
  /** `not-found` with the name; `unavailable` while discovery, which may tell of it, was not read. */
  kind(subject: Subject, name: string): KubeKind;
  /** What the user may list of a kind, decided by the API server and asked again at short intervals. */
  scope(subject: Subject, kind: KubeKind): Promise<Scope>;
  /**
   * Calls back when the scope of this subject and kind is no longer the one that is `known`; with a failure when it cannot be
   * asked for (nothing may be shown then). The answer ends it. See authoriser.ts.
   */
  onScopeChange(subject: Subject, kind: KubeKind, known: Scope, listener: ScopeListener): () => void;
};
