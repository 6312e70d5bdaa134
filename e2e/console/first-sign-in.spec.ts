import { expect, test } from "@playwright/test";
import { craton, target } from "../support/console-page.ts";

test("the first sign-in asks for a password of one's own, and the one-time password ends", async ({
  page,
  browser,
}) => {
  const { password: oneTime } = JSON.parse(craton("user", "add", "first", "--role=viewer", "--format=json")) as {
    password: string;
  };
  await page.goto(target().url);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel("User").fill("first");
  await page.getByLabel("Password").fill(oneTime);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Choose a password" })).toBeVisible();

  // Nothing else answers until then.
  const refused = await page.request.get(`${target().url}/api/c/fleet/nodes`);
  expect(refused.status()).toBe(403);

  const fields = page.locator("input[type=password]");
  await fields.nth(0).fill("a long enough first password");
  await fields.nth(1).fill("a long enough first password");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/c\/fleet\//);

  // Another browser: this one would go to the sign-in page by itself once its cookie is gone.
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${target().url}/sign-in`);
  await other.getByLabel("User").fill("first");
  await other.getByLabel("Password").fill(oneTime);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText("the user name or the password is wrong", { exact: false })).toBeVisible();
});
