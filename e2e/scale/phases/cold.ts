/** The first list of everything: seconds until it is whole, first rows, and honest partial counts on the way. */
import type { Report } from "../report.ts";
import { isWhole, type Told } from "../support/live.ts";
import type { ScaleWorld } from "../support/world.ts";

export type ColdResult = { seconds: number; firstRows: number; lies: string[]; partials: number };

/** Opens the first window of all, which starts the index, and follows it until the list is whole. Seconds count from there. */
export async function coldIndex(world: ScaleWorld, pods: number): Promise<ColdResult> {
  const socket = await world.socket();
  const start = performance.now();
  const since = () => (performance.now() - start) / 1000;
  const lies: string[] = [];
  let firstRows = Number.NaN;
  let partials = 0;
  const look = (told: Told) => {
    const [source] = told.sources;
    const total = told.counts?.total ?? 0;
    if (Number.isNaN(firstRows) && told.rows.length > 0) firstRows = since();
    if (source === undefined || total === 0) return;
    if (source.loading !== undefined) partials += 1;
    // Less than everything must be told as such.
    if (total < pods * 0.98 && source.state === "live" && source.loading === undefined)
      lies.push(`${total} rows are called live`);
    if (source.loading !== undefined && total > source.loading.rows + pods * 0.01)
      lies.push(`${total} rows, ${source.loading.rows} told`);
  };
  const window = await openWhenKnown(socket, look);
  await window.until((told) => isWhole(told) && (told.counts?.total ?? 0) > pods * 0.98);
  const seconds = since();
  socket.close();
  return { seconds, firstRows, lies, partials };
}

/** The kinds of a cluster are known a moment after its start: until then a window is refused. */
async function openWhenKnown(socket: Awaited<ReturnType<ScaleWorld["socket"]>>, look: (told: Told) => void) {
  for (;;) {
    const window = socket.open({ kind: "pods" });
    window.onMessage = look;
    try {
      await window.until((told) => told.rev >= 0);
      return window;
    } catch (error) {
      if (!/not-found|unavailable/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export function reportCold(report: Report, { seconds, firstRows, lies, partials }: ColdResult): void {
  report.value("cold index of all pods", "s", seconds, 25, "from the first look at the cluster");
  report.value("first rows while it loads", "s", firstRows, 2);
  report.check(
    "counts are told as partial until whole",
    lies.length === 0 && partials > 1,
    lies[0] ?? `${partials} partial counts`,
  );
}
