/** The newest event rows of all agents together; the oldest make room. */
import type { Cell } from "../../contract/live.ts";
import type { Table } from "./table.ts";

export class EventRing {
  private readonly table: Table;
  private readonly most: number;
  private keys: string[] = [];
  private head = 0;

  constructor(table: Table, most = 20_000) {
    this.table = table;
    this.most = most;
  }

  add(key: string, source: number, cells: readonly (Cell | undefined)[]): void {
    if (this.table.has(key)) return;
    this.table.put(key, source, cells);
    this.keys.push(key);
    while (this.keys.length - this.head > this.most) this.table.remove(this.keys[this.head++] as string);
    if (this.head > this.most) {
      this.keys = this.keys.slice(this.head);
      this.head = 0;
    }
  }
}
