/** fetch and image against a real agent; names from hostile images. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { makeBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let agent: TestAgent;
let craton: Craton;
const folders: string[] = [];
const box = (app: object = {}, more: string[] = []) => {
  const made = makeBox(app, more);
  folders.push(made.folder);
  return made.file;
};

beforeAll(async () => {
  const command = await cratonCommand();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
});
afterAll(async () => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
  await agent?.stop();
});

describe("craton fetch and image", () => {
  it("puts a file into the store, lists it, shows its manifest and removes it", async () => {
    const fetched = await craton("fetch", "--insecure-options=image", box());
    expect(fetched).toMatchObject({ status: 0, stdout: expect.stringMatching(/^sha512-[0-9a-f]{128}\n$/) });
    const id = fetched.stdout.trim();
    const [head, row] = (await craton("image", "list")).stdout.trimEnd().split("\n");
    expect(head?.split(/\t+/)).toEqual(["ID", "NAME", "VERSION", "SIZE", "UNPACKED", "OS/ARCH", "IMPORTED", "PODS"]);
    expect(row?.split(/\t+/).slice(0, 3)).toEqual([id.slice(0, 19), "example.com/box", "1"]);
    expect((await craton("image", "list", "--full", "--no-legend")).stdout).toMatch(new RegExp(`^${id}\t`));
    expect(JSON.parse((await craton("image", "list", "--format=json")).stdout)).toMatchObject([
      { id, trust: { kind: "unsigned", allowedBy: "local:root" } },
    ]);
    for (const ref of [id, id.slice(0, 19), "example.com/box", "example.com/box:1"]) {
      expect(JSON.parse((await craton("image", "cat-manifest", ref)).stdout)).toMatchObject({
        acKind: "ImageManifest",
        name: "example.com/box",
      });
    }
    expect((await craton("image", "cat-manifest", "--pretty-print", id)).stdout).toContain('\n  "acKind"');
    expect(await craton("image", "rm", "example.com/box")).toMatchObject({ status: 0, stdout: `${id}\n` });
    expect((await craton("image", "rm", id)).status).toBe(254);
  });

  it("refuses what is unsigned, no file, no archive, or gets truncated", async () => {
    expect((await craton("fetch", box())).stderr).toContain("insecure-options=image");
    const broken = box({}, ["-z"]);
    fs.truncateSync(broken, 20_000);
    const { status, stderr } = await craton("fetch", "--insecure-options=image", broken);
    expect(status).toBe(254);
    expect(stderr).toContain("craton: the archive is refused");
    expect((await craton("fetch", "/nowhere.aci")).stderr).toBe("craton: /nowhere.aci: no such file or directory\n");
    expect((await craton("fetch", "/etc")).stderr).toContain("craton: /etc");
    expect((await craton("fetch", "ftp://x/y")).stderr).toContain("cannot be fetched by ftp:");
    expect((await craton("fetch", "docker://127.0.0.1:1/none")).status).toBe(254);
    expect(JSON.parse((await craton("image", "list", "--format=json")).stdout)).toEqual([]);
  });

  it("goes on after one of several failed", async () => {
    const { status, stdout } = await craton("fetch", "--insecure-options=image", "/nowhere.aci", box());
    expect(status).toBe(254);
    expect(stdout).toMatch(/^sha512-/);
  });

  it("takes every compression", async () => {
    const [plain, ...others] = [[], ["-z"], ["-j"], ["-J"]].map((more) => box({}, more));
    const id = (await craton("fetch", "--insecure-options=image", plain ?? "")).stdout;
    expect(id).toMatch(/^sha512-/);
    for (const file of others) {
      // tar writes the times anew, so that the IDs differ; that they are taken is what counts.
      expect(execFileSync("file", ["-b", file]).toString()).toMatch(/compressed/);
      expect((await craton("fetch", "--insecure-options=image", file)).status).toBe(0);
    }
  });
});

describe("hostile names", () => {
  it("cannot reach the terminal through annotations, labels or log names", async () => {
    const file = box({ environment: [{ name: "X", value: "\u001b[2J" }] });
    expect((await craton("fetch", "--insecure-options=image", file)).status).toBe(0);
    const manifest = await craton("image", "cat-manifest", "example.com/box");
    expect(manifest.stdout).not.toContain("\u001b");
    expect(JSON.parse(manifest.stdout).app.environment[0].value).toBe("\u001b[2J");
    const odd = await craton("status", "\u001b[2Jx");
    expect(odd.stderr).not.toContain("\u001b");
  });
});
