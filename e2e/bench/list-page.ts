/**
 * First rows of the list of 1,000 pods in the browser: a whole load of the page (HTML, scripts, socket, snapshot), and the
 * way from another page of the console. The agent is on its fake host, server and browser are the real ones. `first row` is
 * the first frame in which a row can be seen, counted in the page from the navigation's start; `live` the first in which the
 * list says that it is kept up to date.
 */
import { chromium, type Page } from "@playwright/test";
import { type ConsoleServer, password, startConsole } from "../support/console-server.ts";
import { makeAci, runPod, uploadImage } from "../support/fake-pod.ts";
import { figure, print } from "./figures.ts";

const pods = 1000;
const rounds = Number(process.env.CRATON_BENCH_ROUNDS ?? 15);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

type Seen = { row: number; live: number };

/** Runs in the page: writes the time of the first frame with a row, and with a list that is live, on the window. */
function watchFirstRow(): void {
  const times: Partial<Seen> = {};
  Reflect.set(globalThis, "seen", times);
  const look = () => {
    const row = document.querySelector('a[href*="/c/fleet/pods/alpha"]');
    if (row?.checkVisibility({ checkVisibilityCSS: true })) times.row ??= performance.now();
    const age = document.querySelector("h1 ~ [role=status]");
    if (times.row !== undefined && age?.textContent === "live") times.live ??= performance.now();
    if (times.live === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function seen(page: Page): Promise<Seen> {
  const handle = await page.waitForFunction(() => {
    const times = Reflect.get(globalThis, "seen") as Partial<Seen>;
    return times.live === undefined ? null : times;
  });
  return (await handle.jsonValue()) as Seen;
}

const server: ConsoleServer = await startConsole();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
const whole: number[] = [];
const live: number[] = [];
const inside: number[] = [];
try {
  const admin = await server.user("admin", "bench");
  const node = server.agents[0]?.name ?? "";
  const image = await uploadImage(admin, node, makeAci());
  for (let made = 0; made < pods; made += 10) {
    await Promise.all(Array.from({ length: 10 }, () => runPod(admin, node, image)));
  }
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("User").fill("bench");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/c\//);
  await page.addInitScript(watchFirstRow);
  const rowOf = (noun: string) => page.locator(`a[href*="/c/fleet/${noun}/alpha"]`).first();
  const row = rowOf("pods");
  for (let round = 0; round <= rounds; round += 1) {
    await page.goto(`${server.url}/c/fleet/pods`);
    const loaded = await seen(page);
    await page
      .getByRole("link", { name: /^Nodes/ })
      .first()
      .click();
    await page.waitForURL(/\/nodes$/);
    await rowOf("nodes").waitFor();
    const from = await page.evaluate(() => performance.now());
    await page.getByRole("link", { name: /^Pods/ }).first().click();
    await row.waitFor();
    const arrived = await page.evaluate(() => performance.now());
    if (round > 0) whole.push(loaded.row);
    if (round > 0) live.push(loaded.live);
    if (round > 0) inside.push(arrived - from);
  }
} finally {
  await browser.close();
  await server.stop();
}
print(figure(`list of ${pods} pods, whole load`, "ms", whole, { goal: 300 }));
print(figure(`list of ${pods} pods, whole load, live`, "ms", live));
print(figure(`list of ${pods} pods, from another page`, "ms", inside, { goal: 300 }));
