import { expect, test } from "vitest";
import { addLine, type ProgressLine, type Steps, stepState } from "./transfer-steps.ts";

const line = (step: ProgressLine["step"], what: string, done: number, total: number | null): ProgressLine => ({
  type: "progress",
  step,
  what,
  done,
  total,
});
const after = (...lines: ProgressLine[]) => lines.reduce<Steps | null>(addLine, null) as Steps;

test("parts of a step are added up, each counted by its newest line", () => {
  const steps = after(line("download", "a", 1, 10), line("download", "b", 5, 20), line("download", "a", 10, 10));
  expect(stepState(steps, "download")).toMatchObject({ done: 15, total: 30, parts: 2, isOver: false });
  expect(stepState(steps, "verify")).toBeNull();
});

test("a step is over when all of it is done and a later one began; of unknown size, when another is at work", () => {
  const begun = after(line("resolve", "x", 0, null));
  expect(stepState(begun, "resolve")?.isOver).toBe(false);
  const next = after(line("resolve", "x", 0, null), line("download", "a", 5, 10), line("unpack", "a", 1, null));
  expect(stepState(next, "resolve")?.isOver).toBe(true);
  expect(stepState(next, "download")?.isOver).toBe(false);
  expect(stepState(addLine(next, line("download", "a", 10, 10)), "download")?.isOver).toBe(true);
});
