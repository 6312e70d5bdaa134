/** The lists, overview and search of a Kubernetes cluster for axe, in both themes, wide and narrow; and how large their pages are. */
import { expect, test } from "@playwright/test";
import { complaintsOf, expectAccessible, withoutMotion } from "../support/accessible.ts";
import { isLive, signIn, target } from "../support/console-page.ts";

const at = (path: string) => `${target().url}/c/local${path}`;
const pages = [
  "/overview",
  "/r/workloads",
  "/r/pods",
  "/r/nodes",
  "/r/services",
  "/r/events",
  "/r/namespaces",
  "/search?q=kube",
];
test("axe finds nothing serious, light and dark, wide and narrow, and the page stays small", async ({ page }) => {
  test.setTimeout(420_000);
  const errors = complaintsOf(page);
  await withoutMotion(page);
  await signIn(page);
  for (const path of pages) {
    await page.goto(at(path));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (path.startsWith("/r/")) await expect(isLive(page)).toBeVisible();
    await expectAccessible(page, path);
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    expect.soft(nodes, `elements of ${path}`).toBeLessThanOrEqual(2_000);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  expect.soft(errors).toEqual([]);
});
