/** Synthetic rows for the index bench: names, states and numbers that look like a big fleet. Deterministic. */
import type { Cell } from "../../lib/contract/live.ts";
import type { Engine } from "../../lib/server/index/engine.ts";

const states = ["running", "running", "running", "running", "exited", "failed", "preparing", "prepared"] as const;
const words = ["web", "db", "cache", "queue", "ingest", "worker", "proxy", "auth", "billing", "search"];

/** A small generator of numbers, so that two runs do the same. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

const hex = (value: number, digits: number) => (value >>> 0).toString(16).padStart(digits, "0").slice(-digits);

export function cellsOf(engine: Engine, at: number, next: (below: number) => number): Cell[] {
  const state = states[next(states.length)] ?? "running";
  const name = `${words[at % words.length]}-${hex(Math.imul(at, 2654435761), 5)}`;
  const cells: Record<string, Cell> = {
    name,
    status: { word: state, tone: state === "running" ? "ok" : "idle" },
    ready: state === "running" ? "1/1" : "0/1",
    cpu: state === "running" ? next(4000) / 1000 : null,
    memory: state === "running" ? next(1 << 30) : null,
    node: `node-${at % 500}`,
    ip: `10.${at % 250}.${(at >> 8) % 250}.${at % 254}`,
    images: `example.com/${words[at % words.length]}`,
    createdBy: "admin",
    uuid: `${hex(at, 8)}-0000-4000-8000-${hex(at, 12)}`,
    created: 1_700_000_000_000 + Math.floor(at / 4) * 1000,
  };
  return engine.table("pods").kind.columns.map(({ id }) => cells[id] ?? null);
}

export const keyOf = (at: number) => `node-${at % 500}/${hex(at, 12)}`;
