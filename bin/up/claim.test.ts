import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimState } from "./claim.mjs";
import { startOf } from "./process.mjs";

let state: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  state = fs.mkdtempSync(path.join(os.tmpdir(), "craton-claim-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  fs.rmSync(state, { recursive: true, force: true });
});

const file = () => path.join(state, "run/up.json");
const leave = (value: object) => {
  fs.mkdirSync(path.dirname(file()), { recursive: true });
  fs.writeFileSync(file(), JSON.stringify(value));
};

describe("the claim on a state folder", () => {
  test("is refused while another process holds it, which is named", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6); console.log('up')"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    children.push(child);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    leave({
      pid: child.pid,
      start: startOf(child.pid as number),
      since: "2026-01-01T00:00:00Z",
      url: "http://127.0.0.1:1",
      children: {},
    });
    expect(() => claimState(state, { url: "x" })).toThrow(new RegExp(`${state} is in use by pid ${child.pid}`));
    expect(JSON.parse(fs.readFileSync(file(), "utf8")).pid).toBe(child.pid);
  });

  test("is taken over from a dead process, with what it left", () => {
    leave({ pid: process.pid, start: "1", since: "", url: "", children: { agent: { pid: 7, start: "8" } } });
    const { left, claim } = claimState(state, { url: "x" });
    expect(left).toEqual({ agent: { pid: 7, start: "8" } });
    claim.release();
    expect(fs.readdirSync(path.dirname(file()))).toEqual([]);
  });

  test("is taken over when the file is torn", () => {
    fs.mkdirSync(path.dirname(file()), { recursive: true });
    fs.writeFileSync(file(), '{"pid": 1');
    expect(claimState(state, { url: "x" }).left).toEqual({});
  });

  test("goes to exactly one of many that start at once over a stale claim", async () => {
    leave({ pid: 1, start: "0", since: "", url: "", children: {} });
    const source = `import { claimState } from ${JSON.stringify(path.join(import.meta.dirname, "claim.mjs"))};
      try { claimState(${JSON.stringify(state)}, { url: "u" }); console.log("won"); setInterval(() => {}, 1e6); } catch { console.log("lost"); }`;
    const words = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        children.push(child);
        const [data] = await once(child.stdout as NodeJS.ReadableStream, "data");
        return String(data).trim();
      }),
    );
    expect(words.filter((word) => word === "won")).toHaveLength(1);
  });
});
