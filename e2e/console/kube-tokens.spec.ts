/** A cluster that its users reach with tokens of their own: an API server that is slow, and a token that is no longer accepted. */
import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { callApi, isLive, signIn, target } from "../support/console-page.ts";
import { kubectl, readClusterStatus } from "../support/embedded-cluster.ts";
import { type SlowRelay, startSlowRelay } from "../support/slow-relay.ts";

const mark = `tokens-${randomBytes(3).toString("hex")}`;
const run = (...args: string[]) => kubectl(target().state, args);
const here = (...args: string[]) => run("--namespace", mark, ...args);
const list = `${target().url}/c/${mark}/r/configmaps?ns=${mark}`;
const row = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
/** A token that is good for as long as the secret `holder` is there. */
const newToken = (holder: string): string => {
  here("create", "secret", "generic", holder);
  return here("create", "token", "ann", "--bound-object-kind=Secret", `--bound-object-name=${holder}`).trim();
};
let relay: SlowRelay;

test.beforeAll(async () => {
  run("create", "namespace", mark);
  here("create", "serviceaccount", "ann");
  here("create", "rolebinding", "ann", "--clusterrole=edit", `--serviceaccount=${mark}:ann`);
  here("create", "configmap", "stays");
  const { server } = readClusterStatus(target().state);
  relay = await startSlowRelay(Number(new URL(server ?? "").port));
});
test.afterAll(async () => {
  await relay?.stop();
  run("delete", "namespace", mark, "--ignore-not-found", "--wait=false");
});

/** The embedded cluster behind the relay, used with tokens. */
function kubeconfig(): string {
  const { clusters } = JSON.parse(run("config", "view", "--raw", "--output=json"));
  const { "certificate-authority-data": ca } = clusters[0].cluster;
  const server = `https://127.0.0.1:${relay.port}`;
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "own", users: [] },
    contexts: [{ name: "own", context: { cluster: "own" } }],
    clusters: [{ name: "own", cluster: { server, "certificate-authority-data": ca } }],
  });
}
const putToken = async (page: Page, token: string) => {
  expect((await callApi(page, "PUT", `/api/clusters/${mark}/token`, { token })).status()).toBe(200);
};

test.beforeEach(async ({ page }) => {
  await signIn(page);
  const added = await callApi(page, "POST", "/api/clusters", {
    ...{ name: mark, access: "token", kubeconfig: kubeconfig() },
  });
  expect(added.status()).toBe(200);
});
test.afterEach(async ({ page }) => {
  relay.slow(0);
  await page.goto("about:blank");
  await callApi(page, "DELETE", `/api/clusters/${mark}`);
});

test("a slow API server: the list says that it does not answer, an action is refused in words, and it is live again by itself", async ({
  page,
}) => {
  test.setTimeout(240_000);
  here("create", "configmap", "acted-on");
  await putToken(page, newToken("slow"));
  // Opened at once; a service account with rights in its own namespace alone sees that.
  await page.goto(list);
  await expect(row(page, "stays")).toBeVisible({ timeout: 20_000 });
  await expect(isLive(page)).toBeVisible();
  await page.getByRole("checkbox", { name: /acted-on/ }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Delete…" }).click();
  relay.slow(20_000);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Delete/ })
    .click();
  // A question about rights is waited for 3 s, and what was allowed stays so for 8 s.
  await expect(page.getByText("Your rights cannot be checked now")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(/the check of your rights .* did not answer in time/i)).toBeVisible();
  await expect(page.locator("main a", { hasText: "stays" })).toHaveCount(0);
  const refusal = page.getByRole("alert").filter({ hasText: "Delete failed for acted-on" });
  await expect(refusal).toContainText("it did not answer in time", { timeout: 40_000 });
  relay.slow(0);
  await expect(row(page, "stays")).toBeVisible({ timeout: 60_000 });
  await expect(isLive(page)).toBeVisible({ timeout: 60_000 });
});

test("a token that is no longer accepted: the page says so and leads to where a new one is given, then goes on by itself", async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  await putToken(page, newToken("first"));
  await page.goto(list);
  await expect(row(page, "stays")).toBeVisible({ timeout: 20_000 });
  here("delete", "secret", "first");
  // The API server itself believes a token for 10 s more.
  const refused = page.getByText(`${mark} no longer accepts your token`);
  await expect(refused).toBeVisible({ timeout: 30_000 });
  await expect(row(page, "stays")).toHaveCount(0);
  const other = await context.newPage();
  await other.goto(list);
  await other.getByRole("link", { name: "Give a new token" }).click();
  await expect(other).toHaveURL(/settings\?section=clusters/);
  await other.getByRole("button", { name: `Your token for ${mark}` }).click();
  await other.getByLabel("Bearer token").fill(newToken("second"));
  await other.getByRole("button", { name: "Replace token" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);
  await expect(row(page, "stays")).toBeVisible({ timeout: 60_000 });
  await expect(isLive(page)).toBeVisible({ timeout: 60_000 });
  await other.close();
});
