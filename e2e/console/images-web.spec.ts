/** A fetch by name, from a discovery site of our own over https, in the browser: each end of it is told, the good one too. */
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { aciBytes } from "../../agent/image/images.fixture.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { DiscoverySite } from "../support/discovery-site.ts";
import type { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let site: DiscoverySite;
let admin: HttpUser;
test.beforeAll(async () => {
  [server, site] = await Promise.all([startConsole(), new DiscoverySite().start()]);
  admin = await server.user("admin", "ann");
  site.configure(join(server.state, "agent-alpha/local-config"));
  site.page("/", ["ac-discovery", "localhost {site}/{name}.{ext}"]);
  const manifest = { name: "localhost/app", labels: [{ name: "version", value: "1.0" }] };
  site.files.set("/localhost/app.aci", { data: await aciBytes("app", { manifest }) });
});
test.afterAll(async () => {
  await server?.stop();
  await site?.stop();
});

async function fetchDialog(page: Page) {
  const [name = "", value = ""] = admin.cookie.split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/fleet/images`);
  await page.getByRole("button", { name: "Fetch…" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").selectOption("name");
  const go = async (written: string) => {
    await dialog.getByLabel("Name", { exact: true }).fill(written);
    await dialog.getByRole("button", { name: "Fetch", exact: true }).click();
  };
  return { dialog, go };
}

test("says what was wrong with each page, with the image, or with its signature", async ({ page }) => {
  const { dialog, go } = await fetchDialog(page);
  await go("localhost/app");
  await expect(dialog.getByRole("alert")).toContainText("image localhost/app comes without a signature");
  await dialog.getByLabel("Allow it without a signature").check();
  await go("localhost/app:2.0");
  await expect(dialog.getByRole("alert")).toContainText("its label version is 1.0, not 2.0");
  await go("10.1.2.3/app");
  await expect(dialog.getByRole("alert")).toContainText("10.1.2.3 is a private address");
  site.files.delete("/");
  await go("localhost/app");
  await expect(dialog.getByRole("alert")).toContainText("nothing was discovered for localhost/app");
  await expect(dialog.getByRole("alert")).toContainText("it answers 404");
});

test("ends with the image in the store, where its name came from, and in the audit log", async ({ page }) => {
  site.page("/", ["ac-discovery", "localhost {site}/{name}.{ext}"]);
  const { dialog, go } = await fetchDialog(page);
  await dialog.getByLabel("Allow it without a signature").check();
  await go("localhost/app:1.0");
  await dialog.getByRole("button", { name: "Open the image" }).click();
  await expect(page.getByRole("heading", { name: /localhost\/app/ })).toBeVisible();
  await expect(page.getByText("discover:localhost/app:1.0").first()).toBeVisible();
  const audit = await admin.call("GET", "/api/audit?action=image.fetch&limit=10");
  expect(JSON.stringify(audit.body.entries)).toContain("localhost/app:1.0");
});
