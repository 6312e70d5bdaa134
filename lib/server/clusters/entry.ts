/** A cluster as the list shows it to one user. */
import type { ClusterEntry } from "../../contract/clusters.ts";
import type { ClusterHealth, Health } from "./cluster-health.ts";
import type { ClusterSpec } from "./cluster-spec.ts";
import { whyNotOpen } from "./identity.ts";
import type { Subject } from "./kube-cluster.ts";

/** `health`: null where the status of the embedded one says it, or where there is nothing to ask. */
export function entryOf(
  spec: ClusterSpec,
  subject: Subject,
  hasToken: boolean,
  health: ReturnType<ClusterHealth["get"]> | null,
): ClusterEntry {
  const { name, type, access, owner, server, warnings, embedded } = spec;
  const { state, why, version } = stateOf(spec, health);
  const facts = { name, type, access, owner, server, warnings, embedded, version, hasToken };
  const closed = whyNotOpen(spec, subject);
  if (closed !== null) return { ...facts, state: "off", why: closed };
  const isToken = access === "token" && !hasToken;
  if (state === "ready" && isToken) return { ...facts, state: "needs-token", why: "add a token of your own" };
  return { ...facts, state, why };
}

type State = Pick<ClusterEntry, "state" | "why" | "version">;

function stateOf({ sources, embedded }: ClusterSpec, health: Health | null): State {
  if (embedded !== null) {
    const why = embedded.note === "" ? null : embedded.note;
    const version = embedded.kubernetes;
    switch (embedded.state) {
      case "ready":
        return "why" in sources
          ? { state: "starting", why: "the console's credentials are being made", version }
          : { state: "ready", why: null, version };
      case "building":
      case "starting":
        return { state: "starting", why, version };
      case "failed":
      case "stopping":
        return { state: "down", why, version };
      default:
        return { state: "off", why, version };
    }
  }
  if ("why" in sources) return { state: "down", why: sources.why, version: null };
  return health ?? { state: "starting", why: null, version: null };
}
