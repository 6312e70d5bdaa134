import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { busyboxLayer } from "../support/busybox-layer.ts";
import { signInByForm, target } from "../support/console-page.ts";
import { type DockerRegistry, startDockerRegistry } from "../support/docker-registry.ts";
import { ociImage } from "../support/oci-image.ts";

let registry: DockerRegistry;
test.beforeAll(async () => {
  registry = await startDockerRegistry();
  const settings = { registries: { [registry.host]: { plainHttp: true } } };
  fs.writeFileSync(path.join(target().state, "agent/registries.json"), JSON.stringify(settings));
  const config = {
    Entrypoint: ["/bin/busybox"],
    Cmd: ["httpd", "-f", "-v", "-p", "8080", "-h", "/"],
    ExposedPorts: { "8080/tcp": {} },
  };
  registry.push("team/web", "1.2", [
    ociImage([{ tar: busyboxLayer({ "hello.txt": "hello from the registry\n" }) }], config),
  ]);
});
test.afterAll(() => registry.stop());

const node = os.hostname().toLowerCase();
const hostPort = 20_000 + Math.floor(Math.random() * 10_000);

test("an operator fetches an image, runs a pod, watches it, reads it, enters it, stops it and cleans up", async ({
  page,
}) => {
  await signInByForm(page);

  // Fetch, with the signature that is missing allowed in so many words.
  await page.goto(`${target().url}/c/fleet/images`);
  await page.getByRole("button", { name: "Fetch…" }).first().click();
  await page.getByRole("dialog").getByLabel("Image", { exact: true }).fill(`${registry.host}/team/web:1.2`);
  await page.getByRole("dialog").getByRole("button", { name: "Fetch", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("comes without a signature");
  await page.getByLabel("Allow it without a signature").check();
  await page.getByRole("dialog").getByRole("button", { name: "Fetch", exact: true }).click();
  await page.getByRole("button", { name: "Open the image" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("team/web:1.2");

  // The guided form, begun from the image's page.
  await page.getByRole("link", { name: "Run a pod" }).click();
  await expect(page.getByLabel("Name of the app")).toHaveValue("web");
  await page.getByLabel("Name of the pod").fill("flow-web");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Host port 1").fill(String(hostPort));
  await page.getByLabel("Memory").fill("64Mi");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("valid", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Run pod" }).click();

  // The pod's page, live, and the pod itself.
  await page.waitForURL(/\/pods\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("flow-web");
  await expect(page.getByText("Running").first()).toBeVisible();
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${hostPort}/hello.txt`).then(
        (answer) => answer.text(),
        () => "",
      ),
    )
    .toBe("hello from the registry\n");

  await page.getByRole("link", { name: "Logs", exact: true }).click();
  await expect(page.getByRole("log")).toContainText("response:200");
  await fetch(`http://127.0.0.1:${hostPort}/missing`);
  await expect(page.getByRole("log")).toContainText("response:404");

  await page.getByRole("navigation", { name: "Parts of the pod" }).getByRole("link", { name: "Terminal" }).click();
  await page.getByLabel("Command").fill("/bin/busybox sh");
  await page.getByRole("button", { name: "Open terminal" }).click();
  await expect(page.getByText("connected", { exact: true })).toBeVisible();
  await page.keyboard.type("echo answer=$((6*7)); exit 3\n");
  await expect(page.getByTestId("terminal")).toContainText("answer=42");
  await expect(page.getByText("ended with code 3")).toBeVisible();

  await page.getByRole("button", { name: "Stop…" }).click();
  await page.getByRole("button", { name: "Stop pod" }).click();
  await expect(page.getByRole("button", { name: "Remove…" })).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove pod" }).click();
  await page.waitForURL(/\/pods$/);
  await expect(page.getByText("flow-web", { exact: true })).toHaveCount(0);

  // All of it is in the audit log.
  await page.goto(`${target().url}/c/fleet/audit`);
  for (const action of ["image", "pod", "exec"]) await expect(page.getByRole("main")).toContainText(action);
  expect(node).not.toBe("");
});
