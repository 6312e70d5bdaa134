import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-lock-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("a lock that a killed process left is taken over, and what it had started is handed out", async () => {
  const file = path.join(folder, "build.lock");
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, start: "0", child: { pid: 7, start: "1" } }));
  const left: object[] = [];
  const answer = await withLock(file, { left: async (child: object) => void left.push(child) }, async () => 5);
  expect(answer).toBe(5);
  expect(left).toEqual([{ pid: 7, start: "1" }]);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("a holder that lives is waited for, told once, and the wait can be broken off", async () => {
  const file = path.join(folder, "build.lock");
  const ending = new AbortController();
  const told: number[] = [];
  await withLock(file, {}, async (lock: { child: (ref: object) => void }) => {
    lock.child({ pid: 9, start: "2" });
    expect(JSON.parse(fs.readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid, child: { pid: 9 } });
    const waiting = ({ pid }: { pid: number }) => {
      told.push(pid);
      ending.abort(new Error("enough"));
    };
    await expect(withLock(file, { signal: ending.signal, waiting }, async () => 1)).rejects.toThrow("enough");
  });
  expect(told).toEqual([process.pid]);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("a failed work lets the lock go", async () => {
  const file = path.join(folder, "build.lock");
  const fails = withLock(file, {}, async () => {
    throw new Error("broken");
  });
  await expect(fails).rejects.toThrow("broken");
  expect(fs.readdirSync(folder)).toEqual([]);
});
