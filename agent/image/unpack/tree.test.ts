import { describe, expect, it } from "vitest";
import { aciOf, listed, pax, type RawEntry, readTar, tarOf } from "./tar.fixture.ts";

const layer = (...entries: (RawEntry | Buffer)[]) => readTar(tarOf(...entries), "layer");
const aci = (...entries: (RawEntry | Buffer)[]) => readTar(aciOf(...entries), "aci");

describe("names", () => {
  it("are cleaned; leading slashes are stripped from layers and refused in ACIs", async () => {
    const { entries } = await layer(
      { name: "./a//b/./c", body: "" },
      { name: "/d" },
      { name: "./", type: "5", mode: 0o700 },
    );
    expect(listed(entries)).toEqual(["dir a", "dir a/b", "file a/b/c", "file d", "dir ."]);
    expect(entries.at(-1)).toMatchObject({ path: ".", mode: 0o700 });
    await expect(aci({ name: "/rootfs/a" })).rejects.toThrow("its name is absolute");
  });

  it.each(["..", "../a", "a/../b", "a/..", "rootfs/../../x"])("with .. are refused: %s", async (name) => {
    await expect(layer({ name })).rejects.toThrow("its name holds ..");
    await expect(layer({ name: "x" }, { name: "h", type: "1", link: name })).rejects.toThrow("its name holds ..");
  });

  it("with a zero byte or nothing in them are refused", async () => {
    await expect(layer(pax({ path: "a\0b" }), { name: "a" })).rejects.toThrow("zero byte");
    await expect(layer({ name: "" })).rejects.toThrow("its name is empty");
    await expect(layer(pax({ linkpath: "a\0b" }), { name: "a", type: "2" })).rejects.toThrow("zero byte");
    await expect(layer({ name: "a", type: "2" })).rejects.toThrow("link target is empty");
  });

  it("need not be UTF-8", async () => {
    const name = Buffer.from([0xff, 0xfe, 0x41]);
    expect((await layer({ name })).entries[0]?.path).toBe(name.toString("latin1"));
  });

  it("are shown without control characters", async () => {
    await expect(layer({ name: "../\x1b[31m\u202e" })).rejects.toThrow("../\\u001b[31m\\u202e");
  });
});

describe("the tree", () => {
  it("gets the folders that the archive leaves out, once", async () => {
    const { entries } = await layer({ name: "a/b/c" }, { name: "a/d" }, { name: "a/", type: "5", mode: 0o711 });
    expect(listed(entries)).toEqual(["dir a", "dir a/b", "file a/b/c", "file a/d", "dir a"]);
    expect(entries.filter(({ path }) => path === "a").map(({ mode }) => mode)).toEqual([0o755, 0o711]);
  });

  it.each([
    ["a symbolic link", { name: "a", type: "2", link: "/etc" }],
    ["a file", { name: "a" }],
    ["a fifo", { name: "a", type: "6" }],
  ])("has nothing below %s", async (_, first) => {
    await expect(layer(first, { name: "a/b" })).rejects.toThrow("a: something stands below it, but it is no folder");
    await expect(layer(first, { name: "a/b/c" })).rejects.toThrow("a: something stands below it");
    await expect(layer(first, { name: "a/.wh.b" })).rejects.toThrow("something stands below it");
  });

  it("has no folder replaced by something else", async () => {
    await expect(layer({ name: "a/b" }, { name: "a", type: "2", link: "x" })).rejects.toThrow("replace a folder");
    await expect(layer({ name: ".", type: "0" })).rejects.toThrow("the root is no folder");
  });

  it("links only to what is in it already", async () => {
    await expect(aci({ name: "rootfs/h", type: "1", link: "rootfs/etc/shadow" })).rejects.toThrow(
      "not in the archive before it",
    );
    await expect(layer({ name: "h", type: "1", link: "h" })).rejects.toThrow("to itself");
    await expect(layer({ name: "d/", type: "5" }, { name: "h", type: "1", link: "d" })).rejects.toThrow(
      "to the folder d",
    );
    await expect(layer({ name: ".wh.x" }, { name: "h", type: "1", link: "x" })).rejects.toThrow("not in the archive");
  });

  it("of a layer notes links to what only lower layers have, and writes nothing there", async () => {
    const { entries, summary } = await layer(
      { name: "d/", type: "5" },
      { name: "d/h", type: "1", link: "etc/shadow" },
      { name: "again", type: "1", link: "d/h" },
      { name: "gone", type: "1", link: "d/h" },
      { name: "gone", body: "own" },
    );
    expect(listed(entries)).toEqual(["dir d", "file gone"]);
    const target = "etc/shadow";
    expect(summary.marks?.borrowed).toEqual([
      { path: "d/h", target },
      { path: "again", target },
    ]);
    await expect(layer({ name: "h", type: "1", link: "x" }, { name: "h/in" })).rejects.toThrow("stands below it");
    await expect(layer({ name: "h" }, { name: "h", type: "1", link: "x" })).rejects.toThrow("would replace a file");
  });

  it("has no devices but those below dev, which are left out", async () => {
    expect(listed((await layer({ name: "dev/null", type: "3" }, { name: "dev/sda", type: "4" })).entries)).toEqual([]);
    await expect(layer({ name: "etc/null", type: "3" })).rejects.toThrow("character device outside dev");
    await expect(aci({ name: "rootfs/sda", type: "4" })).rejects.toThrow("block device outside dev");
    expect(listed((await aci({ name: "rootfs/dev/null", type: "3" })).entries)).toEqual(["dir ."]);
  });
});

