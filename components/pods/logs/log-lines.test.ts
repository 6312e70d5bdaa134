import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LogLines, mostLines, severityOf } from "./log-lines.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const line = (second: number, text = `line ${second}`, more: object = {}) => ({
  time: at(second),
  stream: "stdout" as const,
  partial: false,
  text,
  ...more,
});
const all = { search: "", severity: "all", stream: "all", hidden: new Set<string>() } as const;

describe("held log lines", () => {
  test("several apps are merged in the order of their times, whatever order they come in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ app: fc.constantFrom("a", "b"), second: fc.nat(50) }), { maxLength: 60 }),
        (inputs) => {
          const lines = new LogLines();
          for (const { app, second } of inputs) lines.append(app, [line(second)]);
          const times = lines.getSnapshot().lines.map(({ time }) => time);
          expect(times).toEqual(inputs.map(({ second }) => at(second)).sort());
        },
      ),
    );
  });

  test("pieces of a long line are joined, per stream", () => {
    const lines = new LogLines();
    lines.append("a", [line(1, "one ", { partial: true }), line(1, "err", { stream: "stderr" }), line(2, "two")]);
    expect(lines.getSnapshot().lines.map(({ text }) => text)).toEqual(["err", "one two"]);
  });

  test("the filter holds for what is there and what comes", () => {
    const lines = new LogLines();
    lines.append("a", [line(1, "ERROR one"), line(2, "fine")]);
    lines.setFilter({ ...all, severity: "error" });
    lines.append("a", [line(3, "error: two"), line(4, "fine too")]);
    expect(lines.getSnapshot().lines.map(({ text }) => text)).toEqual(["ERROR one", "error: two"]);
    expect(lines.getSnapshot().held).toBe(4);
    lines.setFilter({ ...all, hidden: new Set(["a"]) });
    expect(lines.getSnapshot().lines).toEqual([]);
  });

  test("the oldest leave when it is full, also from what is shown", () => {
    const lines = new LogLines();
    lines.append(
      "a",
      Array.from({ length: mostLines }, (_, second) => line(second)),
    );
    lines.append("a", [line(mostLines), line(mostLines + 1)]);
    const view = lines.getSnapshot();
    expect(view).toMatchObject({ held: mostLines, dropped: 2 });
    expect(view.lines).toHaveLength(mostLines);
    expect(view.lines[0]?.text).toBe("line 2");
  });

  test("control characters of a hostile line are gone", () => {
    const lines = new LogLines();
    lines.append("a", [line(1, "\u001b]0;owned\u0007\u001b[31mred\u001b[0m\u202e\r")]);
    expect(lines.getSnapshot().lines[0]?.text.trim()).toBe("red");
  });

  test.each([
    ["2026-01-01 ERROR no route", "error"],
    ['{"level":"warn","msg":"x"}', "warn"],
    ["[info] ready", "info"],
    ["listening on 8080", null],
    ["terrorist", null],
  ])("%s is of severity %s", (text, severity) => {
    expect(severityOf(text)).toBe(severity);
  });
});
