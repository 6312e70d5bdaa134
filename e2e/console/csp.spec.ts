/**
 * The content security policy on real pages in Chromium: a terminal and an editor in one document, every page, no breach;
 * and a control that shows that a breach would have been seen. Route handler, upgrade and page share one server context.
 */
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { paths } from "../../lib/paths.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { type FakePod, makeAci, runPod, uploadImage } from "../support/fake-pod.ts";
import type { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let admin: HttpUser;
let pod: FakePod;
let image: string;

test.beforeAll(async () => {
  server = await startConsole();
  admin = await server.user("admin");
  image = await uploadImage(admin, "alpha", makeAci());
  pod = await runPod(admin, "alpha", image);
});
test.afterAll(async () => {
  await server?.stop();
});

/** A page with the admin's cookie that gathers breaches of the policy and errors of scripts. */
async function open(context: BrowserContext): Promise<{ page: Page; breaches: string[] }> {
  const [name = "", value = ""] = admin.cookie.split("=");
  await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: "Strict" }]);
  const page = await context.newPage();
  const breaches: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) breaches.push(message.text());
  });
  page.on("pageerror", (error) => breaches.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`Content Security Policy ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
    );
  });
  return { page, breaches };
}

test("a terminal and an editor in one document, and the server is one behind both", async ({ context }) => {
  const { page, breaches } = await open(context);
  await page.goto(server.url + paths.pod("fleet", "alpha", pod.uuid, "manifest"));
  await expect(page.locator(".cm-content")).toContainText("PodManifest");
  // Styles of the editor reached the page: without them it is unusable.
  expect(await page.locator(".cm-scroller").evaluate((element) => getComputedStyle(element).display)).toBe("flex");
  await page.getByRole("navigation", { name: "Parts of the pod" }).getByRole("link", { name: "Terminal" }).click();
  await page.getByRole("button", { name: "Open terminal" }).click();
  const screen = page.locator(".xterm-rows");
  await expect(screen).toContainText("#");
  await page.locator(".xterm-helper-textarea").focus();
  await page.keyboard.type("echo shared-$((40 + 2))\n");
  await expect(screen).toContainText("shared-$((40 + 2))");
  expect(await page.locator(".xterm-screen").evaluate((element) => getComputedStyle(element).position)).toBe(
    "relative",
  );
  // The ticket came from a route handler, the socket from the custom server: one context knows of both.
  const { body } = await admin.call("GET", `/api/audit?action=exec.open&text=${pod.uuid}`);
  expect((body.entries as unknown[]).length).toBeGreaterThanOrEqual(2);
  expect(breaches).toEqual([]);
});

test("every page, its dialogs and both themes", async ({ context }) => {
  const { page, breaches } = await open(context);
  const pages = [
    paths.home(),
    paths.overview("fleet"),
    paths.pods("fleet"),
    paths.pod("fleet", "alpha", pod.uuid),
    paths.pod("fleet", "alpha", pod.uuid, "logs"),
    paths.pod("fleet", "alpha", pod.uuid, "events"),
    paths.run("fleet"),
    paths.nodes("fleet"),
    paths.node("fleet", "alpha"),
    paths.images("fleet"),
    paths.image("fleet", "alpha", image),
    paths.events("fleet"),
    paths.audit("fleet"),
    paths.account("fleet"),
    paths.settings("fleet"),
    "/nope",
  ];
  for (const path of pages) {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(server.url + path);
    await page.locator("h1").first().waitFor();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Escape");
    expect([path, breaches]).toEqual([path, []]);
  }
});

test("a stranger's page", async ({ page }) => {
  const breaches: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) breaches.push(message.text());
  });
  await page.goto(`${server.url}/c/fleet/pods`);
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fc%2Ffleet%2Fpods$/);
  await page
    .getByLabel(/password/i)
    .first()
    .waitFor();
  expect(breaches).toEqual([]);
});

test("the control: what the policy forbids does not run, and is seen", async ({ context }) => {
  const { page, breaches } = await open(context);
  await page.goto(server.url + paths.pods("fleet"));
  await page.locator("h1").first().waitFor();
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.setAttribute("onerror", "document.title = 'owned'");
    image.src = "data:,";
    document.body.append(image);
    const style = document.createElement("style");
    style.textContent = "h1 { display: none }";
    document.head.append(style);
    const frame = document.createElement("iframe");
    frame.src = "https://evil.example/";
    document.body.append(frame);
  });
  await expect
    .poll(() => breaches.filter((text) => /script-src|style-src|default-src|frame-src/.test(text)).length)
    .toBeGreaterThanOrEqual(3);
  expect(await page.title()).not.toBe("owned");
  await expect(page.locator("h1").first()).toBeVisible();
});
