/** A feed on a real API server with plain tables: rows by key, and waits that end with a change. */
import fs from "node:fs";
import { connectKube } from "../../lib/api/kube/connect.ts";
import type { KubeConnection } from "../../lib/api/kube/connection.ts";
import type { KubeKind } from "../../lib/contract/kube-kind.ts";
import type { Cell } from "../../lib/contract/live.ts";
import { KubeFeed } from "../../lib/server/index/kube/feed.ts";
import { Table } from "../../lib/server/index/table.ts";

export const connectAs = (kubeconfig: string): KubeConnection =>
  connectKube({
    ...{ cluster: "test", kubeconfig: fs.readFileSync(kubeconfig, "utf8"), context: null },
    ...{ isTrusted: true, closedPorts: [], token: null },
  });

export class FeedWorld {
  readonly feed: KubeFeed;
  readonly tables = new Map<string, Table>();
  kinds: KubeKind[] = [];
  rightsTold = 0;
  private readonly waiting = new Set<() => void>();

  constructor(connect: () => KubeConnection) {
    const changed = () => {
      for (const look of [...this.waiting]) look();
    };
    const tables = {
      addKind: (kind: ConstructorParameters<typeof Table>[0]) => {
        const table = new Table(kind);
        this.tables.set(kind.name, table);
        return table;
      },
      removeKind: (name: string) => void this.tables.delete(name),
      table: (name: string) => this.table(name),
      changed,
    };
    this.feed = new KubeFeed(tables, {
      connect,
      kindsChanged: (kinds) => {
        this.kinds = kinds;
        changed();
      },
      rightsChanged: () => {
        this.rightsTold++;
        changed();
      },
      sourcesChanged: changed,
    });
    this.feed.start();
  }

  table(name: string): Table {
    const found = this.tables.get(name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  }

  /** Cells by column; null for a row that is not there. */
  row(kind: string, key: string): Record<string, Cell> | null {
    const table = this.tables.get(kind);
    const slot = table?.slot(key);
    if (table === undefined || slot === undefined) return null;
    return Object.fromEntries(table.kind.columns.map(({ id }, at) => [id, table.columns[at]?.get(slot) ?? null]));
  }

  word(kind: string, key: string): string | undefined {
    const status = this.row(kind, key)?.status;
    return typeof status === "object" && status !== null ? status.word : undefined;
  }

  keys(kind: string): string[] {
    const table = this.table(kind);
    return table.keys.filter((key, slot) => table.isAlive(slot) && table.slot(key) === slot).sort();
  }

  isLive(...kinds: string[]): boolean {
    return kinds.every((kind) => this.feed.sources(kind).every(({ state }) => state === "live"));
  }

  /** Looks with each change; fails with what there is after `ms`. */
  until(what: string, is: () => boolean, ms = 30_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(look);
      };
      const look = () => {
        if (!is()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`not within ${ms} ms: ${what}; ${JSON.stringify(this.feed.allSources())}`));
      }, ms);
      this.waiting.add(look);
      look();
    });
  }

  stop(): void {
    this.feed.stop();
  }
}
