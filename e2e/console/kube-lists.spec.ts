/** Lists, search, overview and navigation of a Kubernetes cluster, in the browser, on the embedded one. */
import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { type KubeKind, kubeKinds } from "../../lib/contract/kube-kind.ts";
import { complaintsOf } from "../support/accessible.ts";
import { callApi, follow, isLive, makeUser, signIn, target } from "../support/console-page.ts";
import { kubectl } from "../support/embedded-cluster.ts";

const mark = randomBytes(3).toString("hex").replace(/^\d/, "a");
const [one, two] = [`one-${mark}`, `two-${mark}`];
const run = (args: string[], input?: object) =>
  kubectl(target().state, args, input === undefined ? undefined : JSON.stringify(input));
const apply = (...items: object[]) => run(["apply", "--filename", "-"], { apiVersion: "v1", kind: "List", items });
const at = (path: string) => `${target().url}/c/local${path}`;
const config = (name: string, namespace: string, labels: Record<string, string> = {}) => ({
  ...{ apiVersion: "v1", kind: "ConfigMap" },
  metadata: { name, namespace, labels, annotations: { note: "<img src=x onerror=window.owned=1>\u202egnp" } },
});
const pod = (name: string, namespace: string) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels: { app: mark } } },
  spec: { containers: [{ name: "main", image: "example.com/none:1" }] },
});
test.beforeAll(() => {
  apply(...[one, two].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })));
  apply(config("alpha", one, { app: mark }), config("beta", one), config("gamma", two, { app: mark }));
  apply(pod("first", one), pod("second", two));
});
test.afterAll(() => {
  run(["delete", "namespace", one, two, "--ignore-not-found", "--wait=false"]);
});

test("the list of every kind opens, live and without a complaint", async ({ page }) => {
  test.setTimeout(300_000);
  const said = complaintsOf(page);
  await signIn(page);
  // The first who asks begins the reading of the cluster's kinds.
  let kinds: KubeKind[] = [];
  await expect(async () => {
    const answer = await page.request.get(`${target().url}/api/c/local/kinds`);
    expect(answer.status()).toBe(200);
    ({ kinds } = kubeKinds.parse(await answer.json()));
    // They come group by group.
    expect(kinds.length).toBeGreaterThan(40);
  }).toPass({ timeout: 30_000 });
  await page.goto(at("/overview"));
  for (const { name, title, verbs } of kinds) {
    await follow(page, at(`/r/${name}`));
    await expect(page).toHaveURL(at(`/r/${name}`));
    await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
    // What cannot be watched says how old it is.
    const isWatched = verbs.includes("watch") || verbs.length === 0;
    const age = isWatched ? isLive(page) : page.getByRole("status").filter({ hasText: /^as of/ });
    await expect(age, name).toBeVisible({ timeout: 20_000 });
  }
  expect(said).toEqual([]);
});

test("filter, chips, sort, columns and namespaces are in the URL, and a reload gives the same list", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(at(`/r/configmaps?ns=${one},${two}`));
  await expect(page.getByText("gamma")).toBeVisible();
  await page.getByRole("combobox", { name: "Filter config maps" }).fill(`label:app=${mark}`);
  await expect(page.getByText("beta")).toHaveCount(0);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").first().click();
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").first().click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page).toHaveURL(new RegExp(`filter=label%3Aapp%3D${mark}`));
  const names = () => page.getByRole("row").getByRole("link").allTextContents();
  await expect.poll(names).toEqual(["gamma", "alpha"]);
  await page.reload();
  await expect.poll(names).toEqual(["gamma", "alpha"]);
  await expect(page.getByText(/2 of .* in 2 namespaces/)).toBeVisible();
});

test("a press on a column's head asks in its own task, before the URL is written", async ({ page }) => {
  await signIn(page);
  await page.goto(at(`/r/configmaps?ns=${one}&sort=name`));
  await expect(isLive(page)).toBeVisible();
  const { sent, search } = await page.evaluate(async () => {
    const sent: string[] = [];
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      sent.push(String(data));
      send.call(this, data);
    };
    document.querySelector<HTMLElement>("thead th > button:not([aria-label])")?.click();
    // Past what the press itself put off to the end of its task.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    WebSocket.prototype.send = send;
    return { sent, search: location.search };
  });
  expect(sent.join("\n")).toMatch(/"op":"query".*"column":"name","desc":true/);
  expect(search).toContain("sort=name");
  await expect(page).toHaveURL(/sort=-name/);
});

