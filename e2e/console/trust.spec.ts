/** Trusted keys in the browser: reviewed by their fingerprint before they count, masked, removed, and what the others see. */
import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Gpg } from "../agent/support/gpg.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import type { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
const gpg = new Gpg();
let server: ConsoleServer;
let admin: HttpUser;
let key: string;
let armored: string;
test.beforeAll(async () => {
  server = await startConsole({ agents: 2 });
  admin = await server.user("admin", "ann");
  key = await gpg.key("Ann \u202e<ann@example.com>");
  armored = await gpg.export(key);
});
test.afterAll(async () => {
  gpg.close();
  await server?.stop();
});

const folder = (node: string, kind: "local" | "system") =>
  path.join(server.state, `agent-${node}`, `${kind}-config/trustedkeys`);

async function open(page: Page, user: HttpUser): Promise<void> {
  const [name = "", value = ""] = user.cookie.split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/fleet/settings?section=trust`);
}
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
}
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

test("a key is trusted only after its fingerprint was compared, on all nodes if wished", async ({ page }) => {
  await open(page, admin);
  await expect(page.getByText("alpha trusts nobody")).toBeVisible();
  await page.getByRole("button", { name: "Add key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Example.com");
  await dialog.getByRole("button", { name: "Show key" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("Must be a name");
  await dialog.getByRole("textbox", { name: "Name" }).fill("example.com/team");
  await dialog.getByLabel("Public key").fill("not a key");
  await dialog.getByRole("button", { name: "Show key" }).click();
  await expect(dialog.getByRole("alert")).toContainText("it is no public key");
  await expectAccessible(page);
  await dialog.getByLabel("Public key").fill(armored);
  await dialog.getByRole("button", { name: "Show key" }).click();
  await expect(dialog.getByText((key.toUpperCase().match(/.{4}/g) ?? []).join(" "))).toBeVisible();
  await expect(dialog.getByText("Ann \\u{202e}<ann@example.com>")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Trust key" })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByLabel("I compared this fingerprint").check();
  await dialog.getByLabel("On all 2 nodes").check();
  await dialog.getByRole("button", { name: "Trust key" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, "example.com/team")).toContainText("Trusted");
  await page.getByLabel("Node", { exact: true }).selectOption("beta");
  await expect(row(page, "example.com/team")).toContainText("Ed25519");
  await expectAccessible(page);
  for (const node of ["alpha", "beta"])
    expect(fs.existsSync(path.join(folder(node, "local"), "prefix.d/example.com/team", key))).toBe(true);
  const audit = await admin.call("GET", "/api/audit?action=trust&limit=500");
  expect(audit.text).toContain("trust.add");
  expect(audit.text).toContain(key);
});

test("a key of the system is masked, the mask removed, one's own key removed; files that are no keys are told", async ({
  page,
}) => {
  const system = path.join(folder("alpha", "system"), "root.d");
  fs.mkdirSync(system, { recursive: true });
  fs.writeFileSync(path.join(system, key), armored);
  fs.writeFileSync(path.join(system, "README"), "keys");
  await open(page, admin);
  const dialog = page.getByRole("dialog");
  await expect(page.getByRole("status").filter({ hasText: "A file is left out" })).toContainText("no fingerprint");
  await page.getByRole("button", { name: /^Mask/ }).click();
  await expect(dialog).toContainText("images of every name");
  await dialog.getByRole("button", { name: "Mask key" }).click();
  await expect(row(page, "every name.*the system")).toContainText("Masked");
  await page.getByRole("button", { name: /^Remove the mask/ }).click();
  await dialog.getByRole("button", { name: "Remove mask" }).click();
  await expect(row(page, "every name.*the system")).toContainText("Trusted");
  await page.getByRole("button", { name: /^Remove Ann/ }).click();
  await dialog.getByRole("button", { name: "Remove key" }).click();
  await expect(row(page, "example.com/team")).toBeHidden();
});

test("an expired key is shown as one, and cannot be added", async ({ page }) => {
  const old = await gpg.key("Old <old@example.com>", { expire: "2020-02-01", at: "20200101T000000" });
  await open(page, admin);
  await page.getByRole("button", { name: "Add key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Images of every name").click();
  await dialog.getByLabel("Public key").fill(await gpg.export(old));
  await dialog.getByRole("button", { name: "Show key" }).click();
  await expect(dialog.getByRole("alert")).toContainText("cannot be trusted");
  await expect(dialog.getByRole("button", { name: "Trust key" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Back" }).click();
  await dialog.getByText("URL", { exact: true }).click();
  await dialog.getByRole("textbox", { name: "URL" }).fill("https://127.0.0.1:1/key.asc");
  await dialog.getByRole("button", { name: "Show key" }).click();
  await expect(dialog.getByRole("alert")).toContainText("127.0.0.1");
});

test("who may only read sees the keys, and why nothing can be changed", async ({ page }) => {
  const viewer = await server.user("viewer", "vic");
  await open(page, viewer);
  await expect(row(page, "every name")).toContainText("Trusted");
  await expect(page.getByRole("button", { name: "Add key" })).toBeDisabled();
  const refused = await viewer.call("POST", "/api/c/fleet/nodes/alpha/trust/masks", {
    body: { fingerprint: key, prefix: null },
  });
  expect(refused.status).toBe(403);
});

test("a node that does not answer is named", async ({ page }) => {
  await server.agents[0]?.stop();
  await open(page, admin);
  await page.getByLabel("Node", { exact: true }).selectOption("alpha");
  await expect(page.getByText("The trusted keys of alpha cannot be listed")).toBeVisible();
});
