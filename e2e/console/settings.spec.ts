/** Settings in the browser: clusters come by a kubeconfig and go, tokens, users, roles; and what the others see of it. */
import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { type FakeApiServer, startFakeApiServer } from "../support/fake-api-server.ts";
import type { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let api: FakeApiServer;
let ann: HttpUser;
test.beforeAll(async () => {
  api = await startFakeApiServer((request, response) => {
    if (request.url === "/version") response.end('{"gitVersion":"v1.35.0"}');
    else response.end('{"status":{"userInfo":{"username":"someone"}}}');
  });
  server = await startConsole({ agents: 1 });
  ann = await server.user("admin", "ann");
  await server.user("viewer", "bob");
});
test.afterAll(async () => {
  await server?.stop();
  await api?.stop();
});

/** The page of a part of the settings, as a user who is signed in already. */
async function open(page: Page, user: HttpUser, section: string): Promise<void> {
  const [name = "", value = ""] = user.cookie.split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/fleet/settings?section=${section}`);
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
}
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
}
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

test("a kubeconfig is read, one of its contexts added, and removed again", async ({ page }) => {
  await open(page, ann, "clusters");
  await page.getByRole("button", { name: "Add cluster" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kubeconfig").fill("nonsense");
  await dialog.getByRole("button", { name: "Read file" }).click();
  await expect(dialog.getByRole("alert")).toContainText("kubeconfig is not supported");
  const config = JSON.parse(api.kubeconfig({ token: "t" }, { "insecure-skip-tls-verify": true }));
  config.users.push({ name: "cloud", user: { exec: { command: "aws" } } });
  config.contexts.unshift({ name: "Cloud:eu", context: { cluster: "fake", user: "cloud" } });
  await dialog.getByLabel("Kubeconfig").fill(JSON.stringify(config));
  await dialog.getByRole("button", { name: "Read file" }).click();
  await expect(dialog.getByLabel("Context")).toHaveValue("fake");
  await expect(dialog).toContainText("certificate is not checked");
  await dialog.getByLabel("Context").selectOption("Cloud:eu");
  await expect(dialog.getByRole("alert")).toContainText("users[1].user.exec");
  await expect(dialog.getByLabel("Name")).toHaveValue("cloud-eu");
  await expect(dialog.getByRole("button", { name: "Add cluster" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await dialog.getByLabel("Context").selectOption("fake");
  await dialog.getByLabel("Name").fill("Not a name");
  await dialog.getByRole("button", { name: "Add cluster" }).click();
  await expect(dialog.getByRole("alert")).toContainText("small letters");
  await dialog.getByLabel("Name").fill("prod");
  await dialog.getByRole("button", { name: "Add cluster" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, "prod")).toContainText("Ready");
  await expect(row(page, "prod")).toContainText("v1.35.0");
  await expect(page.getByText("whoever is on the way")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove prod" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove cluster" }).click();
  await expect(row(page, "prod")).toBeHidden();
});

test("a viewer brings a token, and sees nothing that administrators change", async ({ page }) => {
  const kubeconfig = api.kubeconfig({});
  await ann.call("POST", "/api/clusters", { body: { name: "staging", access: "token", kubeconfig } });
  const eve = await server.user("viewer", "eve");
  await open(page, eve, "clusters");
  await expect(row(page, "staging")).toContainText("Needs your token");
  await expect(page.getByRole("button", { name: "Add cluster" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Your token for staging" }).click();
  await page.getByLabel("Bearer token").fill("hunter2");
  await page.getByRole("button", { name: "Keep token" }).click();
  await expect(row(page, "staging")).toContainText("Ready");
  expect(await page.content()).not.toContain("hunter2");
  await page.getByRole("button", { name: "Your token for staging" }).click();
  await page.getByRole("button", { name: "Delete token" }).click();
  await expect(row(page, "staging")).toContainText("Needs your token");
  await page.getByRole("link", { name: "Users" }).click();
  await expect(page.getByText("Administrators see and change who may sign in.")).toBeVisible();
  await expect(page.getByRole("table").first()).toContainText("Change agents, clusters, registries and users");
});

test("the embedded cluster: what it is doing, then its components and the end of their logs", async ({ page }) => {
  const logs = path.join(server.state, "cluster/log");
  fs.mkdirSync(logs, { recursive: true });
  const since = new Date().toISOString();
  const write = (state: string, note: string, done: number | null, components: object[]) => {
    const facts = { version: 1, state, note, done, since, kubernetes: "v1.36.3", server: "https://127.0.0.1:1", logs };
    const file = path.join(server.state, "run/cluster.json");
    fs.writeFileSync(`${file}.tmp`, JSON.stringify({ ...facts, components }));
    fs.renameSync(`${file}.tmp`, file);
  };
  write("building", "compiling k8s.io/api", 0.43, []);
  await open(page, ann, "clusters");
  await expect(page.getByRole("progressbar", { name: "Compiling k8s.io/api" })).toHaveAttribute("aria-valuenow", "43");
  write("no-go", "there is no Go toolchain", null, []);
  await expect(page.getByText("The embedded Kubernetes cannot be built")).toBeVisible();
  const why = "exit code 1";
  // Asked again every 5 s.
  write("ready", "", null, [{ name: "etcd", state: "restarting", pid: null, restarts: 3, since, why }]);
  await expect(row(page, "etcd")).toContainText("Restarting");
  fs.writeFileSync(path.join(logs, "etcd.log"), "first\nthe last word <b>\u001b[31m");
  await page.getByRole("button", { name: "Log of etcd" }).click();
  await expect(page.getByRole("dialog")).toContainText("the last word <b>");
  await expectAccessible(page);
});

test("a user is added, changed, given a new password and removed", async ({ page }) => {
  await open(page, ann, "users");
  await expect(page.getByRole("button", { name: "Change ann" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Add user" }).click();
  await page.getByLabel("Name", { exact: true }).fill("cid");
  await page.getByLabel("Role", { exact: true }).selectOption("editor");
  await page.getByRole("dialog").getByRole("button", { name: "Add user" }).click();
  const shown = page.getByRole("dialog", { name: "One-time password" });
  await expect(shown).toContainText("cid");
  await shown.getByRole("button", { name: "I have it" }).click();
  await expect(row(page, "cid")).toContainText("One-time");
  await page.getByRole("button", { name: "Change cid" }).click();
  await page.getByLabel("As the role").uncheck();
  await page.getByLabel("craton:editor").uncheck();
  await expect(page.getByText("Only RoleBindings that name the user give rights")).toBeVisible();
  await page.getByLabel("craton:auditor").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Change user" }).click();
  await expect(row(page, "cid")).toContainText("auditor");
  await page.getByRole("button", { name: "New password for cid" }).click();
  await page.getByRole("button", { name: "Make a new password" }).click();
  await shown.getByRole("button", { name: "I have it" }).click();
  await page.getByRole("button", { name: "Remove cid" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("cid");
  await page.getByRole("button", { name: "Remove user" }).click();
  await expect(row(page, "cid")).toBeHidden();
  await expectAccessible(page);
});
