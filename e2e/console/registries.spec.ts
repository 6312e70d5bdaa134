/** Registries in the browser: set with the password of a real one, looked into down to the layers, and what the others see. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { type DockerRegistry, registryUser, startDockerRegistry } from "../support/docker-registry.ts";
import type { HttpUser } from "../support/http-user.ts";
import { cpu, ociImage } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let registry: DockerRegistry;
let odd: OddRegistry;
let ann: HttpUser;
const foreign = cpu === "amd64" ? "arm64" : "amd64";
test.beforeAll(async () => {
  [server, registry, odd] = await Promise.all([
    startConsole({ agents: 2 }),
    startDockerRegistry({ signIn: true, tls: true }),
    new OddRegistry().start(),
  ]);
  ann = await server.user("admin", "ann");
  const config = { Cmd: ["/app"], Env: ["A=1"], Labels: { team: "\u202eeman" }, User: "web" };
  const layer = { tar: tarOf({ name: "app", body: "x".repeat(5000) }) };
  const images = [ociImage([layer], config), ociImage([layer], config, { os: "linux", architecture: foreign })];
  for (const tag of ["1.0", "1.1", "nightly"]) registry.push("team/app", tag, images);
  registry.push("team/other", "1", images.slice(1));
});
test.afterAll(async () => {
  await server?.stop();
  await registry?.stop();
  await odd?.stop();
});

async function open(page: Page, user: HttpUser, where: string): Promise<void> {
  const [name = "", value = ""] = user.cookie.split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/fleet/${where}`);
}
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
}
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

test("a registry is tested before it is kept, on every node, and its password is never seen again", async ({
  page,
}) => {
  await open(page, ann, "settings?section=registries");
  await expect(page.getByText("alpha has no settings")).toBeVisible();
  await page.getByRole("button", { name: "Add registry" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Registry").fill("https://nonsense/");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("HOST or HOST:PORT");
  await dialog.getByLabel("Registry").fill(registry.host);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert")).toContainText("certificate is signed by itself");
  await dialog.getByLabel("CA certificate").fill(registry.ca ?? "");
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert")).toContainText("wants a user and a password");
  await dialog.getByLabel("User").fill(registryUser.username);
  await dialog.getByLabel("Password or token").fill("wrong");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("does not accept this user and password");
  await expectAccessible(page);
  await dialog.getByLabel("Password or token").fill(registryUser.password);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("status")).toContainText("takes this user and password");
  await dialog.getByLabel("On all 2 nodes").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, registry.host)).toContainText("own CA");
  await page.getByLabel("Node", { exact: true }).selectOption("beta");
  await expect(row(page, registry.host)).toContainText(registryUser.username);
  expect(await page.content()).not.toContain(registryUser.password);
  await expectAccessible(page);
  await page.getByRole("button", { name: `Test ${registry.host}` }).click();
  await expect(page.getByText(/answers in \d+ ms/)).toBeVisible();
  const audit = await ann.call("GET", "/api/audit?action=registry&limit=500");
  expect(audit.text).toContain("registry.update");
  expect(audit.text).not.toContain(registryUser.password);
  expect(server.stderr()).not.toContain(registryUser.password);
});

test("one that does not answer may be kept all the same, changed and removed", async ({ page }) => {
  await open(page, ann, "settings?section=registries");
  await page.getByRole("button", { name: "Add registry" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Registry").fill("127.0.0.1:1");
  await dialog.getByText("Plain http").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("nothing listens there");
  await dialog.getByLabel("Save it although").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row(page, "127.0.0.1:1")).toContainText("Plain http");
  await page.getByRole("button", { name: "Change 127.0.0.1:1" }).click();
  await dialog.getByLabel("Mirrors").fill(odd.host);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByLabel("Save it although").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row(page, "127.0.0.1:1")).toContainText(odd.host);
  await page.getByRole("button", { name: "Remove 127.0.0.1:1" }).click();
  await dialog.getByRole("button", { name: "Remove registry" }).click();
  await expect(row(page, "127.0.0.1:1")).toBeHidden();
});

test("a registry is looked into: repositories, tags, platforms, layers, and on to the fetch", async ({ page }) => {
  await open(page, ann, "images");
  await page.getByRole("link", { name: "Browse registries" }).first().click();
  await page.getByRole("link", { name: registry.host }).click();
  await expect(page.getByRole("list", { name: "Repositories" })).toContainText("team/other");
  await expectAccessible(page);
  await page.getByRole("link", { name: "team/app" }).click();
  await page.getByLabel("Filter tags").fill("1.");
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("listitem")).toHaveText(["1.0", "1.1"]);
  await page.getByRole("link", { name: "1.1" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("app:1.1");
  await expect(row(page, `linux/${cpu}`)).toContainText("this node's");
  await expect(page.getByText("team=eman")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Fetch…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Image", { exact: true })).toHaveValue(new RegExp(`${registry.host}/team/app:1.1$`));
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await row(page, `linux/${foreign}`).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("app@sha256:");
  await expect(page.getByText(`linux/${foreign}`)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("app:1.1");
});

test("what cannot be shown says why: a list that is refused, a repository and a tag that are not there, an inner address", async ({
  page,
}) => {
  const tags = Array.from({ length: 5 }, (_, at) => `v${at}`);
  odd.twist = (request, response) => {
    const url = new URL(request.url ?? "", `http://${odd.host}`);
    const json = (status: number, body: object, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      return true;
    };
    if (url.pathname === "/v2/") return json(200, {});
    if (url.pathname === "/v2/_catalog") return json(403, {});
    if (url.pathname !== "/v2/a/b/tags/list") return false;
    const from = Number(url.searchParams.get("last") ?? 0);
    const link = from + 2 < tags.length ? { link: `</v2/a/b/tags/list?last=${from + 2}>; rel="next"` } : {};
    return json(200, { tags: tags.slice(from, from + 2) }, link);
  };
  await ann.call("PUT", `/api/c/fleet/nodes/alpha/registries/${encodeURIComponent(odd.host)}`, {
    body: { plainHttp: true },
  });
  await open(page, ann, `images/browse?registry=${encodeURIComponent(odd.host)}`);
  await expect(page.getByText("shows no list of its repositories")).toBeVisible();
  await page.getByLabel("Repository").fill("a/b");
  await page.getByRole("button", { name: "Open" }).click();
  const list = page.getByRole("list", { name: "Tags" });
  await expect(list.getByRole("listitem")).toHaveText(["v0", "v1"]);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(list.getByRole("listitem")).toHaveText(tags);
  await expect(page.getByRole("button", { name: "Show more" })).toBeHidden();
  await page.getByRole("link", { name: "v4" }).click();
  await expect(page.getByText("The image cannot be shown")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("is not there");
  await open(page, ann, "images/browse?registry=127.0.0.1%3A1&repository=a&reference=1");
  await expect(page.getByRole("main")).toContainText("an inner address, and has no entry");
});

test("an editor looks but does not set; a viewer does neither", async ({ page }) => {
  await open(page, await server.user("editor", "eve"), "settings?section=registries");
  await expect(row(page, registry.host)).toContainText("kept");
  await expect(row(page, registry.host)).not.toContainText(registryUser.username);
  for (const name of ["Add registry", `Test ${registry.host}`, `Remove ${registry.host}`])
    await expect(page.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
  await open(page, await server.user("viewer", "bob"), "images/browse");
  await expect(page.getByText("You may not see this")).toBeVisible();
});

test("it is removed from every node at once", async ({ page }) => {
  await open(page, ann, "settings?section=registries");
  await page.getByRole("button", { name: `Remove ${odd.host}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Remove registry" }).click();
  await expect(row(page, odd.host)).toBeHidden();
  await page.getByRole("button", { name: `Remove ${registry.host}` }).click();
  await dialog.getByLabel("From all 2 nodes").check();
  await dialog.getByRole("button", { name: "Remove registry" }).click();
  await expect(page.getByText("alpha has no settings")).toBeVisible();
  await page.getByLabel("Node", { exact: true }).selectOption("beta");
  await expect(page.getByText("beta has no settings")).toBeVisible();
});
