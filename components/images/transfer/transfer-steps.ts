/** What a transfer has done so far, step by step, from its lines of progress. Pure. */
import type { ImageProgress } from "@/lib/contract/image.ts";

export type ProgressLine = Extract<ImageProgress, { type: "progress" }>;
export type StepName = ProgressLine["step"];
/** Bytes over all parts of a step; `total` null while one of them is not known. */
export type StepState = { done: number; total: number | null; what: string; parts: number; isOver: boolean };
export type Steps = { current: StepName; by: ReadonlyMap<StepName, ReadonlyMap<string, ProgressLine>> };

export const stepOrder: StepName[] = ["resolve", "download", "verify", "unpack", "commit"];

export function addLine(steps: Steps | null, line: ProgressLine): Steps {
  const parts = new Map(steps?.by.get(line.step)).set(line.what, line);
  return { current: line.step, by: new Map(steps?.by).set(line.step, parts) };
}

/** Null for a step of which nothing was told. Parts of a transfer overlap: a step is over when all its parts are, or a later one ended. */
export function stepState(steps: Steps, step: StepName): StepState | null {
  const parts = [...(steps.by.get(step)?.values() ?? [])];
  const last = parts.at(-1);
  if (last === undefined) return null;
  const isKnown = parts.every(({ total }) => total !== null);
  const done = parts.reduce((sum, part) => sum + part.done, 0);
  const total = isKnown ? parts.reduce((sum, part) => sum + (part.total ?? 0), 0) : null;
  const at = stepOrder.indexOf(step);
  const later = stepOrder.slice(at + 1).some((one) => steps.by.has(one));
  const isOver = total === null ? later && steps.current !== step : done >= total && later;
  return { done, total, what: last.what, parts: parts.length, isOver };
}
