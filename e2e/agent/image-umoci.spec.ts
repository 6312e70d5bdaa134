/** What comes out of OCI layers, as pods see it and as the exported ACI holds it, beside what umoci unpacks of the same image. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pax, type RawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { ImageHost } from "../support/image-host.ts";
import { type LayerInput, ociImage, writeLayout } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";
import { overlaid } from "./support/overlaid.ts";

const dir = (name: string, more: Partial<RawEntry> = {}) => ({ name: `${name}/`, type: "5", mode: 0o755, ...more });
const file = (name: string, body = name, more: Partial<RawEntry> = {}) => ({ name, body, ...more });
type Parts = (RawEntry | Buffer)[];

/** Each: layers, base first. */
const cases: Record<string, Parts[]> = {
  "a file in three layers": [[file("a", "1")], [file("a", "2", { mode: 0o600 })], [file("a", "3", { uid: 7 })]],
  "a file that becomes a folder, and back": [
    [file("x"), dir("y"), file("y/in")],
    [dir("x"), file("x/in"), file("y")],
    [file("x", "again"), dir("y", { mode: 0o700 })],
  ],
  "a link that becomes a folder, and a folder a link": [
    [dir("real"), file("real/in"), { name: "link", type: "2", link: "real" }],
    [dir("link"), file("link/in", "own")],
    [file(".wh.real"), { name: "real", type: "2", link: "link" }],
  ],
  "a whiteout and the same name again in one layer": [
    [dir("d"), file("d/old"), file("f", "old"), file("g", "old")],
    [
      file(".wh.d"),
      dir("d", { mode: 0o711 }),
      file("d/new"),
      file("f", "new"),
      file(".wh.f"),
      file(".wh.g"),
      file("g", "new"),
    ],
  ],
  "opaque folders, also before and after what is in them, also nested": [
    [dir("a"), file("a/old"), dir("a/b"), file("a/b/old"), dir("c"), file("c/old"), dir("c/d"), file("c/d/old")],
    [dir("a"), file("a/.wh..wh..opq"), file("a/new"), dir("c"), dir("c/d"), file("c/d/new"), file("c/d/.wh..wh..opq")],
  ],
  "a layer that hides the whole root": [
    [dir(".", { mode: 0o750 }), file("a"), dir("d"), file("d/x")],
    [file("b"), dir("d", { mode: 0o711 }), file("d/y"), file(".wh..wh..opq")],
    [file("c")],
  ],
  "whiteouts of what is not there": [[file("a")], [file(".wh.b"), dir("d"), file("d/.wh.c")], [file("b")]],
  "a layer that is empty, twice": [[file("a")], [], []],
  "hard links that lose one name above": [
    [file("a", "both"), { name: "b", type: "1", link: "a" }, { name: "c", type: "1", link: "a" }],
    [file(".wh.a"), file("c", "own")],
  ],
  "hard links to files of lower layers": [
    [
      dir("d", { mode: 0o711 }),
      file("d/a", "lent", { uid: 9, mode: 0o600 }),
      file("e", "hidden"),
      file("g", "gone below"),
    ],
    [dir("new"), { name: "new/b", type: "1", link: "d/a" }, { name: "c", type: "1", link: "new/b" }, file("e", "seen")],
    [{ name: "f", type: "1", link: "e" }, { name: "h", type: "1", link: "g" }, file(".wh.g"), file("d/z")],
  ],
  "folders that upper layers leave out": [
    [dir("tmp", { mode: 0o1777 }), dir("own", { mode: 0o750, uid: 5, gid: 6 }), dir("own/deep", { mode: 0o700 })],
    [file("tmp/x"), file("own/deep/y"), file("own/none/z")],
    [file("own/deep/w")],
  ],
  "a root with a mode, and layers without one": [[dir(".", { mode: 0o711, uid: 3 }), file("a")], [file("b")]],
  "names that are long, no UTF-8, or begin with ./ and /": [
    [
      pax({ path: `${"long/".repeat(30)}name` }),
      file("short"),
      { name: Buffer.from([0x61, 0xff, 0xfe]), body: "bytes" },
      file("./dot"),
      file("/slash"),
      pax({ path: "grüße" }),
      file("x", "utf-8"),
    ],
  ],
  "large owners and set-user-ID bits": [
    [pax({ uid: "3000000", gid: "4000000" }), file("a", "x", { mode: 0o6755 }), dir("s", { mode: 0o3777 })],
  ],
  "names between a folder and what is in it": [
    [dir("a"), file("a/b"), file("a-b"), file("a.b"), dir("a0"), file("a0/c")],
  ],
};

