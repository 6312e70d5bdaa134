/**
 * What feeds an engine: the agents of the fleet, or the watches of a Kubernetes cluster. A feed owns its engine's tables:
 * it adds kinds (`engine.addKind`, which also replaces one whose columns changed), takes them away (`engine.removeKind`), puts and
 * removes rows, and says `engine.changed()` afterwards. Every row carries the number of its source.
 */
import type { Source } from "../../contract/live.ts";

export interface Feed {
  /** Grows with each change of a source's state, reason or loading progress: windows then tell their sources anew. */
  readonly tick: number;
  /** Somebody looks at the kind from now on. The engine counts: once for the first one, and `release` once after the last. */
  want(kind: string): void;
  release(kind: string): void;
  /** The sources of a kind's rows; for a mixed kind those of all its kinds. */
  sources(kind: string): Source[];
  /** Rows of this source may be old: it is down. */
  isStale(source: number): boolean;
  /** The kind that decides about the rights on this source's rows in a mixed list. A number never changes its kind. */
  kindOf(source: number): string;
}
