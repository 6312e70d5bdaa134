import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { disk } from "./disk.ts";
import { type FormatStep, openFormat } from "./disk-format.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-format-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const version = () => readFileSync(join(folder, "version"), "utf8");

it("begins at the newest format and stays there", async () => {
  expect(await openFormat(join(folder, "new"), disk)).toBe(1);
  expect(await openFormat(join(folder, "new"), disk)).toBe(1);
  expect(readFileSync(join(folder, "new/version"), "utf8")).toBe("1\n");
});

it("runs the missing steps in order and repeats only the one that was cut off", async () => {
  writeFileSync(join(folder, "version"), "1\n");
  const ran: number[] = [];
  let fail = true;
  const steps: FormatStep[] = [
    async () => void ran.push(1),
    async () => {
      ran.push(2);
      if (fail) throw new Error("cut off");
    },
    async () => void ran.push(3),
  ];
  await expect(openFormat(folder, disk, steps)).rejects.toThrow("cut off");
  expect(version()).toBe("2\n");
  fail = false;
  expect(await openFormat(folder, disk, steps)).toBe(4);
  expect(ran).toEqual([1, 2, 2, 3]);
  expect(version()).toBe("4\n");
});

it("refuses a newer format and one that is no number", async () => {
  writeFileSync(join(folder, "version"), "2\n");
  await expect(openFormat(folder, disk)).rejects.toMatchObject({ code: "state-newer", facts: { got: 2, known: 1 } });
  expect(version()).toBe("2\n");
  writeFileSync(join(folder, "version"), "");
  await expect(openFormat(folder, disk)).rejects.toMatchObject({ code: "disk-failed" });
});