let host: ImageHost;
let registry: OddRegistry;
let work: string;
beforeAll(async () => {
  host = await ImageHost.start();
  registry = await new OddRegistry().start();
  host.configure({ [registry.host]: { plainHttp: true } });
  work = mkdtempSync(join(tmpdir(), "craton-umoci-"));
});
afterAll(async () => {
  await registry?.stop();
  await host?.stop();
  rmSync(work, { recursive: true, force: true });
});
afterEach(async () => {
  await host.removeAll();
  expect(host.isEmpty).toBe(true);
});

/** Every name below: type, mode, owner, content; of files the whole second of their time, and which are one file. */
function listing(root: string, times: boolean): string[] {
  const lines: string[] = [];
  const inodes = new Map<number, string>();
  const visit = (path: string) => {
    const at = Buffer.from(join(root, path), "latin1");
    const s = lstatSync(at);
    const about = [path || ".", (s.mode & 0o170000).toString(8), (s.mode & 0o7777).toString(8), s.uid, s.gid];
    if (s.isSymbolicLink()) about.push(readlinkSync(at, "latin1"));
    if (s.isFile()) {
      about.push(createHash("sha256").update(readFileSync(at)).digest("hex").slice(0, 12));
      if (times) about.push(Math.floor(s.mtimeMs / 1000));
      const first = inodes.get(s.ino) ?? path;
      inodes.set(s.ino, first);
      about.push(first);
    }
    lines.push(about.join(" "));
    if (s.isDirectory()) for (const name of readdirSync(at, "latin1").sort()) visit(join(path, name));
  };
  visit("");
  return lines;
}

function byUmoci(layers: LayerInput[], name: string): string[] {
  const layout = join(work, `${name}-layout`);
  mkdirSync(layout);
  writeLayout(layout, [ociImage(layers)]);
  const bundle = join(work, `${name}-bundle`);
  execFileSync("umoci", ["unpack", "--image", `${layout}:latest`, bundle], { stdio: ["ignore", "ignore", "pipe"] });
  return listing(join(bundle, "rootfs"), true);
}

async function byExport(id: string, name: string): Promise<string[]> {
  const out = join(work, `${name}.aci`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of host.images.serving.aci(id).read(0, new AbortController().signal)) chunks.push(chunk);
  writeFileSync(out, Buffer.concat(chunks));
  expect(`sha512-${createHash("sha512").update(readFileSync(out)).digest("hex")}`).toBe(id);
  const root = join(work, `${name}-aci`);
  mkdirSync(root);
  execFileSync("tar", [
    "-C",
    root,
    "--numeric-owner",
    "--same-permissions",
    "--xattrs",
    "--xattrs-include=*",
    "-xf",
    out,
  ]);
  return listing(join(root, "rootfs"), true);
}

describe("beside umoci", () => {
  it.each(Object.entries(cases).map(([title, layers], at) => ({ title, layers, at })))(
    "$title",
    async ({ layers, at }) => {
      const inputs: LayerInput[] = layers.map((parts) => ({ tar: tarOf(...parts), as: "gzip" }));
      registry.add("test/case", `v${at}`, ociImage(inputs));
      const { id } = await host.fetch(`docker://${registry.host}/test/case:v${at}`);
      const wanted = byUmoci(inputs, String(at));
      expect(overlaid(host.images.forPod(id).lower, (root) => listing(root, true))).toEqual(wanted);
      expect(await byExport(id, String(at))).toEqual(wanted);
    },
  );
});
