import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { breaches } from "../../bin/import-rule.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((file) => fs.existsSync(path.join(root, file)));
const text = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

describe("the import rule", () => {
  test("sees a breach in each direction that matters", () => {
    const cases: [string, string][] = [
      ["components/pods/list.tsx", 'import { x } from "@/lib/server/context.ts"'],
      ["components/pods/list.tsx", 'import { x } from "@/components/images/list.tsx"'],
      ["components/ui/button.tsx", 'import { x } from "@/lib/api/console/pods.ts"'],
      ["lib/contract/pod.ts", 'import { x } from "../format/bytes.ts"'],
      ["lib/api/agent/pods.ts", 'import { x } from "../../server/context.ts"'],
      ["agent/pod/create.ts", 'import { x } from "../http/server.ts"'],
      ["agent/pod/create.ts", 'import { x } from "../host/linux.ts"'],
      ["agent/appc/plan.ts", 'import { x } from "../disk.ts"'],
      ["agent/main.ts", 'import { x } from "./host/fake.ts"'],
      ["app/page.tsx", 'import { x } from "@/agent/pod/pods.ts"'],
      ["lib/server/main.ts", 'import { x } from "../../bin/up/claim.mjs"'],
    ];
    for (const [file, source] of cases)
      expect(
        breaches([file], () => source),
        `${file}: ${source}`,
      ).toHaveLength(1);
  });

  test("lets through what it should", () => {
    expect(breaches(["components/pods/list.tsx"], () => 'import { x } from "@/components/ui/button.tsx"')).toEqual([]);
    expect(breaches(["agent/pod/create.ts"], () => 'import type { Host } from "../host/host.ts"')).toEqual([]);
  });
});

test("the fake host is not in the agent's bundle, the linux host is", async () => {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["agent/main.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    external: ["node-liblzma"],
    outdir: "dist",
    logLevel: "silent",
  });
  const inputs = Object.keys(result.metafile.inputs);
  expect(inputs.filter((file) => file.includes("host/fake"))).toEqual([]);
  expect(inputs.some((file) => file.includes("host/linux"))).toBe(true);
});

test("the Node version is stated once", () => {
  const version = JSON.parse(text("package.json")).engines.node as string;
  const others = tracked.filter(
    (file) =>
      /\.(mjs|ts|tsx|md|json|yml)$|^\.ci\//.test(file) &&
      !["package.json", "package-lock.json"].includes(file) &&
      text(file).includes(version),
  );
  expect(others).toEqual([]);
});

test("public holds only assets", () => {
  expect(tracked.filter((file) => file.startsWith("public/") && !file.startsWith("public/assets/"))).toEqual([]);
});

test("specs are in e2e and unit tests beside their code", () => {
  expect(tracked.filter((file) => /\.spec\.tsx?$/.test(file) && !file.startsWith("e2e/"))).toEqual([]);
});

test("every path that a README or a document names exists", () => {
  const missing: string[] = [];
  for (const file of tracked.filter((name) => name.endsWith(".md"))) {
    for (const [, named] of text(file).matchAll(
      /`((?:agent|app|bin|components|docs|e2e|lib|public)\/[\w./()[\]-]+)`/g,
    )) {
      if (named !== undefined && !fs.existsSync(path.join(root, named))) missing.push(`${file}: ${named}`);
    }
  }
  expect(missing).toEqual([]);
});

test("no source file passes 300 lines", () => {
  const long = tracked.filter(
    (file) =>
      /\.(ts|tsx|mjs|c|h)$/.test(file) &&
      !/\.(test|spec)\.tsx?$/.test(file) &&
      text(file).split("\n").length > (file.endsWith(".c") ? 341 : 301),
  );
  expect(long).toEqual([]);
});
