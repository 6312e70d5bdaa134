/** The list of images of a fleet of two: what it tells, removal of many, clean-up with its preview, and how a fetch may end. */
import { expect, type Page, test } from "@playwright/test";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { makeAci, uploadImage } from "../support/fake-pod.ts";
import type { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let admin: HttpUser;
test.beforeAll(async () => {
  server = await startConsole({ agents: 2 });
  admin = await server.user("admin", "ann");
  const aci = makeAci();
  for (const { name } of server.agents) await uploadImage(admin, name, aci);
});
test.afterAll(() => server?.stop());

async function open(page: Page, user: HttpUser): Promise<void> {
  const [name = "", value = ""] = user.cookie.split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/fleet/images?columns=name,trust,kind,own,shared,node,nodes`);
}
const row = (page: Page, node: string) => page.getByRole("row").filter({ hasText: node });

test("a clean-up shows what goes and why, asks for it in words, and only then removes it", async ({ page }) => {
  await open(page, admin);
  await expect(row(page, "alpha")).toContainText("Unsigned");
  await expect(row(page, "alpha").getByRole("cell").last()).toHaveText("2");
  await page.getByRole("button", { name: "Clean up…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Node").selectOption("alpha");
  await expect(dialog.getByRole("status")).toContainText("Nothing would go");
  await dialog.getByLabel("Unused images go").selectOption("0");
  await expect(dialog.getByRole("table")).toContainText("example.com/quiet:1");
  const button = dialog.getByRole("button", { name: "Clean up" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("This cannot be undone").fill("remove 1 image");
  await button.click();
  await expect(dialog).toBeHidden();
  await expect(row(page, "alpha")).toHaveCount(0);
  await expect(row(page, "beta").getByRole("cell").last()).toHaveText("1");
  const audit = await admin.call("GET", "/api/audit?action=image.gc&limit=10");
  expect(audit.body.entries).toHaveLength(1);
});

test("chosen images are removed together; an empty store says what to do next", async ({ page }) => {
  await open(page, admin);
  await row(page, "beta").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Remove…" }).click();
  await expect(page.getByRole("dialog")).toContainText("are freed");
  await page.getByRole("button", { name: "Remove 1 image" }).click();
  await expect(page.getByText("No images yet")).toBeVisible();
});

test("a fetch explains its sources, fails with what to do next, and asks an editor for no right in vain", async ({
  page,
}) => {
  await open(page, await server.user("editor", "ed"));
  await page.getByRole("button", { name: "Fetch…" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("by the distribution API");
  await expect(dialog.getByLabel("Allow it without a signature")).toBeDisabled();
  await dialog.getByLabel("From").selectOption("url");
  await dialog.getByLabel("Address").fill("example.com/app.aci");
  await expect(dialog.getByRole("button", { name: "Fetch", exact: true })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Address").fill("https://127.0.0.1:1/app.aci");
  await dialog.getByRole("button", { name: "Fetch", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("127.0.0.1");
  await expect(dialog.getByRole("alert").locator("p")).not.toHaveCount(1);
  await expect(dialog.getByRole("button", { name: "Fetch", exact: true })).toBeEnabled();
});
