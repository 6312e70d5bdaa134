/** The table of custom resource definitions, which tells when one that was known has changed. */
import type { Cell } from "../../../contract/live.ts";
import type { Table } from "../table.ts";
import type { Item } from "./object.ts";
import { Output } from "./output.ts";

export class DefinitionsOutput extends Output {
  private readonly changed: (name: string) => void;

  /** `changed` is called with the definition's name, which is that of its kind: `bells.example.com`. */
  constructor(table: Table, cells: (item: Item) => (Cell | undefined)[], changed: (name: string) => void) {
    super(table, "", cells);
    this.changed = changed;
  }

  override put(key: string, source: number, item: Item): void {
    const before = this.versionOf(key);
    super.put(key, source, item);
    if (before !== null && before !== item.metadata.resourceVersion) this.changed(key);
  }
}
