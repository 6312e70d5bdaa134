import { linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "./build.mjs";

test("a new build leaves the files of a release as they were", async () => {
  const folder = mkdtempSync(join(tmpdir(), "craton-bundle-"));
  try {
    const options = { entryPoints: [join(folder, "a.ts")], outfile: join(folder, "dist/a.js") };
    writeFileSync(join(folder, "a.ts"), "console.log('old')");
    await bundle(options);
    linkSync(join(folder, "dist/a.js"), join(folder, "release.js"));
    writeFileSync(join(folder, "a.ts"), "console.log('new')");
    await bundle(options);
    expect(readFileSync(join(folder, "dist/a.js"), "utf8")).toContain("new");
    expect(readFileSync(join(folder, "release.js"), "utf8")).toContain("old");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
