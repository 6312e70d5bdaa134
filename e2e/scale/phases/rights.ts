/** Fewer rights: a kubeconfig whose user may list in two namespaces only gets their rows, and nothing that shows there is more. */
import type { Report } from "../report.ts";
import { isWhole } from "../support/live.ts";
import { type ScaleWorld, startScaleWorld } from "../support/world.ts";

export type RightsResult = {
  namespaces: string[];
  total: number;
  wanted: number;
  seconds: number;
  watches: Record<string, number>;
  failures: number;
  /** What the sources say against it. */
  why: string;
};

/** Rows that are not there after this do not come. */
const patienceMs = 30_000;

export async function twoNamespaces(size: { pods: number; nodes: number }): Promise<RightsResult> {
  const world: ScaleWorld = await startScaleWorld({ ...size, context: "limited" });
  try {
    const truth = await world.synthetic.control<[key: string][]>({ op: "truth" });
    const wanted = truth.filter(([key]) => /^team-00[01]\//.test(key)).length;
    const socket = await world.socket();
    const window = await firstAnswer(socket);
    const late = new Promise((resolve) => setTimeout(resolve, patienceMs).unref());
    const told = window.now;
    await Promise.race([window.until((now) => isWhole(now) && now.counts?.total === wanted), late]);
    const seconds = (performance.now() - world.readyAt) / 1000;
    await window.ask({ kind: "pods", sort: [{ column: "namespace", desc: true }] });
    const last = told.rows[0]?.key.split("/")[0] ?? "none";
    await window.ask({ kind: "pods", sort: [{ column: "namespace", desc: false }] });
    const first = told.rows[0]?.key.split("/")[0] ?? "none";
    socket.close();
    const { openWatches, failures } = await world.synthetic.counters();
    const why = told.sources.map(({ why }) => why ?? "").join();
    return {
      namespaces: [first, last],
      total: told.counts?.total ?? 0,
      wanted,
      seconds,
      watches: openWatches,
      failures,
      why,
    };
  } finally {
    await world.stop();
  }
}

async function firstAnswer(socket: Awaited<ReturnType<ScaleWorld["socket"]>>) {
  for (;;) {
    const window = socket.open({ kind: "pods" });
    try {
      await window.until((told) => told.rev >= 0);
      return window;
    } catch (error) {
      if (!/not-found|unavailable/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export function reportRights(report: Report, result: RightsResult): void {
  report.check(
    "two namespaces only: just their pods",
    result.total === result.wanted && result.namespaces.join() === "team-000,team-001",
    result.why || `${result.total} pods of ${result.namespaces.join(" and ")}`,
  );
  report.value("two namespaces only: whole after", "s", result.seconds, 25);
  report.value("two namespaces only: watches for pods", "watches", result.watches.pods ?? 0, 2);
}
