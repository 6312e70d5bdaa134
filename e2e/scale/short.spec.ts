/**
 * The short form of the scale harness: 20,000 pods behind the built console. It asserts that everything is right, and prints
 * the times without judging them: `npm run scale` does that, on a quiet machine.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storm, type TruthRow } from "./phases/changes.ts";
import { type ColdResult, coldIndex } from "./phases/cold.ts";
import { filters, queryTimes, searches, sorts } from "./phases/queries.ts";
import { manySessions } from "./phases/sessions.ts";
import { percentile } from "./report.ts";
import { isWhole, type LiveSocket } from "./support/live.ts";
import { type ScaleWorld, startScaleWorld } from "./support/world.ts";

const pods = 20_000;
let world: ScaleWorld;
let cold: ColdResult;
let socket: LiveSocket;
const say = (line: string) => void process.stdout.write(`  ${line}\n`);
const truth = () => world.synthetic.control<TruthRow[]>({ op: "truth" });

beforeAll(async () => {
  world = await startScaleWorld({ pods, nodes: 1000 });
  cold = await coldIndex(world, pods);
  socket = await world.socket();
}, 120_000);
afterAll(async () => {
  socket?.close();
  await world?.stop();
});

describe("the whole set", () => {
  test("counts are told as partial until all rows are there", () => {
    say(
      `first rows after ${cold.firstRows.toFixed(2)} s, all after ${cold.seconds.toFixed(2)} s, ${cold.partials} partial counts`,
    );
    expect(cold.lies).toEqual([]);
    expect(cold.partials).toBeGreaterThan(1);
  });

  test("counts by status are those of the API server", async () => {
    const byStatus: Record<string, number> = {};
    for (const [, word] of await truth()) byStatus[word] = (byStatus[word] ?? 0) + 1;
    const { counts } = await socket.open({ kind: "pods" }).until(isWhole);
    expect(counts).toEqual({ total: pods, matched: pods, byStatus });
  });

  test("sorts are over all rows", async () => {
    const all = await truth();
    const window = socket.open({ kind: "pods", sort: [{ column: "restarts", desc: true }], rows: 200 });
    await window.until(isWhole);
    const most = all.map(([, , restarts]) => restarts).sort((a, b) => b - a);
    expect(window.now.rows.map(({ cells }) => cells.restarts)).toEqual(most.slice(0, 200));
    await window.ask({ kind: "pods", sort: [{ column: "name", desc: true }], from: 10_000, rows: 50 });
    const names = all.map(([key]) => key.split("/")[1] ?? "").sort();
    expect(window.now.rows.map(({ cells }) => cells.name)).toEqual(names.reverse().slice(10_000, 10_050));
  });

  test("filters and searches count what the API server has", async () => {
    const all = await truth();
    const window = socket.open({ kind: "pods" });
    const matched = async (wish: object) => {
      await window.ask({ kind: "pods", ...wish });
      return window.now.counts?.matched;
    };
    const wanted = (fits: (row: TruthRow) => boolean) => all.filter(fits).length;
    expect(await matched({ filter: "restarts>3" })).toBe(wanted(([, , restarts]) => restarts > 3));
    expect(await matched({ filter: "status!=Running" })).toBe(wanted(([, word]) => word !== "Running"));
    expect(await matched({ status: ["Error", "Completed"] })).toBe(
      wanted(([, word]) => ["Error", "Completed"].includes(word)),
    );
    expect(await matched({ filter: "web-12" })).toBe(wanted(([key]) => key.includes("/web-12")));
    expect(await matched({ namespaces: ["team-001", "team-003"] })).toBe(wanted(([key]) => /^team-00[13]\//.test(key)));
    expect(await matched({ filter: "label:tier=front" })).toBe(
      wanted(([key]) => Number(/-(\d+)-/.exec(key)?.[1]) % 3 === 0),
    );
  });

  test("any query is answered", async () => {
    const times = [
      ...(await queryTimes(world, sorts())),
      ...(await queryTimes(world, filters())),
      ...(await queryTimes(world, searches())),
    ];
    const sorted = times.sort((a, b) => a - b);
    say(
      `${times.length} queries, first time asked: median ${percentile(sorted, 0.5).toFixed(1)}, p99 ${percentile(sorted, 0.99).toFixed(1)} ms`,
    );
  });
});

describe("changes", () => {
  test("one is seen at once by who looks", async () => {
    const [first] = await truth();
    const key = first?.[0] ?? "";
    const window = socket.open({ kind: "pods", sort: [{ column: "restarts", desc: true }] });
    await window.until(isWhole);
    const since = performance.now();
    await world.synthetic.control({ op: "touch", key, restarts: 5_000 });
    await window.until(({ rows }) => rows[0]?.key === key && rows[0]?.cells.restarts === 5_000);
    say(`a change after ${Math.round(performance.now() - since)} ms`);
    await world.synthetic.control({ op: "remove", key });
    await window.until(({ rows }) => rows[0]?.key !== key);
  });

  test("after 1,000 a second every row is right", async () => {
    const { lag, found, made } = await storm(world, 1000, 3);
    say(`${made} changes, caught up ${Math.round(lag * 1000)} ms after the last`);
    expect(found.slice(0, 5)).toEqual([]);
  });

  test("many browsers are one watch a kind", async () => {
    const { one, all } = await manySessions(world, 60);
    expect(all).toEqual(one);
    expect(Math.max(...Object.values(all))).toBe(1);
  });
});
