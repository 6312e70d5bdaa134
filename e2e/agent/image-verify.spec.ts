/** Verification on the real kernel: what makes a layer of a registry is checked too, and such an image can be built on. */
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, linkSync, lutimesSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "../../agent/image/images.fixture.ts";
import { pax, rawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import type { VerifyLine } from "../../lib/contract/image-verify.ts";
import { ImageHost } from "../support/image-host.ts";
import { ociImage } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";

const dir = mkdtempSync(join(tmpdir(), "craton-verify-"));
const never = new AbortController().signal;
let host: ImageHost;
let registry: OddRegistry;
let oci: string;
beforeAll(async () => {
  host = await ImageHost.start();
  registry = await new OddRegistry().start();
  host.configure({ [registry.host]: { plainHttp: true } });
  const attribute = pax({ "SCHILY.xattr.user.colour": "blue" });
  const lower = tarOf(
    { name: "d", type: "5", mode: 0o755 },
    { name: "d/hidden", body: "hidden" },
    { name: "e", type: "5", mode: 0o755 },
    { name: "e/gone", body: "gone" },
    { name: "e/stays", body: "stays" },
  );
  const upper = tarOf(
    { name: "d", type: "5", mode: 0o755 },
    { name: "d/.wh..wh..opq" },
    { name: "e", type: "5", mode: 0o755 },
    { name: "e/.wh.gone" },
    Buffer.concat([attribute, rawEntry({ name: "d/new", body: "new", uid: 7, mtime: 5 })]),
  );
  registry.add("team/app", "1", ociImage([{ tar: lower }, { tar: upper }]));
  oci = (await host.fetch(`docker://${registry.host}/team/app:1`)).id;
});
afterAll(async () => {
  await registry?.stop();
  await host?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function verify(id: string) {
  let last: VerifyLine | undefined;
  for await (const line of host.images.upkeep.verify(id, admin, never)) last = line;
  if (last?.type !== "verified") throw new Error("no result");
  return last.faults;
}

const upperTree = () => host.images.forPod(oci).lower[0] as string;
const python = (call: string, path: string, name: string, more = "") =>
  execFileSync("python3", ["-c", `import os,sys; os.${call}(sys.argv[1], sys.argv[2]${more})`, path, name]);
const spoil: [string, () => void][] = [
  ["an attribute", () => python("setxattr", join(upperTree(), "d/new"), "user.colour", ", b'red'")],
  ["an opaque mark", () => python("removexattr", join(upperTree(), "d"), "trusted.overlay.opaque")],
  ["a whiteout", () => rmSync(join(upperTree(), "e/gone"))],
  ["an owner", () => chownSync(join(upperTree(), "d/new"), 8, 0)],
  ["a mode", () => chmodSync(join(upperTree(), "e"), 0o777)],
  ["a time", () => lutimesSync(join(upperTree(), "d/new"), 6, 6)],
  ["a hard link more", () => linkSync(join(upperTree(), "d/new"), join(upperTree(), "d/newer"))],
  ["a byte", () => writeFileSync(join(upperTree(), "d/new"), "now")],
];

it("its files are listed as a pod sees them", async () => {
  const { entries } = await host.images.inspection.files(oci, "/");
  expect(entries?.map(({ name, kind, user }) => [name, kind, user])).toEqual([
    ["d", "folder", null],
    ["e", "folder", null],
  ]);
  const { entry, content } = await host.images.inspection.files(oci, "/d/new");
  expect(entry).toMatchObject({ kind: "file", size: 3, uid: 7, modifiedAt: "1970-01-01T00:00:05.000Z", image: oci });
  expect(content).toEqual({ kind: "text", text: "new" });
  for (const path of ["/d/hidden", "/e/gone"])
    await expect(host.images.inspection.files(oci, path)).rejects.toMatchObject({ code: "not-found" });
});

it("finds nothing in what just came", async () => {
  expect(await verify(oci)).toEqual([]);
});

it.each(spoil)("finds %s that differs, and makes it good", async (_, change) => {
  change();
  expect(await verify(oci)).toMatchObject([{ where: "tree", repaired: true }]);
  expect(await verify(oci)).toEqual([]);
});

it("an image of a registry can be built on: overlaid below, or squashed where its whiteouts would hide others' files", async () => {
  const name = host.images.get(oci).name;
  const write = (file: string, more: object) => {
    const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: `example.com/${file}`, ...more };
    const entries = [
      { name: "rootfs", type: "5", mode: 0o755 },
      { name: "rootfs/e", type: "5", mode: 0o755 },
      { name: "rootfs/e/gone", body: file },
    ];
    writeFileSync(join(dir, file), tarOf(...entries, { name: "manifest", body: JSON.stringify(manifest) }));
    return host.fetch(join(dir, file));
  };
  const files = async (id: string) =>
    (await host.images.inspection.files(id, "/e")).entries?.map((entry) => [entry.name, entry.image]);
  const top = await write("top", { dependencies: [{ imageName: name }] });
  expect(host.images.forPod(top.id).lower.length).toBeGreaterThan(2);
  expect(await files(top.id)).toEqual([
    ["gone", top.id],
    ["stays", oci],
  ]);
  const first = await write("first", {});
  const dependencies = [{ imageName: "example.com/first" }, { imageName: name }];
  const both = await host.fetch((await write("both", { dependencies })).source.replace("file:", ""));
  expect(host.images.forPod(both.id).lower).toHaveLength(1);
  const link = { dependencies: [...dependencies], pathWhitelist: ["/e/gone", "/e/stays"] };
  const filtered = await write("filtered", link);
  expect(await files(filtered.id)).toEqual([
    ["gone", filtered.id],
    ["stays", oci],
  ]);
  expect(await verify(both.id)).toEqual([]);
  await host.images.remove(filtered.id, admin);
  await host.images.remove(both.id, admin);
  await host.images.remove(first.id, admin);
});
