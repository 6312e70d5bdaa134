import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Keeper } from "../keeper/client.ts";
import { removeFolder } from "./remove-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-remove-"));
});
afterEach(() => void execFileSync("rm", ["-rf", folder]));

/** Runs programs as the keeper does, and keeps what was run. */
const ran: string[][] = [];
const keeper = {
  async run({ argv: [program = "", ...args] }: { argv: string[] }) {
    ran.push([program, ...args]);
    execFileSync(program, args);
    return { code: 0, stderr: Buffer.alloc(0) };
  },
} as unknown as Pick<Keeper, "run">;

it("removes what is deeper than a path can be long", async () => {
  const tree = join(folder, "tree");
  mkdirSync(tree);
  // Deeper than any path: made by going down, as an app can.
  execFileSync(
    "/bin/sh",
    ["-c", 'i=0; while [ $i -lt 60 ]; do mkdir "$0" && cd -P "$0" || exit 1; i=$((i+1)); done', "d".repeat(200)],
    {
      cwd: tree,
    },
  );
  expect(() => rmSync(join(tree, ...Array(60).fill("d".repeat(200))))).toThrow("ENAMETOOLONG");
  await removeFolder(keeper, tree);
  expect([existsSync(tree), ran.length]).toEqual([false, 1]);
});

it("needs no program for others, and none for what is not there", async () => {
  ran.length = 0;
  mkdirSync(join(folder, "a/b"), { recursive: true });
  writeFileSync(join(folder, "a/b/f"), "");
  await removeFolder(keeper, join(folder, "a"));
  await removeFolder(keeper, join(folder, "a"));
  expect([existsSync(join(folder, "a")), ran]).toEqual([false, []]);
});
