import os from "node:os";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { removePod, runPod, signIn, target } from "../support/console-page.ts";

const node = os.hostname().toLowerCase();
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
let uuid = "";
test.beforeAll(() => {
  uuid = runPod();
});
test.afterAll(() => removePod(uuid));

const pages: [string, () => string][] = [
  ["overview", () => "/c/fleet/overview"],
  ["pods", () => "/c/fleet/pods"],
  ["pod", () => `/c/fleet/pods/${node}/${uuid}`],
  ["logs", () => `/c/fleet/pods/${node}/${uuid}?tab=logs`],
  ["terminal", () => `/c/fleet/pods/${node}/${uuid}?tab=terminal`],
  ["events of a pod", () => `/c/fleet/pods/${node}/${uuid}?tab=events`],
  ["manifest", () => `/c/fleet/pods/${node}/${uuid}?tab=manifest`],
  ["images", () => "/c/fleet/images"],
  ["run", () => "/c/fleet/run"],
  ["nodes", () => "/c/fleet/nodes"],
  ["node", () => `/c/fleet/nodes/${node}`],
  ["events", () => "/c/fleet/events"],
  ["audit", () => "/c/fleet/audit"],
  ["account", () => "/c/fleet/account"],
  ["settings", () => "/c/fleet/settings"],
  ["settings, clusters", () => "/c/fleet/settings?section=clusters"],
  ["settings, users", () => "/c/fleet/settings?section=users"],
];

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing serious on any page, ${theme}, wide and narrow, and no page scrolls sideways`, async ({
    page,
    context,
  }) => {
    test.setTimeout(180_000);
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
    await context.addCookies([{ name: "craton-theme", value: theme, url: target().url }]);
    await signIn(page);
    for (const [name, path] of pages) {
      for (const size of sizes) {
        await page.setViewportSize(size);
        await page.goto(target().url + path());
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const found = await new AxeBuilder({ page }).analyze();
        const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect
          .soft(
            serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`),
            `${name} at ${size.width}`,
          )
          .toEqual([]);
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(sideways, `${name} at ${size.width} scrolls sideways`).toBe(0);
      }
    }
    expect.soft(errors).toEqual([]);
  });
}