test("a list that was sorted just before a link is followed is there again with Back", async ({ page }) => {
  await signIn(page);
  await page.goto(at(`/r/configmaps?ns=${one},${two}&filter=label:app=${mark}&sort=name`));
  await expect(isLive(page)).toBeVisible();
  const names = () => page.getByRole("row").getByRole("link").allTextContents();
  await expect.poll(names).toEqual(["alpha", "gamma"]);
  // In one task: nothing is written to the URL between the two unless the second asks for it.
  await page.evaluate(() => {
    const head = document.querySelector<HTMLElement>("thead th > button:not([aria-label])");
    head?.click();
    document.querySelector<HTMLElement>("tr[data-index] a")?.click();
    document.documentElement.dataset.kept = "";
  });
  await expect(page.getByRole("heading", { level: 1, name: "alpha" })).toBeVisible();
  // The press did not load the console anew.
  await expect(page.locator("html[data-kept]")).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/sort=-name/);
  await expect.poll(names).toEqual(["gamma", "alpha"]);
});

test("namespaces are chosen by keyboard, several at once, and remembered", async ({ page }) => {
  await signIn(page);
  await page.goto(at("/r/configmaps"));
  await expect(isLive(page)).toBeVisible();
  await page.keyboard.press("n");
  const field = page.getByRole("combobox", { name: "Find a namespace" });
  await field.fill(one);
  await expect(page.getByRole("option", { name: one })).toBeVisible();
  await field.press(" ");
  await field.fill(two);
  await expect(page.getByRole("option", { name: two })).toBeVisible();
  await field.press(" ");
  await field.press("Escape");
  await expect(page).toHaveURL(new RegExp(`ns=${one},${two}`));
  await expect(page.getByText("gamma")).toBeVisible();
  await page.goto(at("/r/pods"));
  await expect(page).toHaveURL(new RegExp(`ns=${one},${two}`));
  await expect(page.getByText("2 pods in 2 namespaces")).toBeVisible();
});

test("what changes in the cluster is in the list and in the counts at once", async ({ page }) => {
  await signIn(page);
  await page.goto(at(`/r/configmaps?ns=${one}&filter=name:come`));
  await expect(isLive(page)).toBeVisible();
  await expect(page.getByText("No config maps fit the filter")).toBeVisible();
  apply(config("comes", one));
  await expect(page.getByRole("link", { name: "comes" })).toBeVisible();
  run(["delete", "configmap", "comes", "--namespace", one]);
  await expect(page.getByText("No config maps fit the filter")).toBeVisible();
});

test("pods without a kubelet are told once, with the reason", async ({ page }) => {
  await signIn(page);
  const nodes = run(["get", "nodes", "--output=name"]).trim();
  await page.goto(at(`/r/pods?ns=${one}`));
  await expect(page.getByRole("link", { name: "first" })).toBeVisible();
  if (nodes === "") await expect(page.getByText(/pending: this cluster has no kubelet yet/)).toHaveCount(1);
});

test("an unknown kind says so and leads to the one that was meant; pages of the other sort are not found", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(at("/r/deployments"));
  await expect(page.getByRole("heading", { name: "local has no kind deployments" })).toBeVisible();
  await page.getByRole("link", { name: "Deployments", exact: true }).last().click();
  await expect(page).toHaveURL(/r\/deployments\.apps/);
  for (const [from, to] of [
    ["/pods?filter=web", "/r/pods?filter=web"],
    ["/nodes", "/r/nodes"],
    ["/events", "/r/events"],
    ["/workloads", "/r/workloads"],
  ]) {
    await page.goto(at(from ?? ""));
    await expect(page).toHaveURL((url) => url.pathname + url.search === `/c/local${to}`);
  }
  for (const path of ["/c/local/images", "/c/local/run", "/c/fleet/r/pods", "/c/fleet/search", "/c/fleet/workloads"]) {
    await page.goto(target().url + path);
    await expect(page.getByText("There is no such page"), path).toBeVisible();
  }
  expect((await page.request.get(`${target().url}/c/nowhere/overview`)).status()).toBe(404);
});

