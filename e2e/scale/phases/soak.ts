/** A tab that is left open while 20 things change a second: its CPU, memory, sockets, and how quick its keys stay. */
import type { Report } from "../report.ts";
import type { Tab } from "../support/browser.ts";
import type { ScaleWorld } from "../support/world.ts";

const MiB = 1024 * 1024;

/** Share of one core that the tab uses over `seconds`, in percent. */
export async function tabCpu(tab: Tab, seconds: number): Promise<number> {
  const before = await tab.cpuSeconds();
  const since = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return (((await tab.cpuSeconds()) - before) / ((performance.now() - since) / 1000)) * 100;
}

/** Moves, sorts and scrolls as a person would; answers the durations of the interactions (Event Timing, at least 16 ms each). */
export async function interactions(tab: Tab, rounds: number): Promise<number[]> {
  await tab.probe("interactions");
  await tab.page.locator("table[aria-rowcount]").focus();
  let pressed = 0;
  for (let round = 0; round < rounds; round += 1)
    for (const key of ["j", "j", "k", "PageDown", "ArrowDown", "PageUp"]) {
      await tab.page.keyboard.press(key);
      pressed += 1;
    }
  const slow = await tab.probe("interactions");
  // Those below the threshold are not told: they took less than 16 ms.
  return [...slow, ...Array.from({ length: Math.max(0, pressed - slow.length) }, () => 8)];
}

export async function reportSoak(report: Report, world: ScaleWorld, tab: Tab, minutes: number): Promise<void> {
  const peak = { rss: 0 };
  const watch = setInterval(() => {
    peak.rss = Math.max(peak.rss, world.console.memory());
  }, 1000);
  const presses: number[] = [];
  const cpu: number[] = [];
  const long: number[] = [];
  await tab.probe("longTasks");
  const slices = Math.max(1, Math.round(minutes * 2));
  for (let slice = 0; slice < slices; slice += 1) {
    cpu.push(await tabCpu(tab, Math.min(26, (minutes * 60) / slices)));
    long.push(...(await tab.probe("longTasks")));
    presses.push(...(await interactions(tab, 3)));
    await tab.probe("longTasks");
  }
  clearInterval(watch);
  const { heap, nodes } = await tab.weight();
  report.samples("CPU of the tab at 20 changes/s", "% of a core", cpu, "median", 15);
  report.samples("interaction to next paint at 20 changes/s", "ms", presses, "p98", 50, "8 ms resolution");
  report.value(`WebSockets of the tab after ${minutes} min`, "sockets", tab.sockets(), 1);
  report.value(`JavaScript heap after ${minutes} min`, "MiB", Math.round(heap / MiB), 120);
  report.value(`DOM nodes after ${minutes} min`, "nodes", nodes, 2000);
  report.value(
    "long tasks while watching",
    "tasks",
    long.length,
    null,
    `${Math.round(Math.max(0, ...long))} ms the longest`,
  );
  report.value("memory of the server, most", "MiB", Math.round(peak.rss / MiB), 1024, "resident set");
}
