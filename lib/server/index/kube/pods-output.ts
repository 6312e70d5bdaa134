/** The table of pods, which the node list counts. */

import type { Cell } from "../../../contract/live.ts";
import type { Table } from "../table.ts";
import type { NodeUse } from "./node-use.ts";
import type { Item } from "./object.ts";
import { Output } from "./output.ts";

export class PodsOutput extends Output {
  private readonly use: NodeUse;

  constructor(table: Table, cells: (item: Item) => (Cell | undefined)[], use: NodeUse) {
    super(table, "", cells);
    this.use = use;
  }

  override put(key: string, source: number, item: Item): void {
    this.use.count(this.table, key, -1);
    super.put(key, source, item);
    this.use.count(this.table, key, 1);
  }

  override remove(key: string): void {
    this.use.count(this.table, key, -1);
    super.remove(key);
  }
}
