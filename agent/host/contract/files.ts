import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Bench } from "./bench.ts";

export function fileContract(get: () => Bench): void {
  let outside: string;
  let upper: string;
  let lower: string;
  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), "craton-outside-"));
    writeFileSync(join(outside, "secret"), "secret");
    upper = join(get().state, "trees", "upper");
    lower = join(get().state, "trees", "lower");
    for (const tree of [upper, lower]) mkdirSync(join(tree, "etc"), { recursive: true });
    writeFileSync(join(lower, "etc", "passwd"), "lower");
    writeFileSync(join(lower, "etc", "group"), "group");
    writeFileSync(join(upper, "etc", "passwd"), "upper");
    symlinkSync("/etc/passwd", join(upper, "absolute"));
    symlinkSync(`../../../../../../..${outside}/secret`, join(upper, "climb"));
    symlinkSync(join(outside, "secret"), join(upper, "away"));
    symlinkSync(outside, join(upper, "folder"));
    symlinkSync("loop", join(upper, "loop"));
  });
  afterAll(() => rmSync(outside, { recursive: true, force: true }));
  const read = async (path: string, max = 1000) =>
    (await get().host.readInRoot([upper, lower], path, max))?.data.toString() ?? null;

  it("reads a file of the uppermost tree that has it", async () => {
    expect(await read("/etc/passwd")).toBe("upper");
    expect(await read("/etc/group")).toBe("group");
    expect(await get().host.readInRoot([upper], "/etc/passwd", 1000)).toMatchObject({ uid: process.getuid?.() ?? 0 });
  });
  it("answers null for what is absent or no file", async () => {
    expect(await read("/etc/shadow")).toBeNull();
    expect(await read("/etc")).toBeNull();
    expect(await read("/etc/passwd/x")).toBeNull();
    expect(await read("/loop")).toBeNull();
  });
  it("takes symbolic links as if the trees were the root, and never leaves them", async () => {
    expect(await read("/absolute")).toBe("upper");
    for (const path of ["/climb", "/away", "/folder/secret", `/../../../..${outside}/secret`])
      expect(await read(path), path).toBeNull();
  });
  it("refuses a file above the limit instead of cutting it short", async () => {
    expect(await read("/etc/passwd", 5)).toBe("upper");
    await expect(read("/etc/passwd", 4)).rejects.toMatchObject({ code: "too-large" });
  });

  it("walks trees as overlaid: folders first, names by their bytes, files once however many names they have", async () => {
    const { host, state } = get();
    const trees = join(state, "trees", "walked");
    for (const tree of ["upper/b", "lower/b", "lower/c"]) mkdirSync(join(trees, tree), { recursive: true });
    writeFileSync(join(trees, "lower/b/one"), "lower one");
    writeFileSync(join(trees, "upper/b/one"), "upper one", { mode: 0o640 });
    linkSync(join(trees, "upper/b/one"), join(trees, "upper/b/two"));
    writeFileSync(Buffer.concat([Buffer.from(join(trees, "lower/c/")), Buffer.from([0xff])]), "bytes");
    symlinkSync("../..", join(trees, "lower/c/up"));
    const lower = [join(trees, "upper"), join(trees, "lower")];
    const seen: string[] = [];
    for await (const piece of host.walk({ lower, path: ".", deep: true, content: 100 }))
      if ("data" in piece) seen.push(`= ${piece.data}`);
      else seen.push(`${piece.entry.kind} ${piece.entry.path} ${piece.entry.link}`.trim());
    expect(seen).toEqual([
      ...["dir .", "dir b", "file b/one", "= upper one", "hardlink b/two b/one"],
      ...["dir c", "symlink c/up ../..", "file c/\u00ff", "= bytes"],
    ]);
    const folder = async (path: string, maxEntries = 10) => {
      const names: string[] = [];
      const walk = host.walk({ lower, path, deep: false, maxEntries });
      for (let step = await walk.next(); ; step = await walk.next()) {
        if (step.done) return { names, entries: step.value.entries };
        if ("entry" in step.value) names.push(step.value.entry.path);
      }
    };
    expect(await folder("c")).toEqual({ names: ["c", "c/up", "c/\u00ff"], entries: 3 });
    expect(await folder("c", 1)).toEqual({ names: ["c", "c/up"], entries: 3 });
    expect(await folder("b/one")).toEqual({ names: ["b/one"], entries: 1 });
    for (const path of ["nothing", "c/up/trees", "b/one/x", ".."])
      expect(await folder(path), path).toEqual({ names: [], entries: 0 });
  });

  it("tells what a volume's source is, and refuses links, absence and relative paths", async () => {
    const { host } = get();
    expect(await host.volumeSource("v", outside)).toBe("directory");
    expect(await host.volumeSource("v", join(outside, "secret"))).toBe("file");
    symlinkSync(outside, join(outside, "link"));
    for (const source of [
      join(outside, "link"),
      join(outside, "link", "secret"),
      join(outside, "no"),
      "tmp",
      "/tmp/../tmp",
    ])
      await expect(host.volumeSource("v", source), source).rejects.toMatchObject({
        code: "volume-source",
        facts: { volume: "v", source },
      });
  });

  it("removes trees of the state folder only", async () => {
    const { host, state } = get();
    const tree = join(state, "tree");
    mkdirSync(join(tree, "a", "b"), { recursive: true });
    symlinkSync(outside, join(tree, "a", "link"));
    await host.removeTree(tree);
    await host.removeTree(tree);
    expect(await host.volumeSource("v", outside)).toBe("directory");
    for (const path of [outside, state, join(state, "..", "x"), `${state}x`, "/"])
      await expect(host.removeTree(path), path).rejects.toMatchObject({ code: "host-failed" });
  });
}
