/** Holds what was disclosed against the truth. */
import type { Page, Wish } from "./console.ts";
import { kinds, type OracleKind, workloads } from "./kinds.ts";
import type { Truth } from "./truth.ts";

export const mixed = "workloads";

export const kindNamed = (name: string): OracleKind => {
  const found = kinds.find((kind) => kind.name === name);
  if (!found) throw new Error(`the oracle does not know ${name}`);
  return found;
};

/** The kind and namespace of a row, from its key. */
export function placeOfKey(kind: string, key: string): { kind: OracleKind; namespace: string } {
  const parts = key.split("/");
  const of = kind === mixed ? kindNamed(parts.shift() ?? "") : kindNamed(kind);
  return { kind: of, namespace: of.namespaced ? (parts[0] ?? "") : "" };
}

/** Keys of all rows that a message shows, old ones that it changes included. */
export function keysOf(message: Page): string[] {
  if (message.op === "snapshot") return message.rows.map(({ key }) => key);
  if (message.op !== "delta") return [];
  return [...(message.rows?.put ?? []).map(({ row }) => row.key), ...(message.rows?.set ?? []).map(({ key }) => key)];
}

/** Sentences about what the user was shown and must not see. */
export async function faultsOfKeys(
  truth: Truth,
  user: string,
  kind: string,
  keys: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const key of keys) {
    const place = placeOfKey(kind, key);
    if (!(await truth.allows(user, place.kind, place.namespace))) faults.push(`${user} is shown ${kind} ${key}`);
  }
  return faults;
}

/** Columns of a list that are counted from objects of another kind tell of those objects. */
const joined = { kind: "nodes", columns: ["pods", "cpu", "memory"], of: "pods" };

export async function faultsOfCells(truth: Truth, user: string, asked: Wish, message: Page): Promise<string[]> {
  const { kind, filter = "" } = asked;
  if (kind !== joined.kind || message.op === "error") return [];
  if ((await truth.where(user, kindNamed(joined.of))) === "all") return [];
  if (filter.includes("pods>") && (message.counts?.matched ?? 0) > 0)
    return [`${user} learns by a filter how many pods ${kind} have`];
  const rows =
    message.op === "snapshot"
      ? message.rows
      : [...(message.rows?.put ?? []).map(({ row }) => row), ...(message.rows?.set ?? [])];
  return rows.flatMap(({ key, cells }) =>
    joined.columns
      .filter((column) => typeof cells[column] === "number")
      .map((column) => `${user} is told the ${column} of ${kind} ${key}: ${cells[column]}`),
  );
}

export async function faultsOfCounts(
  truth: Truth,
  user: string,
  kind: string,
  namespaces: readonly string[],
  counts: { total: number; matched: number; byStatus: Record<string, number> },
): Promise<string[]> {
  const parts = kind === mixed ? workloads : [kindNamed(kind)];
  const each = await Promise.all(parts.map((part) => truth.count(user, part, namespaces)));
  const most = each.reduce((sum, count) => sum + count, 0);
  const byStatus = Object.values(counts.byStatus).reduce((sum, count) => sum + count, 0);
  const worst = Math.max(counts.total, counts.matched, byStatus);
  return worst <= most ? [] : [`${user} is told of ${worst} ${kind}, the API server lists ${most}`];
}
