import { expect, it } from "vitest";
import type { ErrorBody } from "@/lib/contract/errors.ts";
import type { Source } from "@/lib/contract/live.ts";
import { rowsState } from "./rows-state.ts";

const source = (state: Source["state"], asOf: number | null, loading?: Source["loading"]): Source => ({
  ...{ name: "pods", state, asOf, why: null },
  ...(loading ? { loading } : {}),
});
const counts = { total: 0, matched: 0, byStatus: {} };
const error = (code: ErrorBody["code"]): ErrorBody => ({ code, message: "", details: {}, requestId: "" });
const of = (count: number, ...sources: Source[]) => rowsState({ state: "live", error: null, counts, sources }, count);

it("shows rows, whatever the sources say", () => expect(of(3, source("down", null))).toBeNull());
it("is empty when the sources were heard, live or not", () => {
  expect(of(0, source("live", 1))).toBe("empty");
  expect(of(0, source("down", 1))).toBe("empty");
  expect(of(0)).toBe("empty");
});
it("never says that nothing is there before anybody was heard", () => {
  expect(of(0, source("connecting", null))).toBe("loading");
  expect(of(0, source("live", 1, { rows: 0, of: 5 }))).toBe("loading");
  expect(of(0, source("down", null))).toBe("unheard");
});
it("tells faults, but for those of the filter, which stand at the filter", () => {
  const view = { counts, sources: [source("live", 1)] };
  expect(rowsState({ ...view, state: "error", error: error("forbidden") }, 0)).toBe("error");
  expect(rowsState({ ...view, state: "error", error: error("bad-filter") }, 0)).toBe("empty");
  expect(rowsState({ ...view, state: "loading", error: null, counts: null }, 0)).toBe("loading");
});
