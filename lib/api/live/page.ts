/** Applies row operations to a held page. Pure; the server's diff (lib/server/live) is its inverse. */
import type { Row, RowOps } from "../../contract/live.ts";

/** The new page, or null when the operations do not fit the held one (ask for it anew). Unchanged rows keep identity. */
export function applyOps(page: readonly Row[], ops: RowOps): Row[] | null {
  let rows = page.slice();
  if (ops.remove && ops.remove.length > 0) {
    const gone = new Set(ops.remove);
    rows = rows.filter((row) => !gone.has(row.key));
    if (rows.length !== page.length - gone.size) return null;
  }
  if (ops.put && ops.put.length > 0) {
    const merged: Row[] = [];
    let kept = 0;
    for (const { at, row } of ops.put) {
      while (merged.length < at && kept < rows.length) merged.push(rows[kept++] as Row);
      if (merged.length !== at) return null;
      merged.push(row);
    }
    while (kept < rows.length) merged.push(rows[kept++] as Row);
    rows = merged;
  }
  for (const change of ops.set ?? []) {
    const at = rows.findIndex((row) => row.key === change.key);
    const row = rows[at];
    if (!row) return null;
    const next: Row = { key: row.key, cells: { ...row.cells, ...change.cells } };
    const stale = change.stale ?? row.stale;
    if (stale) next.stale = true;
    rows[at] = next;
  }
  return rows;
}
