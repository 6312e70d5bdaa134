/** Where the object of a row is, from the row's key alone. Pure. */
import type { KubeKind } from "@/lib/contract/kube-kind.ts";
import type { Row } from "@/lib/contract/live.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** Keys are `namespace/name` or `name`, with the kind before them in mixed lists (no part holds a slash). */
export function placeOfRow(
  kind: Pick<KubeKind, "name" | "of">,
  { key }: Pick<Row, "key">,
): { kind: string; namespace: string | null; name: string } {
  const parts = key.split("/");
  const own = kind.of === undefined ? kind.name : (parts.shift() ?? "");
  const name = parts.pop() ?? "";
  return { kind: own, namespace: parts.pop() ?? null, name };
}

/** Names up to a few, the rest by number. */
export function namesOf(kind: Pick<KubeKind, "name" | "of">, rows: readonly Row[]): string {
  const shown = rows.slice(0, 5).map((row) => plainText(placeOfRow(kind, row).name));
  return `${shown.join(", ")}${rows.length > 5 ? ` and ${rows.length - 5} more` : ""}`;
}

/** One and several, in small letters: `deployment`, `deployments`. */
export function nounOf(kind: Pick<KubeKind, "kind" | "title" | "of">): [string, string] {
  if (kind.of !== undefined) return ["workload", "workloads"];
  const one = kind.kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return [one, kind.title.toLowerCase()];
}
