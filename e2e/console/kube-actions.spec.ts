/** Actions on Kubernetes objects in the browser, on the embedded cluster: one and many, and what is refused. */
import { expect, test } from "@playwright/test";
import { makeUser, signIn, target } from "../support/console-page.ts";
import { kubeShop } from "../support/kube-shop.ts";

const { apply, config, json, mark, pageOf, run, shop, make, remove } = kubeShop();
test.beforeAll(make);
test.afterAll(remove);

test("scale, restart and delete say what will happen, do it and write it down", async ({ page }) => {
  await signIn(page);
  await page.goto(pageOf("deployments.apps", "web"));
  await page.getByRole("button", { name: "Scale…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Replicas").fill("5");
  await expect(dialog).toContainText("2 replicas now, 5 replicas then: 3 pods more are made.");
  await dialog.getByRole("button", { name: "Scale to 5" }).click();
  await expect(page.getByText("Deployment web scaled to 5 replicas")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("5 wanted");
  expect(json("deployment", "web").spec.replicas).toBe(5);

  await page.getByRole("button", { name: "Restart…" }).click();
  await expect(dialog).toContainText("replaced by new ones");
  await dialog.getByRole("button", { name: "Restart Deployment" }).click();
  await expect(page.getByText("Deployment web restarts")).toBeVisible();
  expect(json("deployment", "web").spec.template.metadata.annotations).toHaveProperty([
    "kubectl.kubernetes.io/restartedAt",
  ]);

  apply(config("doomed"));
  await page.goto(pageOf("configmaps", "doomed"));
  await page.getByRole("button", { name: "Delete…" }).click();
  await expect(dialog).toContainText("Pods that run with it go on");
  await dialog.getByRole("button", { name: "Delete ConfigMap" }).click();
  await expect(page.getByText("ConfigMap doomed was deleted.")).toBeVisible();
  const audit = await page.request.get(`${target().url}/api/audit?text=${encodeURIComponent(`${shop}/doomed`)}`);
  expect((await audit.json()).entries).toMatchObject([{ action: "object.delete", outcome: "allowed" }]);
});

test("cordon a node; a namespace asks for its name", async ({ page }) => {
  await signIn(page);
  await page.goto(pageOf("nodes", `worker-${mark}`, null));
  await page.getByRole("button", { name: "Cordon…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cordon node" }).click();
  await expect(page.getByRole("button", { name: "Uncordon…" })).toBeVisible();
  expect(JSON.parse(run(["get", "node", `worker-${mark}`, "--output=json"])).spec.unschedulable).toBe(true);

  await page.goto(pageOf("namespaces", shop, null));
  await page.getByRole("button", { name: "Delete…" }).click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete Namespace" });
  await expect(confirm).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("dialog").getByRole("textbox").fill(shop);
  await expect(confirm).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
});

test("many at once, from the list", async ({ page }) => {
  apply(...["many-a", "many-b", "many-c"].map(config));
  await signIn(page);
  await page.goto(`${target().url}/c/local/r/configmaps?filter=${encodeURIComponent("name:many-")}&ns=${shop}`);
  await expect(page.getByRole("link", { name: "many-c" })).toBeVisible();
  await page.getByRole("checkbox").first().click();
  await page.getByRole("toolbar").getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("many-a, many-b, many-c");
  await dialog.getByRole("button", { name: /^Delete 3/ }).click();
  await expect(page.getByText(/3 config maps deleted/i)).toBeVisible();
  expect(json("configmaps").items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).not.toContain(
    "many-a",
  );
});

test("a mixed list scales those rows that have replicas, and says of the others that they stay", async ({ page }) => {
  await signIn(page);
  await page.goto(`${target().url}/c/local/r/workloads?ns=${shop}`);
  await expect(page.getByRole("link", { name: "watcher" })).toBeVisible();
  await page.getByRole("checkbox").first().click();
  await page.getByRole("toolbar").getByRole("button", { name: "Scale…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("stay as they are");
  await dialog.getByLabel("Replicas of each").fill("0");
  await dialog.getByRole("button", { name: /^Scale 2/ }).click();
  await expect(page.getByText("2 workloads scaled")).toBeVisible();
  expect([json("deployment", "web").spec.replicas, json("statefulset", "ledger").spec.replicas]).toEqual([0, 0]);
  run(["scale", "deployment/web", "--replicas=2", "--namespace", shop]);
});

test("a viewer sees each button with the reason why it is off, and of a Secret the missing right", async ({ page }) => {
  await signIn(page, await makeUser(`vera-${mark}`, "viewer"));
  await page.goto(pageOf("deployments.apps", "web"));
  for (const [name, verb] of [
    ["Scale…", "scale"],
    ["Restart…", "restart"],
    ["Delete…", "remove"],
  ] as const) {
    const button = page.getByRole("button", { name });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.focus();
    const why = page.getByRole("tooltip").filter({ hasText: `the role viewer does not include ${verb}` });
    await expect(why).toBeVisible();
  }
  await page.goto(pageOf("secrets", "keys"));
  await expect(page.getByRole("main")).toContainText("may not get secrets");
  await page.goto(pageOf("configmaps", "nobody"));
  await expect(page.getByRole("main")).toContainText("There is no ConfigMap nobody");
  await page.goto(pageOf("gadgets.example", "one"));
  await expect(page.getByRole("main")).toContainText("The cluster has no gadgets.example");
});

test("an editor's missing right is the API server's own word", async ({ page }) => {
  await signIn(page, await makeUser(`eda-${mark}`, "editor"));
  await page.goto(pageOf("nodes", `worker-${mark}`, null));
  const button = page.getByRole("button", { name: /ordon…/ });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.focus();
  await expect(page.getByRole("tooltip")).toContainText("the right to patch nodes is missing");
});
