import { list, pairs } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { column, type TypedKind } from "./typed-kind.ts";

type NetworkPolicy = KubeObject & {
  spec?: {
    podSelector?: { matchLabels?: Record<string, string>; matchExpressions?: unknown[] };
    policyTypes?: string[];
    ingress?: unknown[];
    egress?: unknown[];
  };
};

export const networkpolicies: TypedKind = {
  name: "networkpolicies.networking.k8s.io",
  title: "Network policies",
  section: "network",
  columns: [
    { ...column("status", "Status", "status", 100), hidden: true },
    column("selector", "Pods", "text", 260),
    column("types", "Directions", "text", 140),
    column("ingress", "Ingress rules", "number", 110),
    column("egress", "Egress rules", "number", 110),
  ],
  project(object) {
    const { spec = {} } = object as NetworkPolicy;
    const { matchLabels, matchExpressions = [] } = spec.podSelector ?? {};
    const more = matchExpressions.length > 0 ? `${matchExpressions.length} expressions` : null;
    return {
      selector: list([pairs(matchLabels) as string | null, more]) ?? "all pods",
      types: list(spec.policyTypes ?? []),
      ingress: spec.ingress?.length ?? 0,
      egress: spec.egress?.length ?? 0,
    };
  },
};
