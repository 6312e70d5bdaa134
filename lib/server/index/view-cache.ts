/** Views by query and scope: windows with the same ones share one. Kept a while after the last use. */
import type { WindowQuery } from "../../contract/live.ts";
import type { Feed } from "./feed.ts";
import { compileFilter, type Filter } from "./filter.ts";
import { narrows } from "./narrows.ts";
import { orderOf } from "./order.ts";
import { type Scope, scopeKey } from "./scope.ts";
import type { Table } from "./table.ts";
import { View } from "./view.ts";
import { visibleIn } from "./visible.ts";

const keepMs = 30_000;
const keepMost = 32;
/** Changes that a view may have to take in when it is looked at again: making it anew would be as quick. */
const mostWaiting = 4_096;

/** `family`: what is equal in views of which one may narrow another. */
type Held = { view: View; used: number; family: string; filter: Filter };
export type ViewWish = Pick<WindowQuery, "namespaces" | "filter" | "status" | "sort">;

export class ViewCache {
  private readonly held = new Map<string, Held>();
  private readonly feed: Feed;

  constructor(feed: Feed) {
    this.feed = feed;
  }

  /** `bad-filter`, `bad-request` for a column that is not there. */
  get(table: Table, wish: ViewWish, scope: Scope): View {
    const visible = visibleIn(table, this.feed, scope, wish.namespaces);
    const status = [...new Set(wish.status)].sort();
    const family = JSON.stringify([table.kind.name, status, wish.sort, scopeKey(visible.scope)]);
    const key = `${family} ${wish.filter.trim()}`;
    const now = Date.now();
    const known = this.held.get(key);
    if (known?.view.table === table) {
      known.used = now;
      known.view.catchUp();
      known.view.refresh(now);
      return known.view;
    }
    const filter = compileFilter(visible.table, wish.filter, now);
    const order = orderOf(visible.table, wish.sort);
    const query = { visible, filter, order, status: status.length > 0 ? new Set(status) : null };
    const base = this.wider(table, family, filter);
    base?.catchUp();
    const view = new View(table, query, base);
    this.held.set(key, { view, used: now, family, filter });
    return view;
  }

  /** The smallest view that holds all that the filter can let through. */
  private wider(table: Table, family: string, filter: Filter): View | null {
    let best: View | null = null;
    for (const held of this.held.values()) {
      if (held.family !== family || held.view.table !== table || !narrows(table, held.filter, filter)) continue;
      if (best === null || held.view.rows.length < best.rows.length) best = held.view;
    }
    return best;
  }

  /** Takes a table's changes into its views; those that nobody looks at only note them, and are dropped when it is many. */
  update(table: Table, isUsed: (view: View) => boolean): void {
    for (const [key, { view }] of this.held) {
      if (view.table !== table) continue;
      if (isUsed(view)) {
        view.catchUp();
        view.update();
      } else {
        view.postpone();
        if (view.waiting > mostWaiting) this.held.delete(key);
      }
    }
  }

  refresh(now: number, isUsed: (view: View) => boolean): void {
    for (const { view } of this.held.values()) if (isUsed(view)) view.refresh(now);
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

  /** The table is gone, and with it all that was made of it. */
  forget(table: Table): void {
    for (const [key, { view }] of this.held) if (view.table === table) this.held.delete(key);
  }
}
