import { describe, expect, test, vi } from "vitest";
import { CratonError } from "../../contract/errors.ts";
import { kindName } from "../../contract/kinds.ts";
import { windowQuery } from "../../contract/live.ts";
import { may } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import type { Scope } from "../index/scope.ts";
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
    expect(await peekList(context, { user: "vera", role: "viewer" }, query(kind))).toBeNull();
    expect(peek).not.toHaveBeenCalled();
    forbid.mockRestore();
    expect(await peekList(context, { user: "vera", role: "viewer" }, query(kind))).toBe(page);
  },
);

describe("of a Kubernetes cluster", () => {
  const kind = { name: "pods" };
  const world = (scope: Scope) => {
    const cluster = { kind: () => kind, scope: async () => scope, index: () => ({ peek }) };
    const get = (name: string) => {
      if (name !== "moon") throw new CratonError("not-found", { what: "cluster", value: name });
      return cluster;
    };
    return { index: { peek }, clusters: { get } } as unknown as ServerContext;
  };
  const vera = { user: "vera", role: "viewer" } as const;

  test("the index is asked for what the user may see, and for no more", async () => {
    peek.mockClear();
    expect(await peekList(world({ pods: ["a"] }), vera, query("pods", "moon"))).toBe(page);
    expect(peek).toHaveBeenCalledExactlyOnceWith(query("pods", "moon"), { pods: ["a"] }, 250);
  });

  test.each([{}, { pods: "none" }, { pods: [] }] as Scope[])("scope %j gives nothing", async (scope) => {
    peek.mockClear();
    expect(await peekList(world(scope), vera, query("pods", "moon"))).toBeNull();
    expect(peek).not.toHaveBeenCalled();
  });

  test("an unknown cluster gives nothing", async () => {
    expect(await peekList(world({ pods: "all" }), vera, query("pods", "mars"))).toBeNull();
  });
});
