/** Changes: from the API server to the pixel at 20 a second, and right to the last row after 1,000 a second. */
import type { Report } from "../report.ts";
import type { Tab } from "../support/browser.ts";
import { isWhole } from "../support/live.ts";
import type { ScaleWorld } from "../support/world.ts";

/** ms from just before the change at the API server to the frame that shows it, for rows in sight. */
export async function changeToPixel(world: ScaleWorld, tab: Tab, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const keys = (await tab.probe("keys")).slice(2, 20);
    const key = keys[round % keys.length] ?? "";
    // A number that no pod has by itself, so that no other change looks like it.
    const restarts = 100_000 + round;
    const text = restarts.toLocaleString("en-US");
    const shown = Promise.race([tab.probe("shows", key, String(restarts)), tab.probe("shows", key, text)]);
    const { at } = await world.synthetic.control<{ at: number }>({ op: "touch", key, word: "Running", restarts });
    times.push((await shown) - at);
  }
  return times;
}

export type TruthRow = [key: string, word: string, restarts: number, rv: number];

/** After changes have ended: every row of the index against the server's own. Answers what differs. */
export async function differences(world: ScaleWorld): Promise<string[]> {
  const truth = await world.synthetic.control<TruthRow[]>({ op: "truth" });
  const socket = await world.socket();
  try {
    const window = socket.open({
      kind: "pods",
      sort: [
        { column: "namespace", desc: false },
        { column: "name", desc: false },
      ],
      rows: 200,
    });
    await window.until((told) => isWhole(told) && told.counts?.total === truth.length);
    const found: string[] = [];
    const seen = new Set<string>();
    for (let from = 0; from < truth.length; from += 200) {
      await window.ask({
        kind: "pods",
        sort: [
          { column: "namespace", desc: false },
          { column: "name", desc: false },
        ],
        from,
        rows: 200,
      });
      // The console takes 50 messages a second of one tab for long.
      await new Promise((resolve) => setTimeout(resolve, 22));
      for (const row of window.now.rows) seen.add(`${row.key} ${String(row.cells.restarts)} ${String(row.cells.rv)}`);
    }
    for (const [key, , restarts, rv] of truth)
      if (!seen.delete(`${key} ${restarts} ${rv}`)) found.push(`missing: ${key} ${restarts} ${rv}`);
    for (const extra of seen) found.push(`not there: ${extra}`);
    return found;
  } finally {
    socket.close();
  }
}

/** Changes at a rate for some seconds, then none; answers the seconds until the index has the newest count, and what differs. */
export async function storm(
  world: ScaleWorld,
  perSecond: number,
  seconds: number,
): Promise<{ lag: number; found: string[]; made: number }> {
  const before = (await world.synthetic.counters()).changes;
  await world.synthetic.control({ op: "rate", perSecond });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await world.synthetic.control({ op: "rate", perSecond: 0 });
  const since = performance.now();
  const { pods, changes } = await world.synthetic.counters();
  const socket = await world.socket();
  // The last change of all, made known by a number of its own: when it is here, all before it are.
  const [last] = await world.synthetic.control<TruthRow[]>({ op: "truth" });
  await world.synthetic.control({ op: "touch", key: last?.[0] ?? "", restarts: 777_777 });
  const window = socket.open({ kind: "pods", filter: "restarts=777777" });
  await window.until((told) => (told.counts?.matched ?? 0) > 0 && told.counts?.total === pods);
  const lag = (performance.now() - since) / 1000;
  socket.close();
  return { lag, found: await differences(world), made: changes - before };
}

export function reportStorm(report: Report, perSecond: number, result: Awaited<ReturnType<typeof storm>>): void {
  report.value(`caught up after ${perSecond} changes/s`, "s", result.lag, 5, `${result.made} changes`);
  report.check(`every row right after ${perSecond} changes/s`, result.found.length === 0, result.found[0] ?? "");
}
