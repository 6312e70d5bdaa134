import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readKeyFolder } from "./key-folder.ts";
import { covers } from "./prefix.ts";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-keys-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const name = "a".repeat(40);

function put(at: string, text = "key", mode = 0o644): string {
  const file = path.join(folder, "trustedkeys", at);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  fs.chmodSync(file, mode);
  return file;
}

it("finds root keys and keys of nested prefixes; an empty file is a mask", async () => {
  put(`root.d/${name}`);
  put(`prefix.d/example.com/${name}`);
  put(`prefix.d/example.com/team/web/${name}`, "");
  put(`root.d/.${name}.0a1b.tmp`);
  const { files, faults } = await readKeyFolder(folder);
  expect(files.map(({ prefix, content }) => [prefix, content?.toString() ?? null])).toEqual([
    [null, "key"],
    ["example.com", "key"],
    ["example.com/team/web", null],
  ]);
  expect(faults).toEqual([]);
});

it("a folder that is not there is empty", async () => {
  expect(await readKeyFolder(path.join(folder, "none"))).toEqual({ files: [], faults: [] });
});

it("tells what is no key of a prefix, and reads the rest", async () => {
  put(`root.d/${name}`);
  put("root.d/README");
  put(`root.d/${"A".repeat(40)}`);
  put(`root.d/sub/${name}`);
  put(`prefix.d/${name}`);
  put(`prefix.d/Example.com/${name}`);
  put(`prefix.d/example.com/open/${name}`, "key", 0o666);
  put(`prefix.d/example.com/big/${name}`, "x".repeat(300_000));
  fs.mkdirSync(path.join(folder, "trustedkeys/prefix.d/..evil"));
  fs.symlinkSync("nowhere", path.join(folder, "trustedkeys/root.d", "b".repeat(40)));
  execFileSync("mkfifo", [path.join(folder, "trustedkeys/root.d", "c".repeat(40))]);
  const { files, faults } = await readKeyFolder(folder);
  expect(files.map(({ file }) => path.relative(folder, file))).toEqual([`trustedkeys/root.d/${name}`]);
  const told = Object.fromEntries(faults.map(({ file, why }) => [path.relative(`${folder}/trustedkeys`, file), why]));
  expect(told).toEqual({
    "root.d/README": "its name is no fingerprint in lower-case hex",
    [`root.d/${"A".repeat(40)}`]: "its name is no fingerprint in lower-case hex",
    "root.d/sub": "root.d holds no folders",
    [`root.d/${"b".repeat(40)}`]: "it cannot be read (ENOENT)",
    [`root.d/${"c".repeat(40)}`]: "it is no file",
    [`prefix.d/${name}`]: "a key stands in root.d or below a prefix",
    "prefix.d/..evil": expect.stringContaining("must begin and end"),
    "prefix.d/Example.com": expect.stringContaining('holds "E"'),
    [`prefix.d/example.com/open/${name}`]: "everybody may write it",
    [`prefix.d/example.com/big/${name}`]: "it is larger than 262144 bytes",
  });
});

it("a prefix covers whole elements only", () => {
  const cases = { "example.com": true, "example.com/team": true, "example.com/te": false, "example.co": false };
  for (const [prefix, is] of Object.entries(cases)) expect(covers(prefix, "example.com/team"), prefix).toBe(is);
  expect(covers(null, "anything")).toBe(true);
  expect(covers("example.com/team/web", "example.com/team")).toBe(false);
});
