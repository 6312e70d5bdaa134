/** Cells from what objects say. Text is bounded: a cell is data for a list, the object's page has it whole. */
import type { Cell } from "../../../contract/live.ts";
import type { ObjectMeta } from "./object.ts";

const longest = 512;

export function clip(text: string, most = longest): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Text or none. */
export const text = (value: unknown): Cell => (typeof value === "string" && value !== "" ? clip(value) : null);

/** A number or none. */
export const count = (value: unknown): Cell => (typeof value === "number" && Number.isFinite(value) ? value : null);

/** ms since the epoch of an RFC 3339 time, or none. */
export function time(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

/** Parts joined with commas; none when there are none. */
export function list(parts: readonly (string | null | undefined)[]): Cell {
  const found = parts.filter((part): part is string => typeof part === "string" && part !== "");
  return found.length === 0 ? null : clip(found.join(", "));
}

/** `a=b,c=d`, by key. */
export function pairs(map: Record<string, string> | undefined): Cell {
  if (map === undefined) return null;
  const keys = Object.keys(map);
  if (keys.length === 0) return null;
  if (keys.length > 1) keys.sort();
  let joined = "";
  for (const key of keys) joined += `${joined === "" ? "" : ","}${key}=${map[key]}`;
  return clip(joined, 4096);
}

/** `ReplicaSet/web-abc` of the controller, or of the first owner. */
export function owner({ ownerReferences }: ObjectMeta): Cell {
  const found = ownerReferences?.find(({ controller }) => controller) ?? ownerReferences?.[0];
  return found?.kind && found.name ? clip(`${found.kind}/${found.name}`) : null;
}
