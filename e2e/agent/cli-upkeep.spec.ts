/** craton image extract, render, verify and gc against a real agent: built on one another, filtered, spoilt, idle. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "craton-upkeep-cli-"));
let agent: TestAgent;
let craton: Craton;
let base: string;
let app: string;

function write(name: string, more: object, entries: RawEntry[]): string {
  const file = path.join(dir, `${name}.aci`);
  const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: `example.com/${name}`, ...more };
  const root = { name: "rootfs", type: "5", mode: 0o755 };
  fs.writeFileSync(file, tarOf(root, ...entries, { name: "manifest", body: JSON.stringify(manifest) }));
  return file;
}
const fetched = async (file: string) => {
  const { status, stdout, stderr } = await craton("fetch", "--insecure-options=image", file);
  expect(status, stderr).toBe(0);
  return stdout.trim();
};
const treeOf = (id: string) => {
  const { layers } = JSON.parse(fs.readFileSync(path.join(agent.state, "agent/images/records", `${id}.json`), "utf8"));
  const key = Buffer.from(layers[0].diffId.slice(7), "hex").toString("base64url");
  return path.join(agent.state, "agent/images/trees", key);
};

beforeAll(async () => {
  const command = await cratonCommand();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
  base = await fetched(
    write("base", {}, [
      { name: "rootfs/etc", type: "5", mode: 0o755 },
      { name: "rootfs/etc/name", body: "base", uid: 7, gid: 8, mode: 0o4750, mtime: 1e9 },
      { name: "rootfs/etc/link", type: "2", link: "/etc/passwd" },
      { name: "rootfs/etc/again", type: "1", link: "rootfs/etc/name" },
      { name: "rootfs/left-out", body: "x" },
    ]),
  );
  const dependencies = [{ imageName: "example.com/base", imageID: base }];
  const pathWhitelist = ["/etc/again", "/etc/link", "/own"];
  app = await fetched(write("app", { dependencies, pathWhitelist }, [{ name: "rootfs/own", body: "app" }]));
});
afterAll(async () => {
  fs.rmSync(dir, { recursive: true, force: true });
  await agent?.stop();
});

it("extract gives the one image as it is, render what a pod sees; owners, modes, times and links are kept", async () => {
  const one = path.join(dir, "one");
  expect(await craton("image", "extract", "example.com/base", one)).toMatchObject({ status: 0, stdout: `${base}\n` });
  expect(fs.readdirSync(one).sort()).toEqual(["manifest", "rootfs"]);
  const file = fs.lstatSync(path.join(one, "rootfs/etc/name"));
  expect([file.uid, file.gid, file.mode & 0o7777, file.mtimeMs, file.nlink]).toEqual([7, 8, 0o4750, 1e12, 2]);
  expect(fs.readlinkSync(path.join(one, "rootfs/etc/link"))).toBe("/etc/passwd");
  const seen = path.join(dir, "seen");
  expect(await craton("image", "render", "--rootfs-only", app, seen)).toMatchObject({ status: 0, stdout: `${app}\n` });
  expect(fs.readdirSync(seen, { recursive: true }).sort()).toEqual(["etc", "etc/again", "etc/link", "own"]);
  const kept = fs.lstatSync(path.join(seen, "etc/again"));
  expect([kept.uid, kept.mode & 0o7777, kept.nlink]).toEqual([7, 0o4750, 1]);
  const again = await craton("image", "render", app, seen);
  expect([again.status, again.stderr]).toEqual([254, expect.stringContaining("is not empty; --overwrite replaces it")]);
  expect((await craton("image", "render", "--overwrite", app, seen)).status).toBe(0);
  expect(fs.readdirSync(seen).sort()).toEqual(["manifest", "rootfs"]);
  expect(fs.readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
});

it("verify finds a changed owner, attribute or byte, and makes it good; only what cannot be is a failure", async () => {
  expect((await craton("image", "verify", app)).stdout).toContain("all as it came in");
  const file = path.join(treeOf(base), "etc/name");
  for (const spoil of [() => fs.chownSync(file, 9, 8), () => fs.writeFileSync(file, "bass")]) {
    spoil();
    const { status, stdout } = await craton("image", "verify", app);
    expect([status, stdout]).toEqual([0, expect.stringContaining("made good")]);
    expect((await craton("image", "verify", app)).stdout).toContain("all as it came in");
    expect(fs.readFileSync(file, "utf8")).toBe("base");
  }
  const blob = path.join(agent.state, "agent/images/blobs/sha512", base.slice(7));
  fs.appendFileSync(blob, "x");
  const { status, stdout } = await craton("image", "verify", "--format=json", base);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([{ id: base, faults: [{ where: "blob", repaired: false }] }]);
  fs.truncateSync(blob, fs.statSync(blob).size - 1);
});

it("gc tells what it would take, then takes it; a dependency goes after what needs it", async () => {
  expect((await craton("image", "rm", base)).stderr).toContain(`is needed by image ${app}`);
  expect((await craton("image", "gc")).stdout).toMatch(/^freed 0 B; 2 images stay\n$/);
  const preview = JSON.parse((await craton("image", "gc", "--grace-period=0s", "--dry-run", "--format=json")).stdout);
  expect(preview.images.map(({ id }: { id: string }) => id)).toEqual([app, base]);
  expect((await craton("image", "gc", "--grace-period=0s")).stdout).toMatch(
    /example.com\/app(.|\n)*freed .*; 0 images stay/,
  );
  expect(JSON.parse((await craton("image", "list", "--format=json")).stdout)).toEqual([]);
  expect(fs.readdirSync(path.join(agent.state, "agent/images/trees"))).toEqual([]);
});
