import os from "node:os";
import { expect, test } from "@playwright/test";
import { complaintsOf, expectAccessible, withoutMotion } from "../support/accessible.ts";
import { removePod, runPod, signIn, target } from "../support/console-page.ts";

const node = os.hostname().toLowerCase();
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

test("axe finds nothing serious on any page, light and dark, wide and narrow, and no page scrolls sideways", async ({
  page,
  context,
}) => {
  test.setTimeout(420_000);
  const errors = complaintsOf(page);
  await withoutMotion(page);
  await context.addCookies([{ name: "craton-theme", value: "dark", url: target().url }]);
  await signIn(page);
  for (const [name, path] of pages) {
    await page.goto(target().url + path());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expectAccessible(page, name);
  }
  expect.soft(errors).toEqual([]);
});
