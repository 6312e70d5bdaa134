/** Views by their query: windows with the same filter, chips and sort share one. Kept a while after the last use. */
import type { WindowQuery } from "../../contract/live.ts";
import { compileFilter } from "./filter.ts";
import { orderOf } from "./order.ts";
import type { Table } from "./table.ts";
import { View } from "./view.ts";

const keepMs = 30_000;
const keepMost = 32;

type Held = { view: View; used: number };

export class ViewCache {
  private readonly held = new Map<string, Held>();

  /** `bad-filter`, `bad-request` for a column that is not there. */
  get(table: Table, query: WindowQuery): View {
    const status = [...new Set(query.status)].sort();
    const key = JSON.stringify([query.kind, query.filter.trim(), status, query.sort]);
    const now = Date.now();
    const known = this.held.get(key);
    if (known) {
      known.used = now;
      return known.view;
    }
    const view = new View(table, {
      filter: compileFilter(table, query.filter, now),
      order: orderOf(table, query.sort),
      status: status.length > 0 ? new Set(status) : null,
    });
    this.held.set(key, { view, used: now });
    return view;
  }

  /** Takes a table's changes into its views. */
  update(table: Table): void {
    for (const { view } of this.held.values()) if (view.table === table) view.update();
  }

  refresh(now: number): void {
    for (const { view } of this.held.values()) view.refresh(now);
  }

  /** Forgets views that nobody looks at any more. */
  drop(now: number, isUsed: (view: View) => boolean): void {
    for (const [key, held] of this.held) {
      const old = now - held.used > keepMs || this.held.size > keepMost;
      if (!old) continue;
      if (isUsed(held.view)) held.used = now;
      else this.held.delete(key);
    }
  }
}
