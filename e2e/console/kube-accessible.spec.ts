/** The lists, overview and search of a Kubernetes cluster for axe, in both themes, wide and narrow; and how large their pages are. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
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
for (const theme of ["light", "dark"]) {
  test(`axe finds nothing serious, ${theme}, wide and narrow, and the page stays small`, async ({ page, context }) => {
    test.setTimeout(420_000);
    await context.addCookies([{ name: "craton-theme", value: theme, url: target().url }]);
    await signIn(page);
    for (const path of pages) {
      for (const size of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(size);
        await page.goto(at(path));
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        if (path.startsWith("/r/")) await expect(isLive(page)).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        const found = serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
        expect.soft(found, `${path} at ${size.width}`).toEqual([]);
        const { wide, nodes } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          nodes: document.querySelectorAll("*").length,
        }));
        expect.soft(wide, `${path} at ${size.width} scrolls sideways`).toBe(0);
        expect.soft(nodes, `elements of ${path} at ${size.width}`).toBeLessThanOrEqual(2_000);
      }
    }
  });
}
