import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-register-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = { name: "node-a", address: "127.0.0.1:7411" };
/** In a process of its own: what waits without end is ended. */
function register(file: string): void {
  const script = `import(process.argv[1]).then(({ registerAgent }) => registerAgent(process.argv[2], JSON.parse(process.argv[3])))`;
  const module = join(import.meta.dirname, "start.mjs");
  execFileSync(process.execPath, ["-e", script, module, file, JSON.stringify(entry)], { timeout: 10_000 });
}
const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));

test("the node's agent comes first, others stay", () => {
  const file = join(folder, "agents.json");
  const other = { name: "node-b", address: "192.0.2.1:7411" };
  writeFileSync(file, JSON.stringify([other, { ...entry, address: "127.0.0.1:9" }]));
  register(file);
  expect(read(file)).toEqual([entry, other]);
});

test("a pipe in the list's place does not hold a start up", () => {
  const file = join(folder, "agents.json");
  execFileSync("mkfifo", [file]);
  register(file);
  expect(read(file)).toEqual([entry]);
});
