/**
 * The hash chain of the audit log. An outsider checks a dump with these two rules (docs/threat-model.md tells them in
 * prose): `hash` is the SHA-256 in hex of `previous`, a line feed and the canonical JSON of the entry without `previous`
 * and `hash`; `previous` is the hash of the entry before, 64 zeros for the first; `seq` grows by one from 1.
 */
import { createHash } from "node:crypto";
import type { AuditEntry } from "../../contract/console.ts";
import { canonicalJson } from "./canonical.ts";

export const genesis = "0".repeat(64);

/** An entry before it has its place in the chain. */
export type NewEntry = Omit<AuditEntry, "seq" | "time" | "previous" | "hash">;

export function hashEntry(entry: Omit<AuditEntry, "hash">): string {
  const { previous, ...rest } = entry;
  return createHash("sha256")
    .update(`${previous}\n${canonicalJson(rest)}`)
    .digest("hex");
}

export type ChainState = { seq: number; hash: string };
export const emptyChain: ChainState = { seq: 0, hash: genesis };

/** Why `entry` does not follow `state`, or null. */
export function faultOf(state: ChainState, entry: AuditEntry): string | null {
  if (entry.seq !== state.seq + 1) return `entry ${state.seq + 1} is missing, entry ${entry.seq} comes instead`;
  if (entry.previous !== state.hash) return `entry ${entry.seq} does not follow the one before it`;
  const { hash, ...rest } = entry;
  return hashEntry(rest) === hash ? null : `entry ${entry.seq} was changed`;
}
