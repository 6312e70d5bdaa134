/**
 * `npm run scale`: all budgets of docs/scale.md in one run, on the built console. Prints a line for each figure as it comes,
 * a table at the end, and writes test-results/scale.json. Ends with 1 when a budget is missed.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { reportBrowserQueries } from "./phases/browser-queries.ts";
import { changeToPixel, reportStorm, storm } from "./phases/changes.ts";
import { coldIndex, reportCold } from "./phases/cold.ts";
import { reportQueries } from "./phases/queries.ts";
import { reportRights, twoNamespaces } from "./phases/rights.ts";
import { manySessions, reportSessions } from "./phases/sessions.ts";
import { reportSoak } from "./phases/soak.ts";
import { Report } from "./report.ts";
import { openTab } from "./support/browser.ts";
import { startScaleWorld } from "./support/world.ts";

const { values } = parseArgs({
  options: {
    pods: { type: "string", default: "150000" },
    nodes: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "10" },
    sessions: { type: "string", default: "500" },
    rounds: { type: "string", default: "60" },
    out: { type: "string", default: path.resolve(import.meta.dirname, "../../test-results/scale.json") },
    /** Phases to run, all when left out: cold, queries, sessions, browser, soak, storm, rights. */
    only: { type: "string", multiple: true, default: [] as string[] },
  },
});
const number = (text: string): number => {
  const read = Number(text);
  if (!Number.isFinite(read) || read < 0) throw new Error(`${text} is not a number`);
  return read;
};
const [pods, nodes, seed] = [number(values.pods), number(values.nodes), number(values.seed)];
const [minutes, rounds] = [number(values.minutes), number(values.rounds)];
const log = (line: string) => void process.stdout.write(`${line}\n`);
const report = new Report(log);
const MiB = 1024 * 1024;

log(`${pods} pods, ${nodes} nodes, seed ${seed}`);
const world = await startScaleWorld({ pods, nodes, seed });
process.once("SIGINT", () => void world.stop().finally(() => process.exit(130)));
try {
  reportCold(report, await coldIndex(world, pods));
  report.value(
    "memory of the server after the first list",
    "MiB",
    Math.round(world.console.memory() / MiB),
    1024,
    "resident set",
  );
  await settle();
  await world.synthetic.control({ op: "rate", perSecond: 20 });
  await phase("queries", () => reportQueries(report, world));
  await phase("sessions", async () => reportSessions(report, await manySessions(world, number(values.sessions))));
  await phase("browser", () => reportBrowserQueries(report, world, rounds));
  await phase("soak", soak);
  await phase("storm", async () => reportStorm(report, 1000, await storm(world, 1000, 20)));
} finally {
  await world.stop();
}
const small = { pods: Math.min(pods, 20_000), nodes: Math.min(nodes, 500) };
await phase("rights", async () => reportRights(report, await twoNamespaces(small)));
report.write(values.out, {
  pods,
  nodes,
  seed,
  minutes,
  sessions: number(values.sessions),
  node: process.version,
  at: new Date().toISOString(),
});
log(`\n${report.table()}\n\n${values.out}`);
process.exitCode = report.isOk ? 0 : 1;

/** One that fails is told as such, and the others are measured all the same. */
async function phase(name: string, run: () => Promise<void>): Promise<void> {
  if (values.only.length > 0 && !values.only.includes(name)) return;
  const most = minutes + 10;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${most} min`)), most * 60_000);
  });
  try {
    await Promise.race([run(), late]);
  } catch (error) {
    report.check(`phase ${name} came to its end`, false, String(error).split("\n")[0]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until the other kinds are in as well: nothing is listed any more. */
async function settle(): Promise<void> {
  for (let before = -1; ; ) {
    const { bytes } = await world.synthetic.counters();
    if (bytes === before) return;
    before = bytes;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function soak(): Promise<void> {
  const tab = await openTab(world, `/c/${world.cluster}/r/pods?sort=name`);
  try {
    await tab.page.locator("tr[data-index] a").first().waitFor();
    report.samples("change to pixel at 20 changes/s", "ms", await changeToPixel(world, tab, rounds * 2), "p99", 250);
    await reportSoak(report, world, tab, minutes);
    report.samples("change to pixel, after that", "ms", await changeToPixel(world, tab, rounds), "p99", 250);
  } finally {
    await tab.close();
  }
}
