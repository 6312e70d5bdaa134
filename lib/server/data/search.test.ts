/** Search holds nobody else up: a user has few searches open at a time. */
import { expect, test } from "vitest";
import type { ServerContext } from "../context.ts";
import type { Found } from "../index/search.ts";
import type { Actor } from "./actor.ts";
import { searchObjects } from "./search.ts";

const pods = { name: "pods" };
const none: Found = { groups: [], missing: [] };

/** An index that answers when it is told to. */
function world() {
  const open: ((found: Found) => void)[] = [];
  const search = () => new Promise<Found>((resolve) => open.push(resolve));
  const cluster = { kinds: () => [pods], scope: async () => ({ pods: "all" }), index: () => ({ search }) };
  const context = { config: { readOnly: false }, clusters: { get: () => cluster } } as unknown as ServerContext;
  const ask = (user: string, signal?: AbortSignal) => {
    const actor: Actor = { user, role: "viewer", address: "", requestId: "", session: "", signal };
    return searchObjects(context, actor, "local", { text: "web", namespaces: [], limit: 5 });
  };
  return { open, ask };
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test("four searches of a user are open at a time, the others wait, one too many is refused, another user does not wait", async () => {
  const { open, ask } = world();
  const asked = Array.from({ length: 64 }, () => ask("ann"));
  await settle();
  expect(open).toHaveLength(4);
  await expect(ask("ann")).rejects.toMatchObject({ code: "rate-limited" });
  const other = ask("bob");
  await settle();
  expect(open).toHaveLength(5);
  let answered = 0;
  while (answered < open.length) {
    open[answered++]?.(none);
    await settle();
  }
  expect(await Promise.all([...asked, other])).toHaveLength(65);
  const later = ask("ann");
  await settle();
  open.at(-1)?.(none);
  expect(await later).toEqual(none);
});

test("a search that the browser gave up while it waited is not begun", async () => {
  const { open, ask } = world();
  const first = Array.from({ length: 4 }, () => ask("ann"));
  const gone = new AbortController();
  const fifth = ask("ann", gone.signal);
  await settle();
  gone.abort();
  for (const answer of open) answer(none);
  await Promise.all(first);
  await expect(fifth).rejects.toThrow();
  expect(open).toHaveLength(4);
});
