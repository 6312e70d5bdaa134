import os from "node:os";
import { expect, test } from "@playwright/test";
import { makeUser, removePod, runPod, signIn, target } from "../support/console-page.ts";

const node = os.hostname().toLowerCase();

test("a viewer sees a pod and its logs, and each action says why it is refused; the server refuses too", async ({
  page,
}) => {
  const viewer = await makeUser("vera", "viewer");
  const uuid = runPod();
  try {
    await signIn(page, viewer);
    await page.goto(`${target().url}/c/fleet/pods/${node}/${uuid}`);
    const stop = page.getByRole("button", { name: "Stop…" });
    await expect(stop).toHaveAttribute("aria-disabled", "true");
    await stop.focus();
    await expect(page.getByRole("tooltip")).toContainText("viewer");
    await stop.click({ force: true });
    await expect(page.getByRole("dialog")).toHaveCount(0);

    const session = await (await page.request.get(`${target().url}/api/session`)).json();
    const headers = { "x-csrf-token": session.csrf, origin: target().url, "sec-fetch-site": "same-origin" };
    const refused = await page.request.post(`${target().url}/api/c/fleet/nodes/${node}/pods/${uuid}/stop`, {
      headers,
      data: {},
    });
    expect(refused.status()).toBe(403);
    expect((await refused.json()).code).toBe("forbidden");

    await page.goto(`${target().url}/c/fleet/pods/${node}/${uuid}?tab=terminal`);
    await expect(page.getByRole("main")).toContainText("exec");
    await expect(page.getByRole("button", { name: "Open terminal" })).toHaveCount(0);
    await expect(page.getByRole("navigation").getByRole("link", { name: "Audit" })).toHaveCount(0);
  } finally {
    removePod(uuid);
  }
});

test("an auditor reads the audit log and changes nothing", async ({ page }) => {
  const auditor = await makeUser("ada", "auditor");
  await signIn(page, auditor);
  await page.goto(`${target().url}/c/fleet/audit`);
  await expect(page.getByRole("main")).toContainText("ada");
  await page.goto(`${target().url}/c/fleet/run`);
  await expect(page.getByRole("main")).toContainText("auditor");
});
