import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeLock } from "./lock.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = JSON.stringify(join(import.meta.dirname, "lock.ts"));
/** A process that takes the lock, says so, and stays. */
async function holder() {
  const script = `import { takeLock } from ${source}; takeLock(${JSON.stringify(path)}); console.log("taken"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

test("is taken, let go and taken again, leaving nothing", () => {
  takeLock(path)();
  const release = takeLock(path);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a living holder is named, and keeps it", async () => {
  const child = await holder();
  try {
    expect(() => takeLock(path)).toThrow(`pid ${child.pid}`);
    expect(existsSync(path)).toBe(true);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  expect(() => takeLock(path)()).not.toThrow();
});

test("a pid that another process has by now, another boot and a torn file are stale", () => {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const stale = [
    { pid: process.ppid, start: "1", boot },
    { pid: 1, start: "0", boot: "another" },
  ];
  for (const text of [...stale.map((one) => JSON.stringify(one)), "", "{"]) {
    writeFileSync(path, text);
    expect(() => takeLock(path)()).not.toThrow();
  }
  expect(readdirSync(folder)).toEqual([]);
});
