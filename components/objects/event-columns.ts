/** How events of an object are found and read in the index's rows. Pure. */
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import type { Row } from "@/lib/contract/live.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** The window on events of one object. */
export function eventQuery(object: KubeObject, cluster: string, rows: number) {
  const { namespace, name, uid } = object.metadata;
  return {
    kind: "events",
    cluster,
    // Those of what has no namespace stand in `default`, and a kubelet gives its node's name for a UID.
    namespaces: namespace === undefined ? [] : [namespace],
    filter: namespace === undefined ? `object=${JSON.stringify(`${object.kind}/${name}`)}` : `uid=${uid}`,
    sort: [{ column: "age", desc: true }],
    rows,
  };
}

/** The text of a cell, clean. */
export function cellOf(row: Row, column: string): string {
  const cell = row.cells[column];
  if (cell === null || cell === undefined) return "";
  return plainText(typeof cell === "object" ? cell.word : String(cell));
}

export function timeOf(row: Row, column: string): number | null {
  const cell = row.cells[column];
  return typeof cell === "number" ? cell : null;
}

export function isWarning(row: Row): boolean {
  return cellOf(row, "status") === "Warning";
}