test("the switcher stays on the noun; the root leads to the cluster that was looked at last", async ({ page }) => {
  await signIn(page);
  await page.goto(at("/r/nodes"));
  await page.getByRole("button", { name: /switch cluster/ }).click();
  await page.getByRole("menuitemcheckbox", { name: /^fleet/ }).click();
  await expect(page).toHaveURL(/\/c\/fleet\/nodes/);
  await page.getByRole("button", { name: /switch cluster/ }).click();
  await page.getByRole("menuitemcheckbox", { name: /^local/ }).click();
  await expect(page).toHaveURL(/\/c\/local\/r\/nodes/);
  await page.goto(target().url);
  await expect(page).toHaveURL(/\/c\/local\/overview/);
});

test("a star keeps a page on top of the navigation and in the palette", async ({ page }) => {
  await signIn(page);
  await page.goto(at("/r/leases.coordination.k8s.io"));
  await page.getByRole("button", { name: "Add it to the favourites" }).click();
  await page.goto(at("/overview"));
  const sections = page.getByRole("navigation", { name: "Sections" });
  await expect(sections.getByRole("heading", { name: "Favourites" })).toBeVisible();
  await sections.getByRole("link", { name: "Leases" }).first().click();
  await expect(page).toHaveURL(/leases\.coordination/);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByText("Favourites")).toBeVisible();
});

test("search finds objects of all kinds, by name and by label, and leads to them by keyboard", async ({ page }) => {
  await signIn(page);
  await page.goto(at("/search"));
  await page.getByRole("searchbox").fill(`label:app=${mark}`);
  await expect(page.getByRole("heading", { level: 2, name: "Config maps" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("heading", { level: 2, name: "Pods" })).toBeVisible();
  await page.getByRole("button", { name: /^Pods/ }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Config maps" })).toHaveCount(0);
  await page.getByRole("searchbox").fill(one);
  await expect(page.getByRole("link", { name: one }).first()).toBeVisible();
  await page.getByRole("searchbox").press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/r/.*${one}`));
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/Objects, kinds/).fill("gamma");
  await expect(page.getByRole("option", { name: /gamma/ }).first()).toBeVisible();
});

test("who may see into two namespaces only gets them, and no error, no empty kind and no other name", async ({
  page,
}) => {
  const user = await makeUser(`tina-${mark}`, "viewer");
  await signIn(page);
  const patched = await callApi(page, "PATCH", `/api/users/${user.user}`, { groups: [] });
  expect(patched.ok()).toBe(true);
  apply(
    ...[one, two].map((namespace) => ({
      ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata: { name: "tina", namespace } },
      subjects: [{ kind: "User", name: user.user, apiGroup: "rbac.authorization.k8s.io" }],
      roleRef: { kind: "ClusterRole", name: "view", apiGroup: "rbac.authorization.k8s.io" },
    })),
  );
  // The page that is left goes on asking until it is gone.
  await page.goto("about:blank");
  await page.context().clearCookies();
  const said = complaintsOf(page);
  await signIn(page, user);
  await expect(async () => {
    await page.goto(at("/r/configmaps"));
    await expect(page.getByText("gamma")).toBeVisible({ timeout: 8_000 });
  }).toPass({ timeout: 45_000 });
  await expect(page.getByRole("link", { name: "alpha" })).toBeVisible();
  await expect(page.getByText("kube-system")).toHaveCount(0);
  const sections = page.getByRole("navigation", { name: "Sections" });
  await expect(sections.getByRole("link", { name: /^Pods/ })).toContainText("2");
  for (const hidden of ["Nodes", "Audit"]) await expect(sections.getByRole("link", { name: hidden })).toHaveCount(0);
  await page.keyboard.press("n");
  await expect(page.getByRole("option", { name: two })).toBeVisible();
  expect(await page.getByRole("option").allTextContents()).toEqual(["All that you may see", one, two]);
  await page.keyboard.press("Escape");
  await page.goto(at("/overview"));
  await expect(page.getByRole("heading", { name: "Pods" })).toBeVisible();
  expect(said).toEqual([]);
  await page.goto(at("/r/nodes"));
  await expect(page.getByText("You may not see this")).toBeVisible();
});

test("what an object says of itself is inert in lists, search and palette", async ({ page }) => {
  await signIn(page);
  for (const path of [`/r/configmaps?ns=${one}&columns=name,labels`, "/search?q=alpha", "/overview"]) {
    await page.goto(at(path));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => "owned" in window)).toBe(false);
  }
});
