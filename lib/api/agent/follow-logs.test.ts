import fc from "fast-check";
import { expect, test } from "vitest";
import { CratonError } from "../../contract/errors.ts";
import type { LogLine } from "../../contract/stdio.ts";
import { resumedLogs } from "./follow-logs.ts";
import type { LogOptions } from "./logs.ts";

const broken = () => new CratonError("agent-unreachable", { node: "n", why: "the connection broke" });

/** A log whose lines stand at these microseconds, and a source that breaks after so many lines, then so many, … */
function breaking(at: number[], breaks: number[]) {
  const lines: LogLine[] = at.map((micros, index) => {
    const text = String(micros % 1_000_000).padStart(6, "0");
    const second = new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19);
    return { time: `${second}.${text}000+00:00`, stream: "stdout", partial: false, text: String(index) };
  });
  const left = [...breaks];
  return async function* (options: LogOptions) {
    const from = options.since === undefined ? 0 : Date.parse(options.since);
    const piece = left.shift() ?? Number.POSITIVE_INFINITY;
    let sent = 0;
    for (const line of lines) {
      if (Date.parse(line.time) < from) continue;
      if (sent === piece) throw broken();
      sent += 1;
      yield line;
    }
  };
}
async function texts(source: AsyncIterable<LogLine>): Promise<string[]> {
  const found: string[] = [];
  for await (const { text } of source) found.push(text);
  return found;
}

test("whatever breaks, each line comes once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      // Steps of few microseconds: many lines share a millisecond.
      fc.array(fc.nat(900), { maxLength: 30 }),
      fc.array(fc.nat(12), { maxLength: 1 }),
      async (steps, breaks) => {
        let sum = 1_000_000;
        const at = steps.map((step) => {
          sum += step;
          return sum;
        });
        const source = breaking(at, breaks);
        expect(await texts(resumedLogs(source, { follow: true }))).toEqual(at.map((_, index) => String(index)));
      },
    ),
    { numRuns: 15 },
  );
});

test("several breaks in a row, also before the first line", async () => {
  const source = breaking([1, 2, 3, 1500, 1501, 9000], [0, 2, 3, 0]);
  expect(await texts(resumedLogs(source, { follow: true }))).toEqual(["0", "1", "2", "3", "4", "5"]);
});

test("without follow, and for other errors, a break is an error", async () => {
  await expect(texts(resumedLogs(breaking([1, 2, 3], [1]), {}))).rejects.toMatchObject({ code: "agent-unreachable" });
  let asked = 0;
  const gone = resumedLogs(
    () => {
      asked += 1;
      throw new CratonError("pod-not-found", { uuid: "x" });
    },
    { follow: true },
  );
  await expect(texts(gone)).rejects.toMatchObject({ code: "pod-not-found" });
  expect(asked).toBe(1);
});
