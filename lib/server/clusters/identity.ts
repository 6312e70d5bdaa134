/** As whom a user is on a cluster: whose credential, for whom it acts, and which index shows what that identity may see. */
import type { KubeActing, KubeSource } from "../../api/kube/kube-source.ts";
import { CratonError } from "../../contract/errors.ts";
import type { Role } from "../../contract/roles.ts";
import type { ClusterSpec } from "./cluster-spec.ts";
import type { ClusterStore } from "./cluster-store.ts";
import type { Subject } from "./kube-cluster.ts";

/** The one index, and the one connection, of a cluster that all its users share. */
export const sharedKey = "all";

export type Identity = {
  /** The same for those who are the same to the API server. */
  key: string;
  source: KubeSource;
  acting: KubeActing | undefined;
  index: { key: string; source: KubeSource };
};
export type IdentityParts = {
  store: ClusterStore;
  /** Groups of a user on clusters that are acted on by impersonation; empty for one who is gone. */
  groupsOf(user: string): Role[];
};

/**
 * `not-found` for a cluster that the user's list does not show, `forbidden` for another's, `unavailable` while it is
 * not there or there is no token.
 */
export function identityOf(spec: ClusterSpec, subject: Subject, { store, groupsOf }: IdentityParts): Identity {
  const hindrance = whyNotOpen(spec, subject);
  if (isHidden(spec, subject)) throw unknownCluster(spec.name);
  if (hindrance !== null)
    throw new CratonError("forbidden", {
      user: subject.user,
      verb: "open",
      noun: `cluster ${spec.name}`,
      why: hindrance,
    });
  const unavailable = (why: string) => new CratonError("unavailable", { what: `cluster ${spec.name}`, why });
  if ("why" in spec.sources) throw unavailable(spec.sources.why);
  const { reader, acting } = spec.sources;
  const shared = { key: sharedKey, source: reader };
  switch (spec.access) {
    case "impersonate": {
      const groups = groupsOf(subject.user).map((group) => `craton:${group}`);
      const who = { user: subject.user, groups };
      return { key: JSON.stringify([who.user, ...groups]), source: acting, acting: who, index: shared };
    }
    case "single-user":
      return { key: sharedKey, source: acting, acting: undefined, index: shared };
    case "token": {
      const token = store.token(spec.name, subject.user);
      if (token === null) throw unavailable("it needs a token of your own, add it under Settings, Clusters");
      const source = { ...acting, token };
      return { key: subject.user, source, acting: undefined, index: { key: subject.user, source } };
    }
  }
}

/** A cluster with one credential is its owner's alone; without an owner it is the administrators'. */
export function whyNotOpen(
  { access, owner }: Pick<ClusterSpec, "access" | "owner">,
  { user, role }: Subject,
): string | null {
  if (access !== "single-user") return null;
  if (owner === null) return role === "admin" ? null : "it acts with one credential, which is the administrators'";
  return owner === user ? null : "it acts with the credential of its owner";
}

/** Only its owner and administrators know that there is such a cluster. */
export function isHidden(spec: Pick<ClusterSpec, "access" | "owner">, subject: Subject): boolean {
  return subject.role !== "admin" && whyNotOpen(spec, subject) !== null;
}

/** The same words whether it is hidden or not there. */
export function unknownCluster(name: string): CratonError {
  return new CratonError("not-found", { what: "Kubernetes cluster", value: name.slice(0, 63) });
}
