/** In the browser, from the press of a key to the frame with the rows: page loads, sorts, filters and searches. */
import type { Report } from "../report.ts";
import { openTab, type Tab } from "../support/browser.ts";
import type { Steps } from "../support/page-probe.ts";
import type { ScaleWorld } from "../support/world.ts";

const pods = (world: ScaleWorld) => `/c/${world.cluster}/r/pods`;

/** ms from the navigation's start until a row of the list stands in the document and is drawn, for whole page loads. */
export async function firstRows(world: ScaleWorld, rounds: number): Promise<number[]> {
  const tab = await openTab(world, pods(world));
  try {
    await tab.page.locator("tr[data-index] a").first().waitFor({ timeout: 60_000 });
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await tab.page.goto(
        `${world.console.url}${pods(world)}?sort=${["-restarts", "node", "-age", "name"][round % 4]}`,
        { waitUntil: "commit" },
      );
      await tab.page.locator("tr[data-index] a").first().waitFor();
      times.push(await tab.page.evaluate(drawn));
    }
    return times;
  } finally {
    await tab.close();
  }
}

/** Runs in the page: when the frame with the first row was drawn, as the probe marked it. */
function drawn(): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const [mark] = performance.getEntriesByName("craton-first-row");
      if (mark === undefined) requestAnimationFrame(look);
      else resolve(mark.startTime);
    };
    look();
  });
}

async function timed(tab: Tab, act: () => Promise<void>): Promise<Steps> {
  await tab.probe("arm");
  const [steps] = await Promise.all([tab.probe("settled"), act()]);
  return steps;
}

/** Presses on column heads: each sorts the whole set. */
export async function sortTimes(tab: Tab, rounds: number): Promise<Steps[]> {
  const heads = tab.page.locator("thead th > button:not([aria-label])");
  const count = await heads.count();
  // The list may stand in this order already: the first press would ask for nothing.
  await heads.first().click();
  const times: Steps[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Twice each: upwards and downwards.
    await heads.nth(Math.floor(round / 2) % count).focus();
    times.push(await timed(tab, () => tab.page.keyboard.press("Enter")));
  }
  return times;
}

const words = ["web", "api", "queue", "mail", "worker", "auth", "billing", "cache", "search", "report"];

/** Between two letters of somebody who types quickly. */
const keystrokeMs = 120;

/** The last letter of a word: what a person sees as the answer to typing. */
export async function searchTimes(tab: Tab, rounds: number): Promise<Steps[]> {
  const box = tab.page.getByRole("combobox", { name: /Filter/ });
  const times: Steps[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const word = `${words[round % words.length]}-${round}`;
    await box.focus();
    await tab.page.keyboard.press("ControlOrMeta+a");
    await tab.page.keyboard.insertText(word);
    await tab.page.waitForTimeout(keystrokeMs);
    times.push(await timed(tab, () => tab.page.keyboard.press("1")));
  }
  await box.fill("");
  return times;
}

export async function filterTimes(tab: Tab, rounds: number): Promise<Steps[]> {
  const box = tab.page.getByRole("combobox", { name: /Filter/ });
  const times: Steps[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const text = [`restarts>${round}`, `node:worker-0${round}`, `status!=Running age<${round + 1}`][round % 3] ?? "";
    await box.focus();
    await tab.page.keyboard.press("ControlOrMeta+a");
    await tab.page.keyboard.insertText(text);
    await tab.page.waitForTimeout(keystrokeMs);
    const last = round % 3 === 2 ? "d" : "1";
    times.push(await timed(tab, () => tab.page.keyboard.press(last)));
  }
  await box.fill("");
  return times;
}

export async function reportBrowserQueries(report: Report, world: ScaleWorld, rounds: number): Promise<void> {
  report.samples("first rows of a page load", "ms", await firstRows(world, rounds), "p75", 400);
  const tab = await openTab(world, pods(world));
  try {
    await tab.page.locator("tr[data-index] a").first().waitFor();
    for (const [name, times] of [
      ["sort", await sortTimes(tab, rounds)],
      ["filter", await filterTimes(tab, rounds)],
      ["search", await searchTimes(tab, rounds)],
    ] as const) {
      const of = (step: (steps: Steps) => number) => times.map(step);
      report.samples(
        `${name}, key press to rows`,
        "ms",
        of(({ drawn }) => drawn),
        "p99",
        100,
      );
      report.samples(
        `${name}: key press to question`,
        "ms",
        of(({ sent }) => sent),
        "p99",
        null,
      );
      report.samples(
        `${name}: question to answer`,
        "ms",
        of(({ sent, answered }) => answered - sent),
        "p99",
        null,
      );
      report.samples(
        `${name}: answer to frame`,
        "ms",
        of(({ answered, drawn }) => drawn - answered),
        "p99",
        null,
      );
    }
  } finally {
    await tab.close();
  }
}