describe("an ACI", () => {
  const manifest: RawEntry = { name: "manifest", body: '{"a":1}' };
  const rootfs: RawEntry = { name: "rootfs/", type: "5", mode: 0o750, uid: 5 };

  it("is manifest and rootfs, whose own mode becomes the root's", async () => {
    const { summary, entries } = await readTar(
      tarOf({ name: "./", type: "5" }, { ...manifest, name: "./manifest" }, rootfs),
      "aci",
    );
    expect(summary.manifest).toBe('{"a":1}');
    expect(entries).toMatchObject([{ type: "dir", path: ".", mode: 0o750, uid: 5 }]);
  });

  it.each([
    ["no manifest", [rootfs], "no manifest"],
    ["no folder rootfs", [manifest, { name: "rootfs/a" }], "no folder rootfs"],
    ["a manifest twice", [manifest, rootfs, manifest], "manifest: it is there twice"],
    ["a rootfs twice", [manifest, rootfs, rootfs], "rootfs: it is there twice"],
    ["another name", [manifest, rootfs, { name: "other" }], "holds only manifest and rootfs"],
    ["a name that only begins so", [manifest, rootfs, { name: "rootfsX/a" }], "holds only manifest and rootfs"],
    ["a manifest that is a link", [rootfs, { name: "manifest", type: "2", link: "rootfs/a" }], "it is a symlink"],
    ["a rootfs that is a link", [manifest, { name: "rootfs", type: "2", link: "/" }], "it is a symlink"],
    ["a file twice", [manifest, rootfs, { name: "rootfs/a" }, { name: "rootfs/./a" }], "it is there twice"],
    [
      "a hard link out of rootfs",
      [manifest, rootfs, { name: "rootfs/m", type: "1", link: "manifest" }],
      "outside rootfs",
    ],
    ["a manifest above a mebibyte", [rootfs, { name: "manifest", size: 2 ** 20 + 1 }], "larger than 1048576"],
    ["a manifest that is not UTF-8", [rootfs, { name: "manifest", body: Buffer.from([0xff]) }], "not UTF-8"],
  ] as [string, RawEntry[], string][])("is refused with %s", async (_, entries, why) => {
    await expect(readTar(tarOf(...entries), "aci")).rejects.toThrow(why);
  });

  it("leaves a byte order mark in its manifest, which is no JSON", async () => {
    const { summary } = await readTar(tarOf(rootfs, { name: "manifest", body: "\ufeff{}" }), "aci");
    expect(summary.manifest).toBe("\ufeff{}");
  });

  it("needs its end marker, since nothing else tells that it is whole", async () => {
    const archive = tarOf(manifest, rootfs);
    await expect(readTar(archive.subarray(0, -1024), "aci")).rejects.toThrow("truncated");
  });

  it("knows no whiteouts", async () => {
    expect(Object.keys((await aci({ name: "rootfs/.wh.a" })).files)).toEqual([".wh.a"]);
  });
});

describe("a layer's whiteouts", () => {
  it("hide names and folders' content of lower layers", async () => {
    const { entries, marks, files } = await layer(
      { name: "a/", type: "5" },
      { name: "a/.wh.old", body: "ignored" },
      { name: "b/", type: "5" },
      { name: "b/.wh..wh..opq" },
      { name: ".wh.gone" },
    );
    expect(listed(entries)).toEqual(["dir a", "dir b"]);
    expect(files).toEqual({});
    expect(marks).toEqual(["whiteout a/old", "opaque b", "whiteout gone"]);
  });

  it("never hide what the same layer has, in whatever order", async () => {
    const before = await layer({ name: ".wh.f" }, { name: "f", body: "new" });
    expect(before.files).toEqual({ f: "new" });
    const after = await layer({ name: "f", body: "new" }, { name: ".wh.f" });
    expect(after.marks).toEqual([]);
    const folder = await layer({ name: "d/", type: "5" }, { name: "d/x" }, { name: ".wh.d" });
    expect(folder.marks).toEqual(["opaque d"]);
    const readded = await layer({ name: ".wh.d" }, { name: "d/x" });
    expect(readded.marks).toEqual(["whiteout d", "opaque d"]);
  });

  it("may hide the whole root", async () => {
    expect((await layer({ name: "a" }, { name: ".wh..wh..opq" })).marks).toEqual(["opaque ."]);
  });

  it("leave AUFS's own names out", async () => {
    const { entries, marks } = await layer(
      { name: ".wh..wh.plnk/", type: "5" },
      { name: ".wh..wh.plnk/1.2" },
      { name: ".wh..wh.aufs" },
    );
    expect([...entries, ...marks]).toEqual([]);
  });

  it.each([
    [{ name: ".wh." }, "whiteout of no name"],
    [{ name: ".wh..." }, "whiteout of no name"],
    [{ name: ".wh.d/", type: "5" }, "a whiteout, but a dir"],
    [{ name: ".wh.d/x" }, "below a whiteout"],
  ] as [RawEntry, string][])("are refused where they make no sense: %o", async (entry, why) => {
    await expect(layer(entry)).rejects.toThrow(why);
  });
});
