import { expect, test } from "vitest";
import { type PrinterColumn, printedCell, printedColumns, printedStatus, statusPosition } from "./table-columns.ts";

const column = (name: string, type = "string", more: Partial<PrinterColumn> = {}): PrinterColumn => ({
  name,
  type,
  ...more,
});

test("columns of a custom resource: ours are left out, its own get ids, types and places", () => {
  const definitions = [
    column("Name"),
    column("Ready Replicas", "integer"),
    column("Phase"),
    column("URL", "string", { priority: 1, description: "where it answers" }),
    column("Renewed", "date"),
    column("Labels"),
    column("Age", "date"),
  ];
  expect(statusPosition(definitions)).toBe(2);
  expect(printedColumns(definitions).map(({ id, type, hidden, at }) => [id, type, hidden, at])).toEqual([
    ["readyReplicas", "number", false, 1],
    ["url", "text", true, 3],
    ["renewed", "time", false, 4],
    ["labels2", "text", false, 5],
  ]);
});

test("two columns of one name and names of signs alone are told apart", () => {
  const ids = printedColumns([column("State A"), column("State-A"), column("%"), column("_proto_")]).map(
    ({ id }) => id,
  );
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/);
});

test("cells: numbers, ages, none, and text that is bounded", () => {
  const [number, time, text] = printedColumns([column("N", "integer"), column("T", "date"), column("X")]);
  if (!number || !time || !text) throw new Error("three columns were asked for");
  const now = 1_800_000_000_000;
  expect(printedCell("3", number, now)).toBe(3);
  expect(printedCell("many", number, now)).toBeNull();
  expect(printedCell("2d", time, now)).toBe(now - 172_800_000);
  expect(printedCell("2026-11-24T00:00:00Z", time, now)).toBe(Date.parse("2026-11-24T00:00:00Z"));
  expect(printedCell("<none>", text, now)).toBeNull();
  expect(printedCell(["a"], text, now)).toBe('["a"]');
  expect(String(printedCell("x".repeat(100_000), text, now)).length).toBe(512);
});

test("a status is a word with a tone; a kind without one is just there", () => {
  expect(printedStatus(["Ready"], 0)).toEqual({ word: "Ready", tone: "ok" });
  expect(printedStatus([""], 0)).toEqual({ word: "unknown", tone: "idle" });
  expect(printedStatus([], -1)).toEqual({ word: "present", tone: "idle" });
});

test.each([
  ["True", "Ready", { word: "Ready", tone: "ok" }],
  ["False", "READY", { word: "NotReady", tone: "warn" }],
  ["Unknown", "Ready", { word: "Unknown", tone: "warn" }],
  ["1/2", "Ready", { word: "1/2", tone: "idle" }],
  ["True", "Condition", { word: "True", tone: "ok" }],
])("%s in the column %s is a status of its own", (value, title, wanted) =>
  expect(printedStatus([value], 0, title)).toEqual(wanted),
);
