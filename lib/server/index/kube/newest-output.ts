/** A table that keeps the newest rows alone, by a column of times: events come without end. */
import type { Cell } from "../../../contract/live.ts";
import type { Table } from "../table.ts";
import type { Item } from "./object.ts";
import { Output } from "./output.ts";

export class NewestOutput extends Output {
  private readonly most: number;
  private readonly slack: number;
  private readonly column: string;

  /** Never holds more than `most` and a fifth: the oldest are cut when it is full. */
  constructor(table: Table, cells: (item: Item) => (Cell | undefined)[], column: string, most = 20_000) {
    super(table, "", cells);
    this.column = column;
    this.most = most;
    this.slack = Math.max(1, Math.floor(most / 5));
  }

  override put(key: string, source: number, item: Item): void {
    super.put(key, source, item);
    if (this.table.size >= this.most + this.slack) this.cut();
  }

  override settle(): void {
    if (this.table.size > this.most) this.cut();
  }

  private cut(): void {
    const { table } = this;
    const times = table.columns[table.position(this.column)];
    const alive: { slot: number; at: number }[] = [];
    for (let slot = 0; slot < table.slots; slot++) {
      if (table.isAlive(slot)) alive.push({ slot, at: Number(times?.get(slot) ?? 0) });
    }
    alive.sort((a, b) => b.at - a.at);
    for (const { slot } of alive.slice(this.most)) this.remove(table.keys[slot] as string);
  }
}
