import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { mkdirDurable, writeDurable } from "../../agent/disk.ts";
import { Events } from "../../agent/event/events.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-full-"));
  execFileSync("/bin/mount", ["-t", "tmpfs", "-o", "size=256k,nr_inodes=16", "craton-full", folder]);
});
afterEach(() => {
  execFileSync("/bin/umount", [folder]);
  rmdirSync(folder);
});

it("a full file system is named, the old content stays, and no temp file is left", async () => {
  const path = join(folder, "status.json");
  await writeDurable(path, "old");
  const failed = await writeDurable(path, Buffer.alloc(400_000)).catch((e) => e);
  expect(failed.code).toBe("no-space");
  expect(failed.facts.path).toBe(path);
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["status.json"]);
  await writeDurable(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
});

it("running out of inodes is named for folders too", async () => {
  for (let i = 0; i < 14; i++) writeFileSync(join(folder, `f${i}`), "");
  const failed = await (async () => {
    await mkdirDurable(join(folder, "a"));
    await mkdirDurable(join(folder, "b"));
  })().catch((e) => e);
  expect(failed.code).toBe("no-space");
  rmSync(join(folder, "f0"));
});

it("an event that finds no space is an error, the log stays whole, and goes on when there is space", () => {
  const event = {
    level: "normal",
    reason: "PodStarted",
    message: "x".repeat(8000),
    noun: "pod",
    id: "a",
    name: "a",
    app: null,
    user: null,
  } as const;
  const path = join(folder, "events.db");
  const events = new Events(path);
  let code: unknown;
  while (code === undefined) {
    try {
      events.emit(event, {});
    } catch (error) {
      code = (error as { code: string }).code;
    }
  }
  expect(code).toBe("no-space");
  const { last } = events;
  execFileSync("/bin/mount", ["-o", "remount,size=1m", folder]);
  expect(events.emit(event, {}).seq).toBe(last + 1);
  events.close();
  const again = new Events(path);
  expect(again.last).toBe(last + 1);
  again.close();
});
