/** Pages of images on the real store: what an image is, what is in it, what it is made of, whether it is still as it came in. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { expectAccessible, withoutMotion } from "../support/accessible.ts";
import { craton, makeUser, signIn, target } from "../support/console-page.ts";

const node = os.hostname().toLowerCase();
/** Made once the tests run: a file of tests is read more often than that. */
let folder = "";
const hostile = {
  "a\u202egpj.exe": "turned around",
  "<img src=x onerror=alert(1)>": "markup",
  "line\nfeed": "two lines",
  "back\\slash": "a slash",
};
const ids: Record<"base" | "web", string> = { base: "", web: "" };

/** Builds an ACI of these files and takes it in without a signature; answers its ID. */
function take(name: string, files: Record<string, string | Buffer>, manifest: object): string {
  const at = path.join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(at, "rootfs", file)), { recursive: true });
    fs.writeFileSync(path.join(at, "rootfs", file), content);
  }
  const labels = [
    { name: "version", value: "1.0" },
    { name: "os", value: "linux" },
    { name: "arch", value: "amd64" },
  ];
  const whole = { acKind: "ImageManifest", acVersion: "0.8.11", name: `e2e.example/${name}`, labels, ...manifest };
  fs.writeFileSync(path.join(at, "manifest"), JSON.stringify(whole));
  craton("build", at, `${at}.aci`);
  return craton("fetch", "--insecure-options=image", `${at}.aci`).trim();
}

test.beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-images-page-"));
  fs.mkdirSync(path.join(folder, "base/rootfs/bin"), { recursive: true });
  fs.symlinkSync("../etc/motd", path.join(folder, "base/rootfs/bin/message"));
  ids.base = take(
    "base",
    {
      "etc/motd": "a message of the base\n",
      "etc/app.json": '{"listen": 8080}',
      "etc/random": Buffer.from([0, 255, 1, 254]),
      ...Object.fromEntries(Object.entries(hostile).map(([file, text]) => [`weird/${file}`, text])),
    },
    {},
  );
  const app = { exec: ["/bin/message"], user: "0", group: "0", environment: [{ name: "MODE", value: "quiet" }] };
  ids.web = take("web", { "srv/page": "hello\n" }, { app, dependencies: [{ imageName: "e2e.example/base" }] });
});
test.afterAll(() => {
  for (const id of [ids.web, ids.base]) if (id !== "") craton("image", "rm", id);
  fs.rmSync(folder, { recursive: true, force: true });
});

const pageOf = (id: string, query = "") => `${target().url}/c/fleet/images/${node}/${id}${query}`;

test("what it is, who let it in, how it runs, what it is made of and what it takes", async ({ page }) => {
  await signIn(page);
  await page.goto(pageOf(ids.web));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("e2e.example/web:1.0");
  await expect(page.getByText("Unsigned", { exact: true })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("allowed it in without one");
  await expect(page.getByRole("main")).toContainText("MODE=quiet");

  const parts = page.getByRole("navigation", { name: "Parts of the image" });
  await parts.getByRole("link", { name: "Disk" }).click();
  await expect(page.getByText("freed when this image is removed")).toBeVisible();
  await parts.getByRole("link", { name: "Dependencies" }).click();
  await expect(page.getByRole("table")).toContainText("e2e.example/base");

  // The picture is reached by the keyboard too.
  const box = page.getByRole("region", { name: "Graph of dependencies" }).getByRole("link");
  await box.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("e2e.example/base:1.0");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("e2e.example/web:1.0");
});

test("the tree is walked through, the URL holds the path, Back works, hostile names and contents are text", async ({
  page,
}) => {
  page.on("dialog", () => expect("a dialog").toBe("never opened"));
  await signIn(page);
  await page.goto(pageOf(ids.web, "?tab=files"));
  await page.getByRole("link", { name: "etc", exact: true }).click();
  await expect(page).toHaveURL(/path=%2Fetc$/);
  await page.getByRole("link", { name: "motd", exact: true }).click();
  await expect(page.getByRole("region", { name: "Content" })).toContainText("a message of the base");
  await expect(page.getByRole("main")).toContainText("a dependency");
  await page.goBack();
  await page.getByRole("link", { name: "random", exact: true }).click();
  await expect(page.getByText("This is no text")).toBeVisible();

  // A link shows where it points and leads there.
  await page.goto(pageOf(ids.web, "?tab=files&path=%2Fbin"));
  await page.getByRole("link", { name: "points to ../etc/motd" }).click();
  await expect(page.getByRole("region", { name: "Content" })).toContainText("a message of the base");

  const shown = ["a\\u{202e}gpj.exe", "<img src=x onerror=alert(1)>", "line\\u{a}feed", "back\\\\slash"];
  const texts = Object.values(hostile);
  for (const [at, name] of shown.entries()) {
    await page.goto(pageOf(ids.web, "?tab=files&path=%2Fweird"));
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("region", { name: "Content" })).toContainText(texts[at] ?? "");
  }
  await page.goto(pageOf(ids.web, "?tab=files&path=%2Fetc%2Fnothing"));
  await expect(page.getByText("The image has no")).toBeVisible();
});

test("verification says that all is well, finds a byte that changed on the disk and mends it", async ({ page }) => {
  await signIn(page);
  await page.goto(pageOf(ids.base));
  await page.getByRole("button", { name: "Verify…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("It is as it came in");

  const trees = path.join(target().state, "agent/images/trees");
  const motd = fs
    .readdirSync(trees)
    .map((tree) => path.join(trees, tree, "etc/motd"))
    .filter((file) => fs.existsSync(file) && fs.readFileSync(file, "utf8").startsWith("a message of the base"));
  expect(motd.length).toBeGreaterThan(0);
  for (const file of motd) fs.writeFileSync(file, "A message of the base\n");
  await dialog.getByRole("button", { name: "Verify again" }).click();
  await expect(dialog).toContainText("found and mended");
  await dialog.getByRole("button", { name: "Verify again" }).click();
  await expect(dialog).toContainText("It is as it came in");
});

test("a viewer looks at everything and each action says why it is refused", async ({ page }) => {
  await signIn(page, await makeUser("vida", "viewer"));
  await page.goto(pageOf(ids.web, "?tab=files"));
  await expect(page.getByRole("link", { name: "etc", exact: true })).toBeVisible();
  for (const name of ["Verify…", "Remove…", "Run a pod"]) {
    const button = page.getByRole("button", { name });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.focus();
    await expect(page.getByRole("tooltip").filter({ hasText: "viewer" })).toBeVisible();
  }
});

test("every part is accessible and fits, light and dark, wide and narrow", async ({ page }) => {
  test.setTimeout(120_000);
  await withoutMotion(page);
  await signIn(page);
  for (const query of ["", "?tab=files", "?tab=files&path=%2Fetc%2Fapp.json", "?tab=dependencies", "?tab=disk"]) {
    await page.goto(pageOf(ids.web, query));
    await expect(page.getByRole("heading", { level: 2 }).or(page.getByRole("table")).first()).toBeVisible();
    await expectAccessible(page, query);
  }
});
