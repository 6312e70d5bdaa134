/** The kind that a word such as `ReplicaSet` means in a cluster. Pure. */
import type { NavKind } from "./nav-kind.ts";

/** Kubernetes' own kinds go before those that custom resource definitions bring under the same word. Null for none. */
export function kindByWord(kinds: readonly NavKind[], word: string): NavKind | null {
  const found = kinds.filter(({ kind }) => kind === word);
  return found.find(({ section }) => section !== "custom") ?? found[0] ?? null;
}
