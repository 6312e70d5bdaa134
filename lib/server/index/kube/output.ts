/** Where the items of a watch become rows: one table, or several when a kind is in a mixed list too. */
import type { Cell } from "../../../contract/live.ts";
import type { Table } from "../table.ts";
import { clip } from "./cell.ts";
import type { Item } from "./object.ts";

/** Cells by column id, apart from those that every kind has. */
export type Project = (item: Item) => Record<string, Cell | undefined>;

/** `namespace/name`, or `name`. */
export const keyOf = ({ metadata: { namespace, name } }: Item): string =>
  namespace ? `${namespace}/${name ?? ""}` : (name ?? "");

export class Output {
  readonly table: Table;
  private readonly prefix: string;
  private readonly cells: (item: Item) => (Cell | undefined)[];
  private readonly version: number;

  /** `prefix` stands before the keys of a mixed list. */
  constructor(table: Table, prefix: string, cells: (item: Item) => (Cell | undefined)[]) {
    this.table = table;
    this.prefix = prefix;
    this.cells = cells;
    this.version = table.position("rv");
  }

  put(key: string, source: number, item: Item): void {
    this.table.put(this.prefix + key, source, this.cells(item));
  }

  remove(key: string): void {
    this.table.remove(this.prefix + key);
  }

  /** resourceVersion of a row; null for one that is not there. */
  versionOf(key: string): string | null {
    const slot = this.table.slot(this.prefix + key);
    if (slot === undefined) return null;
    const found = this.table.columns[this.version]?.get(slot);
    return typeof found === "string" ? found : "";
  }

  /** Removes all rows of a source. */
  retire(source: number): void {
    for (const key of this.table.keysOf(source)) this.remove(key.slice(this.prefix.length));
  }

  /** A list is complete. */
  settle(): void {}
}

/** Orders cells as a table's columns; an object of a shape that nobody expects is a row that says so. */
export function inOrder(table: Table, project: (item: Item) => Record<string, Cell | undefined>) {
  const ids = table.kind.columns.map(({ id }) => id);
  return (item: Item): (Cell | undefined)[] => {
    let found: Record<string, Cell | undefined>;
    try {
      found = project(item);
    } catch {
      found = { name: clip(item.metadata.name ?? ""), namespace: item.metadata.namespace ?? null, status: unreadable };
    }
    return ids.map((id) => found[id]);
  };
}

const unreadable: Cell = { word: "unreadable", tone: "warn" };
