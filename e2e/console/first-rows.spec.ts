/** The first rows of a list stand in the page's HTML: seen without scripts, and taken over by the live list without a fault. */
import { type Browser, type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { type FakePod, makeAci, runPod, uploadImage } from "../support/fake-pod.ts";
import { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let viewer: HttpUser;
let pod: FakePod;

test.beforeAll(async () => {
  server = await startConsole();
  const admin = await server.user("admin");
  viewer = await server.user("viewer");
  pod = await runPod(admin, "alpha", await uploadImage(admin, "alpha", makeAci()));
});
test.afterAll(async () => {
  await server?.stop();
});

const link = () => `a[href="/c/fleet/pods/alpha/${pod.uuid}"]`;
const age = (page: Page) => page.locator("h1 ~ [role=status]");

/** A page of the viewer, and everything that its scripts complained about. */
async function open(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  const [name = "", value = ""] = viewer.cookie.split("=");
  await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: "Strict" }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  return { page, faults, close: () => context.close() };
}

/** Loads until the row is in the HTML: the index hears of things a moment after they are, and a busy one may answer too late. */
async function loadUntil(page: Page, where: string, row: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${server.url}${where}`);
    await expect(page.locator(row).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 40_000 });
}

test("rows of each list are seen without scripts, as the URL asks for them", async ({ browser }) => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  await loadUntil(page, "/c/fleet/pods", link());
  await expect(age(page)).toContainText("as of");
  // The filter of the URL holds: the empty list says so, and has no row.
  await loadUntil(page, `/c/fleet/pods?filter=-${pod.uuid}&status=running`, "text=No pods fit the filter");
  await expect(page.locator(link())).toHaveCount(0);
  for (const noun of ["images", "nodes"])
    await loadUntil(page, `/c/fleet/${noun}`, `tbody a[href^="/c/fleet/${noun}/alpha"]`);
  await loadUntil(page, "/c/fleet/events", "tbody tr");
  await close();
});

const eyes: [string, BrowserContextOptions][] = [
  ["a desk", { viewport: { width: 1440, height: 900 } }],
  ["a high screen far away", { viewport: { width: 2560, height: 2000 }, timezoneId: "Asia/Tokyo", locale: "de-DE" }],
  ["a phone", { viewport: { width: 390, height: 844 } }],
];
for (const [name, options] of eyes)
  test(`the live list takes the same rows over without a fault, on ${name}`, async ({ browser }) => {
    const { page, faults, close } = await open(browser, options);
    // Whether the rows are ever gone between the HTML and the live list.
    await page.addInitScript(() => {
      let row: Element | null = null;
      const look = () => {
        row ??= document.querySelector("tbody a");
        if (row && !row.isConnected) console.error("a row of the HTML was thrown away");
        requestAnimationFrame(look);
      };
      look();
    });
    for (const noun of ["pods", "images", "nodes", "events"]) {
      await page.goto(`${server.url}/c/fleet/${noun}`);
      await expect(age(page)).toHaveText("live");
      await expect(page.locator("tbody tr").first()).toBeVisible();
    }
    expect(faults).toEqual([]);
    await close();
  });

test("rows that came with a page are not shown again when it is left and opened later", async ({ browser }) => {
  const { page, faults, close } = await open(browser, {});
  await page.goto(`${server.url}/c/fleet/pods`);
  await expect(age(page)).toHaveText("live");
  await page
    .getByRole("link", { name: /^Nodes/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Nodes" })).toBeVisible();
  await page.evaluate(() => {
    new MutationObserver(() => {
      if (document.body.textContent?.includes("connecting, as of")) console.error("old rows were shown");
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.getByRole("link", { name: /^Pods/ }).first().click();
  await expect(page.locator(link())).toBeVisible();
  await expect(age(page)).toHaveText("live");
  expect(faults).toEqual([]);
  await close();
});

test("a stranger and a user who must change the password get no row", async () => {
  const made = await server.admin("POST", "/users", { user: "newcomer", role: "viewer" });
  const newcomer = new HttpUser(server.url);
  await newcomer.signIn("newcomer", String(made.password));
  for (const user of [new HttpUser(server.url), newcomer]) {
    const answer = await user.call("GET", "/c/fleet/pods", { headers: { "x-craton-target": "/c/fleet/pods" } });
    expect(answer.text).not.toContain(pod.uuid);
    expect(answer.status).toBe(302);
  }
});
