import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startOf } from "../process.mjs";
import { goCommand } from "./go-command.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-go-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A program in place of go. */
function program(script: string): string {
  const file = path.join(folder, "go");
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}
const options = () => ({ cwd: folder, env: process.env });

test("answers stdout and passes the lines of stderr", async () => {
  const lines: string[] = [];
  const onLine = (line: string) => void lines.push(line);
  const go = program("echo out; printf 'a\\nb\\n' >&2");
  expect(await goCommand(go, ["build"], { ...options(), onLine })).toBe("out\n");
  expect(lines).toEqual(["a", "b"]);
});

test("a failure tells the last words", async () => {
  await expect(goCommand(program("echo no such module >&2; exit 3"), ["mod"], options())).rejects.toThrow(
    "go mod ended with 3:\nno such module",
  );
});

test("breaking it off ends what it started too, even what does not want to", async () => {
  const ending = new AbortController();
  const started: number[] = [];
  const onLine = (line: string) => {
    started.push(Number(line));
    if (started.length === 2) ending.abort(new Error("broken off"));
  };
  const go = program(
    "trap '' TERM; sleep 1000 & echo $! >&2; sh -c 'trap \"\" TERM; echo $$ >&2; sleep 1000' & wait; wait",
  );
  await expect(goCommand(go, ["build"], { ...options(), signal: ending.signal, onLine })).rejects.toThrow("broken off");
  expect(started).toHaveLength(2);
  for (const pid of started) expect(startOf(pid)).toBeNull();
});
