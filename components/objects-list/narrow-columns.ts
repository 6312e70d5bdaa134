/** Columns of a phone: the name, what people ask of the kind first, and its age. Pure. */
import type { KubeKind } from "@/lib/contract/kube-kind.ts";

const asked: Record<string, string[]> = {
  services: ["name", "type", "age"],
  events: ["object", "reason", "age"],
};

/** `name`, the status where the kind has one, `age`. Kinds without a status show their first column of their own. */
export function narrowColumns(kind: Pick<KubeKind, "name" | "columns" | "status">): string[] {
  const known = new Set(kind.columns.map(({ id }) => id));
  const own = asked[kind.name]?.filter((id) => known.has(id)) ?? [];
  if (own.length > 2) return own;
  const status = kind.columns.find(({ id }) => id === kind.status);
  const second = status && !status.hidden ? status : kind.columns.find(isTelling);
  return ["name", ...(second ? [second.id] : []), "age"].filter((id) => known.has(id));
}

function isTelling({ id, hidden }: { id: string; hidden?: boolean }): boolean {
  return !hidden && !["name", "namespace", "status", "age"].includes(id);
}
