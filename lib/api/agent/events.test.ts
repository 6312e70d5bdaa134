/** Following events over breaks: no gap, no repeat, and an honest word when numbers are gone. */
import { afterEach, expect, test, vi } from "vitest";
import { type Edge, startEdge } from "../../../e2e/support/agent-edge.ts";
import { event, stubServices } from "../../../e2e/support/agent-services.ts";
import { CratonError } from "../../contract/errors.ts";
import type { EventLine } from "../../contract/event.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const viewer = { user: "ada", role: "viewer" as const };
let edge: Edge | undefined;
afterEach(async () => {
  await edge?.stop();
  edge = undefined;
});

/** An agent whose stream breaks after each `piece` events. */
async function breaking(piece: number, last: number) {
  const asked: number[] = [];
  const services = stubServices();
  services.events.read = async function* (since, { signal }) {
    asked.push(since);
    if (since > last) throw new CratonError("events-gone", { since, oldest: 1 });
    for (let seq = since + 1; seq <= last; seq++) {
      if (seq - since > piece) throw new Error("a break");
      yield event(seq);
    }
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  };
  edge = await startEdge(services);
  return { client: edge.client(), asked, edge };
}
const seqs = (lines: EventLine[]) => lines.map((line) => (line.type === "event" ? line.event.seq : line.type));

test("breaks are bridged from the last number seen", async () => {
  const { client, asked } = await breaking(4, 10);
  const states: boolean[] = [];
  const seen: EventLine[] = [];
  for await (const line of client.events(viewer, {
    since: 0,
    follow: true,
    onConnection: ({ connected }) => void states.push(connected),
  })) {
    seen.push(line);
    if (seen.length === 10) break;
  }
  expect(seqs(seen)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  // What was on its way when the connection broke may be asked for again, so there can be more breaks than two.
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(states.slice(0, 3)).toEqual([true, false, true]);
});

test("without follow a break is an error", async () => {
  const { client } = await breaking(4, 10);
  const seen: EventLine[] = [];
  const reading = (async () => {
    for await (const line of client.events(viewer, { since: 0 })) seen.push(line);
  })();
  await expect(reading).rejects.toMatchObject({ code: "agent-unreachable" });
  expect(seqs(seen)).toEqual([1, 2, 3, 4]);
});

test("numbers that are gone are told, not bridged", async () => {
  const { client } = await breaking(4, 10);
  const lines = client.events(viewer, { since: 11, follow: true });
  await expect(lines.next()).rejects.toMatchObject({ code: "events-gone" });
});

test("an agent that is away is tried again until it is back, or the caller gives up", async () => {
  const { client, edge: first } = await breaking(4, 3);
  const gone = new AbortController();
  const why: (string | null)[] = [];
  const lines = client.events(
    { ...viewer, signal: gone.signal },
    {
      since: 0,
      follow: true,
      onConnection: (state) => {
        why.push(state.why);
        if (why.length === 2) gone.abort(new Error("enough"));
      },
    },
  );
  for (let i = 0; i < 3; i++) await lines.next();
  await first.server.close();
  await expect(lines.next()).rejects.toThrow();
  expect(why).toEqual([null, expect.stringMatching(/broke|listens/)]);
});

test("a role that may not is told at once", async () => {
  const { client } = await breaking(4, 3);
  const lines = client.events({ user: "x", role: "nobody" as "viewer" }, { since: 0, follow: true });
  const settled = lines.next().catch((error) => error);
  const error = await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 1500, "still trying"))]);
  expect(error).toMatchObject({ code: "bad-assertion" });
});
