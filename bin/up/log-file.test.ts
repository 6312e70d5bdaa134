import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLog, rotateLog } from "./log-file.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-log-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("a log that grew too long is cut under its writer, which writes on at its beginning", () => {
  const file = path.join(folder, "etcd.log");
  const { fd, from } = openLog(file, undefined);
  expect(from).toBe(0);
  fs.writeSync(fd, "x".repeat(10 << 20));
  rotateLog(file);
  expect(fs.existsSync(`${file}.1`)).toBe(false);
  fs.writeSync(fd, "one more\n");
  rotateLog(file);
  fs.writeSync(fd, "after\n");
  fs.closeSync(fd);
  expect(fs.readFileSync(file, "utf8")).toBe("after\n");
  expect(fs.readFileSync(`${file}.1`, "utf8").slice(-9)).toBe("one more\n");
  for (const name of [file, `${file}.1`]) expect(fs.statSync(name).mode & 0o777).toBe(0o640);
});

test("a log that is not there yet needs no cutting, and one that stays goes on where it ended", () => {
  const file = path.join(folder, "deeper/etcd.log");
  rotateLog(file);
  fs.closeSync(openLog(file, undefined).fd);
  fs.appendFileSync(file, "before\n");
  const { fd, from } = openLog(file, undefined);
  fs.closeSync(fd);
  expect(from).toBe(7);
});
