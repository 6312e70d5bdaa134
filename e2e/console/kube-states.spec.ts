/** When a cluster, its API server, the console or the browser fails for a while: each page says it, and goes on by itself. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { craton, makeUser, signIn, target } from "../support/console-page.ts";
import { clusterIs, clusterReady, kubectl, readClusterStatus } from "../support/embedded-cluster.ts";

const mark = `states-${randomBytes(3).toString("hex")}`;
const run = (args: string[], input?: object) =>
  kubectl(target().state, args, input === undefined ? undefined : JSON.stringify(input));
const make = (name: string) => run(["create", "configmap", name, "--namespace", mark]);
const remove = (name: string) => run(["delete", "configmap", name, "--namespace", mark, "--ignore-not-found"]);
const list = (cluster = "local") => `${target().url}/c/${cluster}/r/configmaps?ns=${mark}`;
const row = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
const isLive = (page: Page) => page.getByRole("status").filter({ hasText: /^live$/ });
/** The list says of itself that it is not of now. */
const isOld = (page: Page) => page.getByRole("main").getByText(/as of .* ago|cannot be checked now|cannot be listed/);
test.describe.configure({ timeout: 150_000 });
/** Bounds for a busy machine: a recovery waits for components that start anew. */
const saysSo = { timeout: 15_000 };
const recovers = { timeout: 60_000 };

/** The process of the API server. */
function apiServer(): number {
  const found = readClusterStatus(target().state).components.find(({ name }) => name === "kube-apiserver");
  if (found?.pid == null) throw new Error("the API server has no process now");
  return found.pid;
}
const pidOf = (name: string) => Number(fs.readFileSync(path.join(target().state, `run/${name}.pid`), "utf8"));

/** Ends the API server and resolves when another one answers. */
async function restartApiServer(): Promise<void> {
  const gone = apiServer();
  process.kill(gone, "SIGKILL");
  await clusterIs(target().state, ({ components }) =>
    components.some(({ name, pid, state }) => name === "kube-apiserver" && state === "running" && pid !== gone),
  );
  await clusterReady(target().state);
}

/** Every name that the page shows again after it was gone from it. */
async function watchForGhosts(page: Page, name: string): Promise<() => Promise<boolean>> {
  await page.evaluate((text) => {
    let wasGone = false;
    const look = () => {
      const isThere = [...document.querySelectorAll("main a")].some((one) => one.textContent === text);
      // While the list says how old it is, it may show what it knew.
      const isFresh = !/as of|reconnecting/.test(document.querySelector("main")?.textContent ?? "");
      if (isThere && wasGone && isFresh) document.body.dataset.ghost = text;
      wasGone ||= !isThere;
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, name);
  return () => page.evaluate((text) => document.body.dataset.ghost === text, name);
}

/** Stops all scripts of the page, timers and messages with them, as a frozen tab's; answers what lets it go on. */
async function freeze(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Debugger.enable");
  const paused = new Promise((resolve) => devtools.once("Debugger.paused", resolve));
  const held = devtools.send("Runtime.evaluate", { expression: "debugger" });
  await paused;
  return async () => {
    await devtools.send("Debugger.resume");
    await held;
    await devtools.detach();
  };
}

test.beforeAll(() => {
  run(["create", "namespace", mark]);
});
test.afterAll(async () => {
  await clusterReady(target().state);
  run(["delete", "namespace", mark, "--ignore-not-found", "--wait=false"]);
});

test("API server down: the list says so and since when, refuses actions in words, and is live again by itself", async ({
  page,
}) => {
  make("stays");
  await signIn(page);
  await page.goto(list());
  await expect(isLive(page)).toBeVisible();
  await page.getByRole("checkbox").nth(1).click();
  await page.getByRole("toolbar").getByRole("button", { name: "Delete…" }).click();
  const again = restartApiServer();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect(page.getByText(/cannot be reached|does not answer|no answer/i).first()).toBeVisible(saysSo);
  await expect(isOld(page).first()).toBeVisible(saysSo);
  await expect(isLive(page)).toHaveCount(0);
  await again;
  make("came");
  await page.keyboard.press("Escape");
  await expect(row(page, "came")).toBeVisible(recovers);
  await expect(row(page, "stays")).toBeVisible();
  await expect(isLive(page)).toBeVisible(recovers);
});

test("API server restarted: what was deleted while the watches were cut stays gone", async ({ page }) => {
  for (const name of ["gone", "kept"]) make(name);
  await signIn(page);
  await page.goto(list());
  await expect(row(page, "gone")).toBeVisible();
  const isGhost = await watchForGhosts(page, "gone");
  const server = pidOf("console");
  process.kill(server, "SIGSTOP");
  try {
    await restartApiServer();
    remove("gone");
    make("new");
  } finally {
    process.kill(server, "SIGCONT");
  }
  await expect(row(page, "new")).toBeVisible(recovers);
  await expect(row(page, "gone")).toHaveCount(0);
  await expect(row(page, "kept")).toBeVisible();
  await expect(isLive(page)).toBeVisible();
  expect(await isGhost()).toBe(false);
});

test("console restarted: pages reconnect by themselves, and nobody has to sign in again", async ({ page }) => {
  make("before");
  await signIn(page);
  await page.goto(list());
  await expect(row(page, "before")).toBeVisible();
  process.kill(pidOf("console"), "SIGKILL");
  await expect(page.getByRole("main").getByText(/reconnecting, as of/)).toBeVisible(saysSo);
  await expect(row(page, "before")).toBeVisible();
  make("after");
  await expect(row(page, "after")).toBeVisible(recovers);
  await expect(isLive(page)).toBeVisible();
  expect(page.url()).toBe(list());
});

test("browser asleep for an hour: its age is honest at once, then it is live with what changed", async ({ page }) => {
  make("asleep");
  let isDead = false;
  let wake = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  await page.clock.install();
  await page.routeWebSocket(/\/ws\/live/, async (socket) => {
    // The network comes back some time after the lid is opened.
    if (isDead) await woken;
    const server = socket.connectToServer();
    const isOfBefore = !isDead;
    server.onMessage((message) => {
      if (!isOfBefore || !isDead) socket.send(message);
    });
  });
  await signIn(page);
  await page.goto(list());
  await expect(row(page, "asleep")).toBeVisible();
  await expect(isLive(page)).toBeVisible();
  isDead = true;
  remove("asleep");
  make("awake");
  // No timer counts the time of a sleep.
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await expect(page.getByRole("main").getByText(/as of (1 h|60 min|59 min).* ago/)).toBeVisible(saysSo);
  await expect(isLive(page)).toHaveCount(0);
  wake();
  await expect(row(page, "awake")).toBeVisible();
  await expect(row(page, "asleep")).toHaveCount(0);
  await expect(isLive(page)).toBeVisible(recovers);
});

test("a session that ends while the page is frozen leads to sign-in, and back to the same page", async ({ page }) => {
  const user = await makeUser(`s-${mark}`, "viewer");
  make("frozen");
  await signIn(page, user);
  await page.goto(list());
  await expect(isLive(page)).toBeVisible();
  const goOn = await freeze(page);
  craton("user", "role", user.user, "editor");
  expect(page.url()).toBe(list());
  await goOn();
  await page.waitForURL(/\/sign-in\?/, recovers);
  await page.getByLabel("User").fill(user.user);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(list());
  await expect(row(page, "frozen")).toBeVisible();
  await expect(isLive(page)).toBeVisible(recovers);
});
