/** Safe opening, mount batches and network namespaces. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MNT, MS } from "../../agent/host/keeper/types.ts";
import { startKeeper, type TestKeeper } from "../support/keeper.ts";

let k: TestKeeper;
let base: string;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());
beforeEach(() => {
  base = fs.mkdtempSync(path.join(k.dir, "files-"));
});
const at = (name: string) => path.join(base, name);
const write = (name: string, text: string) => {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text);
};
const mountsHere = () =>
  fs
    .readFileSync(`/proc/${k.pid}/mountinfo`, "utf8")
    .split("\n")
    .filter((line) => line.includes(base))
    .map((line) => line.split(" ")[4]?.slice(base.length + 1));

describe("readInRoot", () => {
  const read = async (roots: string[], name: string, max = 1000) => {
    const got = await k.keeper.readInRoot(roots.map(at), name, max);
    return got && `${got.data}`;
  };

  test("gives content, owner and mode", async () => {
    write("r/etc/passwd", "root:x:0");
    fs.chownSync(at("r/etc/passwd"), 12, 34);
    fs.chmodSync(at("r/etc/passwd"), 0o640);
    expect(await k.keeper.readInRoot([at("r")], "/etc/passwd", 100)).toEqual({
      data: Buffer.from("root:x:0"),
      uid: 12,
      gid: 34,
      mode: 0o640,
    });
  });

  test("never leaves the root, whatever leads there", async () => {
    write("secret", "outside");
    write("r/secret", "inside");
    const out = `${"../".repeat(20)}${at("secret").slice(1)}`;
    const links = {
      absolute: at("secret"),
      climbing: out,
      folder: base,
      rooted: "/secret",
      magic: "/proc/self/root",
      self: "self",
    };
    for (const [name, link] of Object.entries(links)) fs.symlinkSync(link, at(`r/${name}`));
    for (const name of [
      "absolute",
      "climbing",
      out,
      "folder/secret",
      "magic/etc/hostname",
      "self",
      "proc/self/root/etc/hostname",
    ])
      expect([name, await read(["r"], name)]).toEqual([name, null]);
    expect(await read(["r"], "../../../secret")).toBe("inside");
    expect(await read(["r"], "rooted")).toBe("inside");
  });

  test("does not follow magic links of a proc in the tree", async () => {
    fs.mkdirSync(at("r/proc"), { recursive: true });
    await k.keeper.mounts([{ op: "mount", source: "proc", target: at("r/proc"), fstype: "proc" }]);
    for (const name of ["proc/self/root/etc/hostname", "proc/self/cwd/etc/hostname"])
      expect([name, await read(["r"], name)]).toEqual([name, null]);
    await k.keeper.mounts([{ op: "umount", target: at("r/proc") }]);
  });

  test("several trees mean what overlayfs makes of them", async () => {
    write("low/etc/passwd", "low");
    write("low/etc/only-low", "low");
    write("low/usr/lib/x", "low");
    write("low/opaque/hidden", "low");
    write("low/removed", "low");
    write("low/gone/hidden", "low");
    write("up/etc/passwd", "up");
    write("up/opaque/mine", "up");
    fs.symlinkSync("usr/lib", at("up/lib")); // leads to the lower tree
    execFileSync("mknod", [at("up/removed"), "c", "0", "0"]);
    execFileSync("mknod", [at("up/gone"), "c", "0", "0"]);
    execFileSync("python3", [
      "-c",
      `import os; os.setxattr(${JSON.stringify(at("up/opaque"))}, "trusted.overlay.opaque", b"y")`,
    ]);
    const both = ["up", "low"];
    expect(await read(both, "etc/passwd")).toBe("up");
    expect(await read(both, "etc/only-low")).toBe("low");
    expect(await read(both, "lib/x")).toBe("low");
    expect(await read(both, "opaque/mine")).toBe("up");
    for (const name of ["removed", "gone/hidden", "opaque/hidden", "etc", "none"])
      expect([name, await read(both, name)]).toEqual([name, null]);
    expect(await read(["up"], "removed")).toBe(null);
    expect(mountsHere()).toEqual([]);
  });

  test("opens no fifo and no device, refuses what is too large, and copes with odd names and many trees", async () => {
    write("r/big", "12345");
    execFileSync("mkfifo", [at("r/fifo")]);
    execFileSync("mknod", [at("r/zero"), "c", "1", "5"]);
    expect([await read(["r"], "fifo"), await read(["r"], "zero")]).toEqual([null, null]);
    await expect(read(["r"], "big", 4)).rejects.toMatchObject({ code: "host-failed", facts: { errno: "EFBIG" } });
    expect(await read(["r"], "big", 5)).toBe("12345");
    const many = Array.from({ length: 60 }, (_, i) => `many/a:b,c\\${i}`);
    for (const name of many) fs.mkdirSync(at(name), { recursive: true });
    write(`${many[59]}/last`, "found");
    expect(await read(many, "last")).toBe("found");
    await expect(read(["none"], "x")).rejects.toMatchObject({ facts: { errno: "ENOENT" } });
  });

  test("gives 5 MB whole", async () => {
    write("r/large", "x".repeat(5_000_000));
    expect((await read(["r"], "large", 6_000_000))?.length).toBe(5_000_000);
  });
});

test("statNoFollow tells kinds, and refuses symlinks anywhere in the path", async () => {
  write("dir/file", "x");
  fs.symlinkSync("dir", at("link"));
  fs.symlinkSync("file", at("dir/last"));
  execFileSync("mkfifo", [at("fifo")]);
  expect(await k.keeper.statNoFollow(at("dir/file"))).toBe("file");
  expect(await k.keeper.statNoFollow(at("dir"))).toBe("directory");
  expect(await k.keeper.statNoFollow(at("fifo"))).toBe("other");
  for (const name of [at("link"), at("link/file"), at("dir/last"), "/proc/self/root/etc"])
    await expect(k.keeper.statNoFollow(name)).rejects.toMatchObject({ facts: { errno: "ELOOP" } });
  await expect(k.keeper.statNoFollow(at("none"))).rejects.toMatchObject({ facts: { errno: "ENOENT" } });
  await expect(k.keeper.statNoFollow("etc")).rejects.toMatchObject({ facts: { errno: "EINVAL" } });
});

describe("mounts", () => {
  test("overlay, bind, read-only bind and umount, seen by programs and not by the host", async () => {
    for (const name of ["low", "up", "work", "merged", "vol"]) fs.mkdirSync(at(name));
    write("low/data/keep", "");
    write("vol/f", "volume");
    fs.mkdirSync(at("low/ro"));
    const data = `lowerdir=${at("low")},upperdir=${at("up")},workdir=${at("work")}`;
    await k.keeper.mounts([
      { op: "mount", source: "overlay", target: at("merged"), fstype: "overlay", data },
      { op: "bind", source: at("vol"), root: at("merged"), target: "/data" },
      { op: "bind", source: at("vol"), root: at("merged"), target: "ro", readOnly: true, recursive: true },
      { op: "propagation", target: at("merged"), flags: MS.PRIVATE | MS.REC },
    ]);
    expect(fs.readdirSync(at("merged"))).toEqual([]);
    const script = "cat data/f ro/f; echo more >data/g; echo more >ro/h; ls ro";
    const got = await k.keeper.run({ argv: ["sh", "-c", script], env: { PATH: "/bin" }, cwd: at("merged") });
    expect(`${got.stdout}`).toBe("volumevolumef\ng\n");
    expect(`${got.stderr}`).toContain("Read-only file system");
    await k.keeper.mounts(["ro", "data", ""].map((name) => ({ op: "umount", target: path.join(at("merged"), name) })));
    expect(mountsHere()).toEqual([]);
  });

  test("the first failure undoes what was done, in reverse, and is named", async () => {
    for (const name of ["a", "b", "src"]) fs.mkdirSync(at(name));
    fs.mkdirSync(at("src/x"));
    const failed = k.keeper.mounts([
      { op: "mount", source: "t", target: at("a"), fstype: "tmpfs" },
      { op: "bind", source: at("src"), root: at("b"), target: "." },
      { op: "bind", source: at("src"), root: at("b"), target: "x" },
      { op: "mount", source: "t", target: at("none"), fstype: "tmpfs" },
      { op: "mount", source: "t", target: at("a"), fstype: "tmpfs" },
    ]);
    await expect(failed).rejects.toMatchObject({ code: "host-failed", facts: { errno: "ENOENT", step: 3 } });
    await expect(failed).rejects.toThrow(`mount ${at("none")}: No such file or directory`);
    expect(mountsHere()).toEqual([]);
  });

  test("a bind never lands outside its root, and takes no symlinked source", async () => {
    for (const name of ["root", "out", "src", "root/dir"]) fs.mkdirSync(at(name));
    fs.symlinkSync("../out", at("root/climb"));
    fs.symlinkSync("dir", at("root/inside"));
    fs.symlinkSync("src", at("link"));
    const bind = (source: string, target: string) =>
      k.keeper.mounts([{ op: "bind", source: at(source), root: at("root"), target }]);
    for (const target of ["climb", "inside"])
      await expect(bind("src", target)).rejects.toMatchObject({ facts: { errno: "ELOOP" } });
    await expect(bind("src", "../out")).rejects.toMatchObject({ facts: { errno: "ENOENT" } });
    await expect(bind("link", "dir")).rejects.toMatchObject({ facts: { errno: "ELOOP" } });
    expect(mountsHere()).toEqual([]);
    await bind("src", "../../dir");
    expect(mountsHere()).toEqual(["root/dir"]);
    await k.keeper.mounts([{ op: "umount", target: at("root/dir"), flags: MNT.DETACH }]);
  });

  test("umount of nothing is an error, or not, as asked", async () => {
    fs.mkdirSync(at("plain"));
    const umount = (name: string, ifMounted: boolean) =>
      k.keeper.mounts([{ op: "umount", target: at(name), ifMounted }]);
    await expect(umount("plain", false)).rejects.toMatchObject({ facts: { errno: "EINVAL" } });
    await umount("plain", true);
    await umount("none", true);
  });
});

test("a network namespace has its loopback up, outlives its maker, and is deleted twice without complaint", async () => {
  const name = at("netns");
  await k.keeper.netnsCreate(name);
  await expect(k.keeper.netnsCreate(name)).rejects.toMatchObject({ facts: { errno: "EEXIST" } });
  expect(mountsHere()).toEqual(["netns"]);
  const got = await k.keeper.run({
    argv: ["nsenter", `--net=${name}`, "ip", "-o", "address"],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
  });
  expect(`${got.stdout}`).toContain("127.0.0.1/8");
  expect(`${got.stdout}`).not.toMatch(/^2:/m);
  await k.keeper.netnsDelete(name);
  await k.keeper.netnsDelete(name);
  expect([mountsHere(), fs.existsSync(name)]).toEqual([[], false]);
  await expect(k.keeper.netnsCreate(at("no/such"))).rejects.toMatchObject({ facts: { errno: "ENOENT" } });
});
