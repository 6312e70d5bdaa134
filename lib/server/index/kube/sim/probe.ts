/** The rows of the simulation, watched: what a reader could ever see of an object only gets newer. */
import type { Cell } from "../../../../contract/live.ts";
import type { Table } from "../../table.ts";
import type { Item } from "../object.ts";
import { Output } from "../output.ts";

export class ProbedOutput extends Output {
  readonly newest = new Map<string, number>();

  constructor(table: Table, cells: (item: Item) => (Cell | undefined)[]) {
    super(table, "", cells);
  }

  override put(key: string, source: number, item: Item): void {
    const version = Number(item.metadata.resourceVersion);
    const before = this.newest.get(key) ?? 0;
    if (version < before) throw new SimulationFault(`${key} went back from ${before} to ${version}`);
    if (version === before && !this.table.has(key)) throw new SimulationFault(`${key} at ${version} was resurrected`);
    this.newest.set(key, version);
    super.put(key, source, item);
  }
}

/** Something that must hold does not. */
export class SimulationFault extends Error {}
