/** What is asked for and what there is, over rows of nodes: cores, bytes, numbers of pods. Pure. */
import type { Row } from "@/lib/contract/live.ts";

export type Amount = { used: number; most: number };
export type Room = { cpu: Amount; memory: Amount; pods: Amount };

/** A node that does not tell its room adds neither to it nor to what is asked for. */
export function roomOf(nodes: readonly Row[]): Room {
  const sum = (used: string, most: string): Amount => {
    const told = nodes.filter((row) => typeof row.cells[most] === "number");
    const add = (column: string) => told.reduce((all, row) => all + asNumber(row, column), 0);
    return { used: add(used), most: add(most) };
  };
  return { cpu: sum("cpu", "cpuLimit"), memory: sum("memory", "memoryLimit"), pods: sum("pods", "podLimit") };
}

function asNumber(row: Row, column: string): number {
  const cell = row.cells[column];
  return typeof cell === "number" ? cell : 0;
}
