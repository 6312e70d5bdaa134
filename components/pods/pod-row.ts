/** What a row of the pods' list says, for its buttons and links. */
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { Row } from "@/lib/contract/live.ts";
import { type PodState, podState } from "@/lib/contract/pod-state.ts";
import { plainText } from "@/lib/format/plain-text.ts";

export function refOfRow(cluster: string, row: Row): PodRef {
  const [node = "", uuid = ""] = row.key.split("/");
  return { cluster, node, uuid };
}

/** `failed` is how the list calls a pod that ended badly. */
export function stateOfRow(row: Row): PodState | null {
  const cell = row.cells.status;
  const word = typeof cell === "object" && cell !== null ? cell.word : "";
  const parsed = podState.safeParse(word === "failed" ? "exited" : word);
  return parsed.success ? parsed.data : null;
}

export function nameOfRow(row: Row): string {
  const { name } = row.cells;
  return typeof name === "string" && name !== "" ? plainText(name) : row.key;
}
