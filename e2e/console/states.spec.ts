import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { craton, createPod, removePod, runPod, signIn, target } from "../support/console-page.ts";

const node = os.hostname().toLowerCase();

test("a hostile name is shown as plain text, everywhere", async ({ page }) => {
  const name = "<img src=x onerror=window.owned=1>\u202egnp\u0007";
  await signIn(page);
  const uuid = await createPod(page, { name, apps: [{ image: "craton.local/tour", exec: ["/bin/sleep", "1000"] }] });
  try {
    for (const where of ["/c/fleet/pods", `/c/fleet/pods/${node}/${uuid}`, "/c/fleet/events", "/c/fleet/overview"]) {
      await page.goto(target().url + where);
      await expect(page.getByText("<img src=x onerror=window.owned=1>gnp").first()).toBeVisible();
      expect(await page.evaluate(() => "owned" in window)).toBe(false);
    }
    await page.goto(`${target().url}/c/fleet/audit`);
    await expect(page.getByRole("main")).toContainText("<img src=x onerror=window.owned=1>");
    expect(await page.evaluate(() => "owned" in window)).toBe(false);
  } finally {
    removePod(uuid);
  }
});

test("a pod that fails says what failed and its last words", async ({ page }) => {
  const uuid = runPod([], ["-c", "echo cannot open the database >&2; exit 4"], "/bin/sh");
  craton("status", "--wait", uuid);
  try {
    await signIn(page);
    await page.goto(`${target().url}/c/fleet/pods/${node}/${uuid}`);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("ended with code 4");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("cannot open the database");
  } finally {
    removePod(uuid);
  }
});

test("a broken upload is refused with the reason, and nothing is left in the store", async ({ page }) => {
  await signIn(page);
  const before = craton("image", "list", "--format=json");
  await page.goto(`${target().url}/c/fleet/images`);
  await page.getByRole("button", { name: "Upload…" }).first().click();
  await page
    .getByRole("dialog")
    .locator('input[type=file][accept=".aci"]')
    .setInputFiles({
      name: "broken.aci",
      mimeType: "application/octet-stream",
      buffer: Buffer.from("this is no archive"),
    });
  await page.getByLabel("Allow it without a signature").check();
  await page.getByRole("dialog").getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText(/refused|archive/);
  expect(craton("image", "list", "--format=json")).toBe(before);
});

test("an unknown pod, a pod of an unknown node and an unknown page say so", async ({ page }) => {
  await signIn(page);
  await page.goto(`${target().url}/c/fleet/pods/${node}/00000000-0000-4000-8000-000000000001`);
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "there is no pod 00000000-0000-4000-8000-000000000001",
  );
  await page.goto(`${target().url}/c/fleet/nodes/nowhere`);
  await expect(page.getByRole("main")).toContainText("nowhere");
  await page.goto(`${target().url}/c/fleet/no-such-page`);
  await expect(page.getByRole("main")).toContainText(/not found|no such|nothing/i);
});

test("while an agent is down its rows stay, marked with their age, and come back live", async ({ page }) => {
  test.setTimeout(150_000);
  await signIn(page);
  const uuid = await createPod(page, {
    name: "stays",
    apps: [{ image: "craton.local/tour", exec: ["/bin/sleep", "1000"] }],
  });
  try {
    await page.goto(`${target().url}/c/fleet/pods`);
    await expect(page.getByRole("link", { name: "stays" })).toBeVisible();
    const pid = Number(fs.readFileSync(path.join(target().state, "run/agent.pid"), "utf8"));
    process.kill(pid, "SIGSTOP");
    try {
      await expect(page.getByRole("status").filter({ hasText: /as of/ }).first()).toBeVisible({ timeout: 45_000 });
      await expect(page.getByRole("link", { name: "stays" })).toBeVisible();
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await expect(
      page
        .getByRole("status")
        .filter({ hasText: /^live$/ })
        .first(),
    ).toBeVisible({ timeout: 45_000 });
  } finally {
    removePod(uuid);
  }
});
