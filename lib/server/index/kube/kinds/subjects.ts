/** Who a binding gives a role to, for its row. */
import type { Cell } from "../../../../contract/live.ts";
import { clip, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Subject = { kind?: string; name?: string; namespace?: string };
type Binding = KubeObject & { roleRef?: { kind?: string; name?: string }; subjects?: Subject[] | null };

/** Whole lists of subjects are read from here to tell whose rights changed: longer than other cells. */
const longest = 8_192;

export const bindingColumns: TypedKind["columns"] = [
  hiddenColumn("status", "Status", "status", 100),
  column("role", "Role", "text", 240),
  column("subjects", "Subjects", "text", 420),
];

export function projectBinding(object: unknown): Record<string, Cell> {
  const { roleRef, subjects } = object as Binding;
  const found = (subjects ?? []).map(({ kind, name, namespace }) =>
    kind === "ServiceAccount" ? `${kind}:${namespace ?? ""}/${name}` : `${kind}:${name}`,
  );
  return {
    role: roleRef?.name ? text(`${roleRef.kind}/${roleRef.name}`) : null,
    subjects: found.length > 0 ? clip(found.join(","), longest) : null,
  };
}
