import { expect, test, vi } from "vitest";
import { kindName } from "../../contract/kinds.ts";
import { windowQuery } from "../../contract/live.ts";
import { may } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import { nounOfKind, peekList } from "./lists.ts";

vi.mock("../../contract/roles.ts", { spy: true });

const page = { op: "snapshot", id: 0, rev: 0, from: 0, rows: [], sources: [] };
const peek = vi.fn(async () => page);
const context = { index: { peek } } as unknown as ServerContext;
const query = (kind: (typeof kindName.options)[number], cluster = "fleet") => windowQuery.parse({ kind, cluster });

test.each(kindName.options)(
  "a user without the right to list %s gets no rows, and the index is not asked",
  async (kind) => {
    peek.mockClear();
    const forbid = vi
      .mocked(may)
      .mockImplementation((_who, verb, noun) =>
        verb === "list" && noun === nounOfKind[kind] ? "the role does not include it" : null,
      );
    expect(await peekList(context, { role: "viewer" }, query(kind))).toBeNull();
    expect(peek).not.toHaveBeenCalled();
    forbid.mockRestore();
    expect(await peekList(context, { role: "viewer" }, query(kind))).toBe(page);
  },
);

test("another cluster than the fleet has none", async () => {
  peek.mockClear();
  expect(await peekList(context, { role: "admin" }, query("pods", "moon"))).toBeNull();
  expect(peek).not.toHaveBeenCalled();
});
