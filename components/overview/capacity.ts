import type { Row } from "@/lib/contract/live.ts";
import type { NodeFacts } from "@/lib/contract/node.ts";

/** `used` is null while no node has said; cores, and bytes. */
export type Amount = { used: number | null; most: number };
export type Capacity = { cpu: Amount; memory: Amount; disk: Amount };
type Known = { row: Row; size: Pick<NodeFacts, "cpus" | "memory" | "disk"> };

/** The sum over nodes: sizes from their facts, use from their live rows. A node that has not told its use adds nothing to both. */
export function capacityOf(nodes: readonly Known[]): Capacity {
  const sum = (used: (node: Known) => number | null, most: (node: Known) => number): Amount => {
    const told = nodes.filter((node) => used(node) !== null);
    return {
      used: told.length === 0 ? null : told.reduce((all, node) => all + (used(node) ?? 0), 0),
      most: (told.length === 0 ? nodes : told).reduce((all, node) => all + most(node), 0),
    };
  };
  return {
    cpu: sum(
      ({ row }) => numeric(row, "cpu"),
      ({ size }) => size.cpus,
    ),
    memory: sum(
      ({ row }) => numeric(row, "memory"),
      ({ size }) => size.memory,
    ),
    disk: sum(
      ({ size }) => size.disk.total - size.disk.free,
      ({ size }) => size.disk.total,
    ),
  };
}

function numeric(row: Row, column: string): number | null {
  const cell = row.cells[column];
  return typeof cell === "number" ? cell : null;
}
