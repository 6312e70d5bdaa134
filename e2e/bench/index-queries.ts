/**
 * Bench of first looks: views of 150,000 pods that nobody had open before, by sort, filter, label, free text and namespaces of a
 * user, and searches over them. Median and p99 in ms of a core. `node e2e/bench/index-queries.ts [rows] [rounds]`.
 */
import type { WindowQuery } from "../../lib/contract/live.ts";
import type { Feed } from "../../lib/server/index/feed.ts";
import type { Scope } from "../../lib/server/index/scope.ts";
import { search } from "../../lib/server/index/search.ts";
import { ViewCache } from "../../lib/server/index/view-cache.ts";
import { figure, print } from "./figures.ts";
import { podTable } from "./index-pods.ts";

const [rows = 150_000, rounds = 9] = process.argv.slice(2).map(Number);
const extra = { goal: 100, note: `${rows} rows, first look, time of a core` };
const feed: Feed = {
  ...{ tick: 0, want: () => {}, release: () => {}, isStale: () => false, kindOf: () => "pods" },
  sources: () => [{ name: "pods", state: "live", asOf: 0, why: null }],
};
const table = podTable(rows);
const by = (...columns: string[]): WindowQuery["sort"] =>
  columns.map((column) => ({ column: column.replace("-", ""), desc: column.startsWith("-") }));
const few: Scope = { pods: Array.from({ length: 20 }, (_, at) => `team-${at * 7}`) };
const all: Scope = { pods: "all" };

type Look = { filter?: string; sort?: WindowQuery["sort"]; status?: string[]; scope?: Scope };
const groups: Record<string, Look[]> = {
  "sort by one column": ["name", "-age", "status", "node", "-restarts", "ip", "-owner"].map((one) => ({
    sort: by(one),
  })),
  "sort by several": [
    { sort: by("namespace", "name") },
    { sort: by("-restarts", "node", "name") },
    { sort: by("status", "-cpu", "node", "-age") },
  ],
  filter: [
    ...["restarts>3 status!=Running", "node:node-49", "age<20d", "-name:web ready=1/1", "owner:auth"].map((filter) => ({
      filter,
    })),
    { status: ["CrashLoopBackOff", "Error"] },
  ],
  "label selector": ["app=web-api", "app!=web-api,tier=front", '"app in (web-api,api-web)"', "!missing"].map((one) => ({
    filter: `label:${one}`,
  })),
  "free text": ["billing", "zz", "-crash", "10.4", "team-77 web"].map((filter) => ({ filter })),
  "a user of 20 namespaces": [{ scope: few }, { scope: few, filter: "web", sort: by("-age") }],
};

/** The core's time: what else runs on the machine must not make the index look slow. Nothing here waits. */
const timed = (work: () => unknown): number => {
  const began = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1000;
};
for (const [name, looks] of Object.entries(groups)) {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { filter = "", sort = [], status = [], scope = all } of looks)
      took.push(timed(() => new ViewCache(feed).get(table, { namespaces: [], filter, sort, status }, scope)));
  }
  print(figure(name, "ms", took, extra));
}
const texts = ["web-api", "billing", "zz", "label:tier=front", "node:node-49"];
const searches = Array.from({ length: rounds }, () =>
  texts.map((text) => timed(() => search([table], feed, { text, scope: all, namespaces: [], limit: 20 }, Date.now()))),
);
print(figure("search", "ms", searches.flat(), extra));
