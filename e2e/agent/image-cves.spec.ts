/**
 * What other programs that unpack archives got wrong, by the numbers of their advisories: the same archives through Craton's own reader and
 * writer as they run in the agent, beside a tree that must stay as it is. docs/threat-model.md lists them.
 */
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unpackBy } from "../../agent/host/linux/unpack.ts";
import { aciOf, pax, type RawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { picture, plantCanary } from "../support/canary.ts";
import { startKeeper, type TestKeeper } from "../support/keeper.ts";

const dir = mkdtempSync(join(tmpdir(), "craton-cves-"));
const outside = join(dir, "outside");
let keeper: TestKeeper;
let before: string[];
let count = 0;
beforeAll(async () => {
  execFileSync("mount", ["-t", "tmpfs", "craton-cves", dir]);
  plantCanary(outside);
  before = picture(outside);
  keeper = await startKeeper();
});
afterAll(async () => {
  await keeper?.stop();
  execFileSync("umount", [dir]);
  rmSync(dir, { recursive: true, force: true });
});

const limits = { maxBytes: 20 * 2 ** 20, maxEntries: 50 };

/** Answers the tree's folder, or why the archive is refused. */
async function unpack(archive: Buffer, format: "layer" | "aci" = "layer"): Promise<{ tree: string } | { why: string }> {
  const at = join(dir, `work-${++count}`);
  const [blob, target] = [join(at, "blob"), join(at, "tree")];
  mkdirSync(target, { recursive: true });
  writeFileSync(blob, archive);
  const result = await unpackBy(keeper.keeper, { blob, target, format, ...limits }).then(
    () => ({ tree: target }),
    (error: Error & { code?: string }) => {
      expect(error.code).toMatch(/^(bad-archive|too-large)$/);
      return { why: error.message };
    },
  );
  expect(picture(outside)).toEqual(before);
  return result;
}

const folder = (name: string): RawEntry => ({ name, type: "5", mode: 0o755 });
const symlink = (name: string, link: string): RawEntry => ({ name, type: "2", link });
const hardlink = (name: string, link: string): RawEntry => ({ name, type: "1", link, mode: 0o6777 });
const file = (name: string): RawEntry => ({ name, body: "changed", mode: 0o6777 });
const out = "../../outside";

const refused: [string, RawEntry[], string][] = [
  ["CVE-2014-9356 a file through an absolute symlink", [symlink("a", outside), file("a/f")], "it is no folder"],
  [
    "CVE-2026-11940 a chain of symlinks that each stay inside",
    [folder("d"), symlink("d/up", ".."), symlink("two", "d/up/.."), file("two/outside/f")],
    "it is no folder",
  ],
  ["CVE-2026-108119 a hard link out of the tree", [hardlink("h", `${out}/f`)], "its name holds .."],
  [
    "CVE-2026-42497 a folder that turns into a symlink",
    [folder("d"), symlink("d", out), file("d/f")],
    "replace a folder",
  ],
  ["CVE-2026-53486 a folder beneath a symlink", [symlink("a", out), folder("a/new")], "it is no folder"],
  [
    "CVE-2025-47290 a symlink in the place of a folder that was left out",
    [file("d/x"), symlink("d", out)],
    "replace a folder",
  ],
  ["CVE-2026-17106 a whiteout through a symlink", [symlink("a", out), { name: "a/.wh.f" }], "it is no folder"],
  [
    "CVE-2026-17106 an opaque folder through a symlink",
    [symlink("a", out), { name: "a/.wh..wh..opq" }],
    "it is no folder",
  ],
  ["CVE-2026-17106 a whiteout that climbs", [{ name: "../outside/.wh.f" }], "its name holds .."],
];

it.each(refused)("%s is refused", async (_, entries, why) => {
  expect(await unpack(tarOf(...entries))).toEqual({ why: expect.stringContaining(why) });
});

it("CVE-2026-17106 a hard link through a symlink is refused in an ACI, and nothing in a layer", async () => {
  const entries = [symlink("a", out), hardlink("h", "a/f")];
  const below = entries.map((entry) => ({ ...entry, name: `rootfs/${entry.name}` }));
  const link = { ...below[1], link: "rootfs/a/f" } as RawEntry;
  const aci = aciOf(below[0] as RawEntry, link);
  expect(await unpack(aci, "aci")).toEqual({ why: expect.stringContaining("not in the archive before it") });
  const result = await unpack(tarOf(...entries));
  expect("tree" in result ? readdirSync(result.tree) : []).toEqual(["a"]);
});

it("CVE-2021-32760 modes and owners of a link do not reach what it points to", async () => {
  const result = await unpack(
    tarOf(symlink("s", `${outside}/f`), hardlink("h", "s"), { ...symlink("t", outside), mode: 0 }),
  );
  const tree = "tree" in result ? result.tree : "";
  expect([lstatSync(join(tree, "h")).isSymbolicLink(), lstatSync(join(outside, "f")).mode & 0o7777]).toEqual([
    true,
    0o644,
  ]);
});

it("CVE-2026-26960 a file in the place of a hard link to a symlink is a new one", async () => {
  const result = await unpack(tarOf(symlink("s", `${outside}/f`), hardlink("h", "s"), file("h"), file("s")));
  const tree = "tree" in result ? result.tree : "";
  expect(["h", "s"].map((name) => readFileSync(join(tree, name), "utf8"))).toEqual(["changed", "changed"]);
});

const long = "n".repeat(200);
const bombs: [string, () => Buffer, RegExp][] = [
  ["size", () => tarOf({ name: "a", body: Buffer.alloc(21 * 2 ** 20) }), /larger than the limit/],
  ["a stated size", () => tarOf({ name: "a", size: 8 ** 11 - 1 }), /larger than the limit/],
  ["count", () => tarOf(...Array.from({ length: 51 }, (_, i) => ({ name: `${i}` }))), /more than 50 entries/],
  [
    "folders that are left out",
    () => tarOf(pax({ path: "a/".repeat(60).concat("x") }), { name: "a" }),
    /makes more than 50 files/,
  ],
  ["ratio", () => gzipSync(Buffer.alloc(19 * 2 ** 20)), /bomb/],
  ["nesting of archives", () => gzipSync(gzipSync(tarOf({ name: "a" }))), /is truncated/],
  ["a sparse file", () => tarOf({ name: "a", type: "S" }), /sparse/],
  ["a sparse file by PAX", () => tarOf(pax({ "GNU.sparse.realsize": "99999999999" }), { name: "a" }), /sparse/],
  ["path length", () => tarOf(pax({ path: `${long}/`.repeat(21) }), { name: "a" }), /longer than 4095/],
  ["length of a name", () => tarOf(pax({ path: `${long}${long}` }), { name: "a" }), /longer than 255/],
  ["depth", () => tarOf(pax({ path: "d/".repeat(257).concat("x") }), { name: "a" }), /more than 256 parts/],
  ["attributes", () => tarOf(pax({ "SCHILY.xattr.user.a": "v".repeat(70_000) }), { name: "a" }), /larger than 65536/],
  ["an extended header", () => tarOf({ name: "p", type: "x", size: 2 ** 21 }), /extended header is larger/],
];

it.each(bombs)("CVE-2023-25153 a bomb of %s is ended at its limit", async (_, archive, why) => {
  expect(await unpack(archive())).toEqual({ why: expect.stringMatching(why) });
});
