/** What the pods of each node ask for, kept by the changes of pod rows: the node list shows it. */
import type { Cell } from "../../../contract/live.ts";
import type { Table } from "../table.ts";

export type Use = { pods: number; cpu: number; memory: number };

const ended = new Set(["Succeeded", "Failed"]);

export class NodeUse {
  private readonly use = new Map<string, Use>();
  private readonly dirty = new Set<string>();

  of(node: string): Use {
    return this.use.get(node) ?? { pods: 0, cpu: 0, memory: 0 };
  }

  /** Takes a row of the table of pods in (1) or out (-1): before and after each of its changes. */
  count(pods: Table, key: string, way: 1 | -1): void {
    const slot = pods.slot(key);
    if (slot === undefined) return;
    const cell = (id: string): Cell => pods.columns[pods.position(id)]?.get(slot) ?? null;
    const node = cell("node");
    const phase = cell("phase");
    if (typeof node !== "string" || (typeof phase === "string" && ended.has(phase))) return;
    const use = this.use.get(node) ?? { pods: 0, cpu: 0, memory: 0 };
    use.pods += way;
    use.cpu += way * Number(cell("cpu") ?? 0);
    use.memory += way * Number(cell("memory") ?? 0);
    if (use.pods > 0) this.use.set(node, use);
    else this.use.delete(node);
    this.dirty.add(node);
  }

  /** Nodes whose use changed since the last call. */
  taken(): string[] {
    const found = [...this.dirty];
    this.dirty.clear();
    return found;
  }
}

export const cellsOfUse = ({ pods, cpu, memory }: Use): Record<string, Cell> => ({
  pods,
  // Sums of fractions: 0.1 + 0.2 is 0.3 here.
  cpu: Number(cpu.toPrecision(12)),
  memory,
});
