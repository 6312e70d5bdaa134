/** Where the rows of a window come from, and what of them its user may see. The rights of every window are decided here. */
import { CratonError } from "../../contract/errors.ts";
import { type KindName, kindName } from "../../contract/kinds.ts";
import type { WindowQuery } from "../../contract/live.ts";
import { may } from "../../contract/roles.ts";
import type { Subject } from "../clusters/kube-cluster.ts";
import type { ScopeListener } from "../clusters/subject-rights.ts";
import type { ServerContext } from "../context.ts";
import { fleet } from "../data/cluster.ts";
import { nounOfKind } from "../data/lists.ts";
import { isNothing, narrow, type Scope } from "../index/scope.ts";
import { isSecrets, SecretIndex } from "../index/secret-index.ts";
import type { Index } from "../index/service.ts";

export type WindowIndex = Pick<Index, "add" | "send" | "remove">;
export type Place = {
  /** The same for windows on the same list. */
  list: string;
  index: WindowIndex;
  scope: Scope;
  /** Calls when the scope is no longer that of this place; the answer ends it. */
  watch(listener: ScopeListener): () => void;
};
export type Wanted = Pick<WindowQuery, "cluster" | "kind" | "namespaces">;

/**
 * `held` is the window's place until now. `not-found`, `forbidden`, `unavailable` while the cluster or its rights cannot be
 * asked.
 */
export async function placeOf(
  context: ServerContext,
  subject: Subject,
  wanted: Wanted,
  held: Place | null,
): Promise<Place> {
  return wanted.cluster === fleet ? fleetPlace(context, subject, wanted) : kubePlace(context, subject, wanted, held);
}

/** What the role says: it may have changed since the window opened. Throws `forbidden`. */
export function checkRole({ user, role }: Subject, wanted: Pick<Wanted, "cluster" | "kind">): void {
  const noun = wanted.cluster === fleet ? nounOfKind[fleetKind(wanted.kind)] : "object";
  const why = may(role, "list", noun);
  if (why !== null) throw new CratonError("forbidden", { user, verb: "list", noun, why });
}

function fleetPlace(context: ServerContext, subject: Subject, wanted: Wanted): Place {
  checkRole(subject, wanted);
  // The table of roles is looked at by the socket registry.
  return { list: listOf(wanted), index: context.index, scope: { [wanted.kind]: "all" }, watch: () => () => {} };
}

async function kubePlace(context: ServerContext, subject: Subject, wanted: Wanted, held: Place | null): Promise<Place> {
  checkRole(subject, wanted);
  const cluster = context.clusters.get(wanted.cluster);
  const kind = cluster.kind(subject, wanted.kind);
  const scope = await cluster.scope(subject, kind);
  // Secrets of another filter or order are not read anew.
  const secrets = () => (held?.list === listOf(wanted) ? held.index : new SecretIndex(cluster.as(subject), kind));
  return {
    list: listOf(wanted),
    index: isSecrets(kind) ? secrets() : cluster.index(subject),
    scope,
    watch: (listener) => cluster.onScopeChange(subject, kind, scope, listener),
  };
}

/** `forbidden` when nothing of the scope is left in the wanted namespaces. */
export function checkScope({ user }: Subject, wanted: Wanted, scope: Scope): void {
  const where = wanted.namespaces.slice(0, 5).join(", ");
  if (isNothing(scope)) {
    const why = `the cluster gives no right to list and watch ${wanted.kind} in any namespace`;
    throw new CratonError("forbidden", { user, verb: "list", noun: wanted.kind, why });
  }
  // Only lists of namespaces can be narrowed to nothing.
  if (isNothing(narrow(scope, wanted.namespaces))) {
    const why = `the cluster gives no right to list and watch ${wanted.kind} in ${where}`;
    throw new CratonError("forbidden", { user, verb: "list", noun: wanted.kind, why });
  }
}

const listOf = ({ cluster, kind }: Wanted): string => `${cluster}/${kind}`;

function fleetKind(kind: string): KindName {
  const known = kindName.safeParse(kind);
  if (!known.success) throw new CratonError("not-found", { what: "kind", value: kind });
  return known.data;
}
