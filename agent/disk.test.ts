import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type DiskSteps,
  diskOver,
  mkdirDurable,
  realDiskSteps,
  removeDurable,
  renameDurable,
  writeDurable,
} from "./disk.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Steps that note their order, and fail at one of them. */
function watched(failing?: { step: keyof DiskSteps; code: string }) {
  const seen: string[] = [];
  const note = async (step: keyof DiskSteps, path: string) => {
    seen.push(`${step} ${path.slice(folder.length + 1).replace(/\.[0-9a-f]{12}\.tmp$/, ".X.tmp")}`.trim());
    if (failing?.step === step) throw Object.assign(new Error(`${failing.code}: made up`), { code: failing.code });
  };
  const ops: DiskSteps = {
    write: async (p, d, m) => {
      await note("write", p);
      return realDiskSteps.write(p, d, m);
    },
    rename: async (a, b) => {
      await note("rename", b);
      return realDiskSteps.rename(a, b);
    },
    syncFolder: async (p) => {
      await note("syncFolder", p);
      return realDiskSteps.syncFolder(p);
    },
    mkdir: async (p, m) => {
      await note("mkdir", p);
      return realDiskSteps.mkdir(p, m);
    },
    remove: (p) => realDiskSteps.remove(p),
  };
  return { seen, disk: diskOver(ops) };
}

describe("writeDurable", () => {
  it("syncs the file before the rename and the folder after it", async () => {
    const { seen, disk } = watched();
    await disk.writeDurable(join(folder, "a.json"), "1");
    expect(seen).toEqual(["write .a.json.X.tmp", "rename a.json", "syncFolder"]);
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("1");
  });

  it("sets exactly the asked mode, also over an older file", async () => {
    const path = join(folder, "a");
    writeFileSync(path, "old");
    chmodSync(path, 0o644);
    await writeDurable(path, "new", { mode: 0o666 });
    expect(statSync(path).mode & 0o777).toBe(0o666);
    await writeDurable(path, new Uint8Array([120]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toBe("x");
  });

  it.each([
    { step: "write", code: "ENOSPC", error: "no-space" },
    { step: "write", code: "EDQUOT", error: "no-space" },
    { step: "rename", code: "EIO", error: "disk-failed" },
    { step: "syncFolder", code: "EIO", error: "disk-failed" },
  ] as const)("names $code at $step and leaves no temp file", async ({ step, code, error }) => {
    const path = join(folder, "a");
    writeFileSync(path, "old");
    const failed = await watched({ step, code })
      .disk.writeDurable(path, "new")
      .catch((e) => e);
    expect(failed.code).toBe(error);
    expect(failed.facts.path).toBe(path);
    if (error === "disk-failed") expect(failed.message).toContain(code);
    expect(readdirSync(folder)).toEqual(["a"]);
    if (step !== "syncFolder") expect(readFileSync(path, "utf8")).toBe("old");
  });
});

describe("folders", () => {
  it("moves and syncs both parents", async () => {
    const { seen, disk } = watched();
    await disk.mkdirDurable(join(folder, "a/x"));
    await disk.mkdirDurable(join(folder, "b"));
    seen.length = 0;
    await disk.renameDurable(join(folder, "a/x"), join(folder, "b/x"));
    expect(seen).toEqual(["rename b/x", "syncFolder b", "syncFolder a"]);
    expect(readdirSync(join(folder, "b"))).toEqual(["x"]);
  });

  it("makes missing parents, syncs each level once, and takes what is there", async () => {
    const { seen, disk } = watched();
    await disk.mkdirDurable(join(folder, "a/b/c"));
    expect(seen).toEqual(["mkdir a/b/c", "syncFolder a/b", "syncFolder a", "syncFolder"]);
    expect(statSync(join(folder, "a/b/c")).mode & 0o777).toBe(0o700);
    await mkdirDurable(join(folder, "a/b/c"));
  });

  it("removes trees, and what is not there", async () => {
    await mkdirDurable(join(folder, "a/b"));
    await removeDurable(join(folder, "a"));
    await removeDurable(join(folder, "a"));
    await removeDurable(join(folder, "none/none"));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("names both paths when a move fails", async () => {
    const failed = await renameDurable(join(folder, "none"), join(folder, "to")).catch((e) => e);
    expect(failed.code).toBe("disk-failed");
    expect(failed.message).toContain("ENOENT");
    expect(failed.message).toContain(join(folder, "to"));
  });
});
