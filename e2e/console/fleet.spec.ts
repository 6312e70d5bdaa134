import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type Craton, startCraton } from "../support/console.ts";
import { signIn, target } from "../support/console-page.ts";

let other: Craton;
test.beforeAll(async () => {
  other = await startCraton({ extra: ["--node", "second"] });
});
test.afterAll(() => other.stop());

test("an agent of another authority is added with its certificates; when it is down its rows stay", async ({
  page,
}) => {
  test.setTimeout(120_000);
  other.craton("run", "--detach", "--exec=/bin/sleep", "craton.local/tour", "--", "1000");
  await signIn(page);
  await page.goto(`${target().url}/c/fleet/settings`);
  await page.getByRole("button", { name: "Add agent" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Node").fill("second");
  await dialog.getByLabel("Address").fill(`127.0.0.1:${other.agentPort}`);
  await dialog.getByRole("button", { name: "Add agent" }).click();
  await expect(dialog.getByRole("alert")).toContainText(/second does not answer/);

  const tls = path.join(other.state, "console/tls");
  const files = ["ca.crt", "client.crt", "client.key", "assertion.key"].map((name) => path.join(tls, name));
  await dialog.locator("input[type=file]").setInputFiles(files);
  await dialog.getByRole("button", { name: "Add agent" }).click();
  await expect(dialog).toHaveCount(0);
  const kept = path.join(target().state, "console/agents/second.json");
  expect(fs.statSync(kept).mode & 0o777).toBe(0o600);

  await page.goto(`${target().url}/c/fleet/pods?filter=${encodeURIComponent("node=second")}`);
  await expect(page.getByRole("link", { name: "tour" })).toBeVisible();

  const pid = Number(fs.readFileSync(path.join(other.state, "run/agent.pid"), "utf8"));
  process.kill(pid, "SIGSTOP");
  try {
    await expect(page.getByRole("status").filter({ hasText: /as of/ }).first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("link", { name: "tour" })).toBeVisible();
  } finally {
    process.kill(pid, "SIGCONT");
  }

  await page.goto(`${target().url}/c/fleet/settings`);
  await page.getByRole("button", { name: "Remove second" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove agent" }).click();
  await expect(page.getByText("second", { exact: true })).toHaveCount(0);
  expect(fs.existsSync(kept)).toBe(false);
});
