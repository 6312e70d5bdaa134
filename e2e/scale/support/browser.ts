/** Chromium on the console, with the probe in the page and the numbers of the DevTools protocol. */
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { installProbe, type Probe } from "./page-probe.ts";
import type { ScaleWorld } from "./world.ts";

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

export type Tab = {
  page: Page;
  /** Calls a function of the probe inside the page. */
  probe<Name extends keyof Probe>(
    name: Name,
    ...given: Parameters<Probe[Name]>
  ): Promise<Awaited<ReturnType<Probe[Name]>>>;
  /** Seconds of CPU that the tab's process has used so far. */
  cpuSeconds(): Promise<number>;
  /** After a garbage collection: JavaScript heap in bytes, DOM nodes. */
  weight(): Promise<{ heap: number; nodes: number }>;
  /** WebSockets opened so far. */
  sockets(): number;
  close(): Promise<void>;
};

export async function openTab(world: ScaleWorld, path: string): Promise<Tab> {
  const browser: Browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(installProbe);
  let opened = 0;
  page.on("websocket", () => {
    opened += 1;
  });
  const [name = "", value = ""] = (world.sessions(1)[0] ?? "").split("=");
  await context.addCookies([{ name, value, url: world.console.url, httpOnly: true, sameSite: "Strict" }]);
  const wire: CDPSession = await context.newCDPSession(page);
  await wire.send("Performance.enable");
  const whole = await browser.newBrowserCDPSession();
  await page.goto(`${world.console.url}${path}`);
  return {
    page,
    probe: (called, ...given) =>
      page.evaluate(
        ([name, words]) => {
          const { probe } = globalThis as unknown as { probe: Record<string, (...words: unknown[]) => unknown> };
          return probe[name as string]?.(...(words as unknown[]));
        },
        [called, given] as unknown[],
      ) as never,
    async cpuSeconds() {
      const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
      return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    },
    async weight() {
      await wire.send("HeapProfiler.collectGarbage");
      const { metrics } = await wire.send("Performance.getMetrics");
      const of = (metric: string) => metrics.find(({ name }) => name === metric)?.value ?? Number.NaN;
      const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
      return { heap: of("JSHeapUsedSize"), nodes };
    },
    sockets: () => opened,
    close: () => browser.close(),
  };
}
