/** Pages of Kubernetes objects in the browser, on the embedded cluster. */
import { expect, type Page, test } from "@playwright/test";
import { complaintsOf, expectAccessible, wide, withoutMotion } from "../support/accessible.ts";
import { follow, isLive, signIn, target } from "../support/console-page.ts";
import { fixturePages, hostile, secretValue } from "../support/kube-fixtures.ts";
import { kubeShop } from "../support/kube-shop.ts";

const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

const { apply, config, json, mark, pageOf, run, shop, make, remove } = kubeShop();
test.beforeAll(make);
test.afterAll(remove);

test("each of the common kinds has a page with its facts, its YAML and its events", async ({ page }) => {
  test.setTimeout(180_000);
  const problems = complaintsOf(page);
  await signIn(page);
  await page.goto(`${target().url}/c/local/overview`);
  const pod = json("pods", "--selector=app=web").items[0].metadata.name;
  for (const { kindId, namespace, name } of [
    ...fixturePages(shop, mark),
    { kindId: "pods", namespace: shop, name: pod },
  ]) {
    await follow(page, pageOf(kindId, name, namespace));
    await expect(page).toHaveURL(pageOf(kindId, name, namespace));
    await expect(title(page, name)).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: "Facts" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Created");
    // What the page says of spec and status is made for the kind, not the bare tree.
    await expect(page.getByRole("heading", { level: 2, name: /^(Spec|Status)$/ })).toHaveCount(0);
    await expect(isLive(page)).toBeVisible();
  }
  expect(problems).toEqual([]);
});

test("a kind that nobody made a page for is shown as a tree", async ({ page }) => {
  await signIn(page);
  await expect(async () => {
    await page.goto(pageOf(`widgets.${mark}.example`, "one"));
    await expect(page.getByRole("heading", { level: 2, name: "Spec" })).toBeVisible({ timeout: 8_000 });
  }).toPass();
  await expect(page.getByRole("main")).toContainText("azurite");
  await expect(page.getByRole("main")).toContainText("wheel");
});

test("YAML is read only, can be searched, and has no value of a Secret", async ({ page }) => {
  await signIn(page);
  await page.goto(pageOf("deployments.apps", "web", shop, "yaml"));
  const editor = page.getByLabel("YAML of the object");
  await expect(editor).toContainText("kind: Deployment");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByPlaceholder("Find")).toBeFocused();
  await page.keyboard.press("Escape");
  await editor.press("x");
  await expect(editor).toContainText("apiVersion: apps/v1");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await saved).suggestedFilename()).toBe("web.yaml");
  await page.getByRole("switch", { name: "Status" }).uncheck();
  await expect(page.getByTestId("yaml")).not.toContainText("observedGeneration");

  await page.goto(pageOf("secrets", "keys"));
  await expect(page.getByRole("region", { name: "Keys of the secret" })).toContainText("hidden");
  const overview = await page.content();
  await page.goto(pageOf("secrets", "keys", shop, "yaml"));
  await expect(page.getByLabel("YAML of the object")).toContainText("hidden");
  const answer = await page.request.get(`${target().url}/api/c/local/objects/secrets/${shop}/keys`);
  expect(answer.status()).toBe(200);
  const seen = overview + (await page.content()) + (await answer.text());
  expect(seen).not.toContain(secretValue);
  expect(seen).not.toContain(Buffer.from(secretValue).toString("base64"));
});

test("a pod of the embedded cluster says why it stays pending, and events show themselves as they come", async ({
  page,
}) => {
  const pod = json("pods", "--selector=app=web").items[0];
  await signIn(page);
  await page.goto(pageOf("pods", pod.metadata.name));
  await expect(page.getByRole("main")).toContainText("No kubelet belongs to this embedded Kubernetes yet");
  const involvedObject = { kind: "Pod", name: pod.metadata.name, namespace: shop, uid: pod.metadata.uid };
  const time = new Date().toISOString();
  apply({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `told-${mark}`, namespace: shop },
    involvedObject,
    type: "Warning",
    reason: "BackOff",
    message: "Back-off restarting failed container",
    firstTimestamp: time,
    lastTimestamp: time,
    count: 3,
  });
  await expect(page.getByRole("main")).toContainText("Back-off restarting failed container");
  await page.goto(pageOf("pods", pod.metadata.name, shop, "events"));
  await expect(page.getByRole("row").filter({ hasText: "BackOff" })).toContainText("Warning");
});

test("a change elsewhere is on the page at once; deletion and a namesake are said", async ({ page }) => {
  apply({ ...config("changing"), data: { colour: "red" } });
  await signIn(page);
  await page.goto(pageOf("configmaps", "changing"));
  await expect(page.getByRole("main")).toContainText("red");
  await expect(page.getByRole("status").filter({ hasText: /^live$/ })).toBeVisible();
  apply({ ...config("changing"), data: { colour: "green" } });
  await expect(page.getByRole("main")).toContainText("green");
  run(["delete", "configmap", "changing", "--namespace", shop]);
  await expect(page.getByText("ConfigMap changing was deleted.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete…" })).toHaveAttribute("aria-disabled", "true");
  apply({ ...config("changing"), data: { colour: "blue" } });
  await expect(page.getByText("Another ConfigMap is named changing now.")).toBeVisible();
  await page.getByRole("button", { name: "Show the new one" }).click();
  await expect(page.getByText("Another ConfigMap is named changing now.")).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("blue");
});

test("hostile text is text: nothing runs, nothing turns around, only https is a link", async ({ page }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(page);
  await page.goto(pageOf("configmaps", "hostile"));
  const main = page.getByRole("main");
  await expect(main).toContainText("<script>alert(2)</script>");
  await expect(main).toContainText("safegnp.exe");
  const links = await main.getByRole("link").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
  expect(links).toContain(hostile.link);
  for (const href of links) expect(href).toMatch(/^(\/c\/|https:\/\/runbook\.example\/)/);
  const shown = await main.textContent();
  for (const character of ["\u001b", "\u202e", "\u0007"]) expect(shown ?? "").not.toContain(character);
  await page.goto(pageOf("configmaps", "hostile", shop, "yaml"));
  await expect(page.getByLabel("YAML of the object")).toContainText("\\u202e");
  expect(await page.getByTestId("yaml").textContent()).not.toContain("\u202e");
  expect(dialogs).toEqual([]);
});

test("axe finds nothing serious on pages of objects, light and dark, wide and narrow", async ({ page }) => {
  test.setTimeout(420_000);
  await withoutMotion(page);
  await signIn(page);
  const pod = json("pods", "--selector=app=web").items[0].metadata.name;
  const places: [string, typeof wide?][] = [
    [pageOf("pods", pod)],
    [pageOf("deployments.apps", "web")],
    [pageOf("deployments.apps", "web", shop, "yaml")],
    [pageOf("pods", pod, shop, "events")],
    [pageOf("nodes", `worker-${mark}`, null), wide],
    [pageOf("configmaps", "hostile")],
    [pageOf("networkpolicies.networking.k8s.io", "web"), wide],
    [pageOf(`widgets.${mark}.example`, "one"), wide],
  ];
  for (const [place, sizes] of places) {
    await page.goto(place);
    await expect(
      page.getByRole("heading", { level: 2 }).or(page.getByTestId("yaml")).or(page.getByRole("table")).first(),
    ).toBeVisible();
    await expectAccessible(page, place, sizes);
  }
});
