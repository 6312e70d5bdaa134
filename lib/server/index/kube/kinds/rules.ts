/** What the rules of a role allow, for its row. */
import type { Cell } from "../../../../contract/live.ts";
import { list } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Rule = { verbs?: string[]; apiGroups?: string[]; resources?: string[]; nonResourceURLs?: string[] };
type Role = KubeObject & { rules?: Rule[] | null; aggregationRule?: unknown };

export const roleColumns: TypedKind["columns"] = [
  hiddenColumn("status", "Status", "status", 100),
  column("rules", "Rules", "number", 70),
  column("verbs", "Verbs", "text", 240),
  column("resources", "Resources", "text", 320),
  hiddenColumn("aggregated", "Aggregated", "text", 100),
];

export function projectRole(object: unknown): Record<string, Cell> {
  const { rules, aggregationRule } = object as Role;
  const found = rules ?? [];
  const of = (part: (rule: Rule) => string[] | undefined) =>
    list([...new Set(found.flatMap((rule) => part(rule) ?? []))]);
  return {
    rules: found.length,
    verbs: of(({ verbs }) => verbs),
    resources: of(({ resources, nonResourceURLs }) => [...(resources ?? []), ...(nonResourceURLs ?? [])]),
    aggregated: aggregationRule ? "yes" : "no",
  };
}
