/** The state of what keeps a number of pods, in one set of words for all kinds of it. Pure. */
import { list } from "../cell.ts";
import type { ObjectMeta } from "../object.ts";
import { type StatusCell, status } from "../tone.ts";
import type { Container } from "./pod-shape.ts";

export type Replicas = {
  metadata: ObjectMeta | undefined;
  /** Of the spec that the controller has seen. */
  observed: number | undefined;
  desired: number;
  /** All pods, also those on their way out. */
  current: number;
  updated: number;
  ready: number;
  available: number;
  isPaused?: boolean;
  /** The controller has given up, or cannot make pods. */
  isFailing?: boolean;
  /** The newest template was rolled out completely before. */
  isRolledOut: boolean;
};

export function replicaStatus(of: Replicas): StatusCell {
  const { desired, current, updated, available } = of;
  if (of.metadata?.deletionTimestamp) return status("Terminating", "busy");
  if (of.isFailing) return status("Degraded", "bad");
  if (of.isPaused) return status("Paused", "idle");
  const isSeen = of.observed === undefined || of.observed >= (of.metadata?.generation ?? 0);
  if (!isSeen) return status("Progressing", "busy");
  if (desired === 0) return current === 0 ? status("Scaled down", "idle") : status("Progressing", "busy");
  if (updated < desired || current > updated) return status("Progressing", "busy");
  if (available < desired) return of.isRolledOut ? status("Degraded", "warn") : status("Progressing", "busy");
  return status("Available", "ok");
}

export type PodTemplate = { spec?: { containers?: Container[] } };

export const imagesOf = (template: PodTemplate | undefined) =>
  list((template?.spec?.containers ?? []).map(({ image }) => image));
