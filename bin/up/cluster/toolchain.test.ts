import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findGo } from "./toolchain.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-toolchain-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A go that says it is `version`, first on PATH. */
function withGo(script: string) {
  fs.writeFileSync(path.join(folder, "go"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return findGo({ PATH: `${folder}:/usr/bin:/bin` });
}

test.each(["go1.26", "go1.26.8", "go1.30.1", "go2.0", "go1.27rc1"])("%s is new enough", (version) => {
  expect(withGo(`echo ${version}`)).toEqual({ go: path.join(folder, "go"), version });
});

test.each(["go1.19.8", "go1.25.9", "go0.1", "devel"])("%s is too old", (version) => {
  expect(withGo(`echo ${version}`)).toEqual({ problem: expect.stringContaining(`${folder}/go is ${version}; `) });
});

test("its toolchain is never another one", () => {
  expect(withGo('echo "go1.26.$([ "$GOTOOLCHAIN" = local ] && echo 1)"')).toMatchObject({ version: "go1.26.1" });
});

test("a go that fails is told by its path", () => {
  expect(withGo("exit 3")).toEqual({ problem: expect.stringContaining(`${folder}/go does not run`) });
});
