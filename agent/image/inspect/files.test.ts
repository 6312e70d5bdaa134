/** Lists of files and their contents, of an image that lies about where things are. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { imageFiles } from "../../../lib/contract/image-files.ts";
import { ImageWorld } from "../images.fixture.ts";
import { tarOf } from "../unpack/tar.fixture.ts";

let world: ImageWorld;
let id: string;
beforeEach(async () => {
  world = await new ImageWorld().start();
  writeFileSync(join(world.dir, "secret"), "secret");
  const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/liar" };
  const entries = [
    { name: "rootfs", type: "5", mode: 0o755 },
    { name: "rootfs/etc", type: "5", mode: 0o755 },
    { name: "rootfs/etc/hosts", body: "größe\n", mode: 0o640, mtime: 86_400 },
    { name: "rootfs/etc/name", type: "1", link: "rootfs/etc/hosts" },
    { name: "rootfs/out", type: "2", link: world.dir },
    { name: "rootfs/up", type: "2", link: "../../../../../../../.." },
    { name: Buffer.from("rootfs/\xff\\n", "latin1"), body: Buffer.from([0x61, 0xff]) },
    { name: "rootfs/nul", body: "a\0b" },
    { name: "rootfs/big", body: Buffer.alloc(1024 * 1024 + 1, "x") },
    { name: "manifest", body: JSON.stringify(manifest) },
  ];
  writeFileSync(join(world.dir, "liar.aci"), tarOf(...entries));
  id = (await world.fetch(join(world.dir, "liar.aci"))).id;
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});
const files = async (path: string) => imageFiles.parse(await world.images.inspection.files(id, path));

it("lists a folder by the bytes of its names, and gives text as it is", async () => {
  const root = await files("/");
  expect(root.entries?.map(({ name, kind, link }) => [name, kind, link])).toEqual([
    ["big", "file", null],
    ["etc", "folder", null],
    ["nul", "file", null],
    ["out", "symlink", world.dir],
    ["up", "symlink", "../../../../../../../.."],
    ["\\xff\\\\n", "file", null],
  ]);
  expect([root.path, root.entry.kind, root.more, root.content]).toEqual(["/", "folder", 0, null]);
  expect(await files("/etc//./hosts/")).toMatchObject({
    path: "/etc/hosts",
    entry: { name: "hosts", mode: 0o640, links: 2, modifiedAt: "1970-01-02T00:00:00.000Z", image: id },
    entries: null,
    content: { kind: "text", text: "größe\n" },
  });
});

it("says of what is no text, or too much of it, that it is so", async () => {
  expect((await files("/nul")).content).toEqual({ kind: "binary" });
  expect((await files("/\\xff\\\\n")).content).toEqual({ kind: "binary" });
  expect((await files("/big")).content).toEqual({ kind: "too-large", limit: 1024 * 1024 });
});

it("shows a link and never goes through one, nor up", async () => {
  expect(await files("/out")).toMatchObject({ entry: { kind: "symlink" }, entries: null, content: null });
  for (const path of ["/out/secret", "/up/etc/passwd", "/etc/hosts/x", "/nowhere", `/${"a/".repeat(300)}`])
    await expect(files(path), path).rejects.toMatchObject({ code: "not-found" });
  for (const path of ["/..", "/etc/../../secret", "etc", "", "/a\0b", "/\\", "/\\x2", "/\\x2e\\x2e/secret"])
    await expect(files(path), path).rejects.toMatchObject({ code: "bad-request" });
});
