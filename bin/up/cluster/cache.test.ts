import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildFlags, cacheFolder, cacheKey, findBinary, removeUnused, sourcesHash } from "./cache.mjs";
import { placeBinary } from "./place-binary.mjs";
import { kubernetesVersion } from "./version.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-cache-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const env = () => ({ ...process.env, CRATON_CACHE: folder, CRATON_CLUSTER_BINARY: "" });

/** A build under a name; answers its binary. */
function build(name: string, sources = sourcesHash()): string {
  const at = path.join(cacheFolder(env()), name);
  fs.mkdirSync(at, { recursive: true });
  fs.writeFileSync(path.join(at, "about.json"), JSON.stringify({ sources, go: "go1.26.8" }));
  fs.writeFileSync(path.join(at, "cluster"), name);
  return path.join(at, "cluster");
}

test("a build is found by its Go, and without Go by its sources", () => {
  expect(findBinary("go1.26.8", env())).toBeNull();
  expect(findBinary(undefined, env())).toBeNull();
  build("0123456789abcdef", "other sources");
  expect(findBinary(undefined, env())).toBeNull();
  const file = build(cacheKey("go1.26.8"));
  expect(findBinary("go1.26.8", env())).toBe(file);
  expect(findBinary("go1.27.0", env())).toBeNull();
  expect(findBinary(undefined, env())).toBe(file);
});

test("a named binary goes before all", () => {
  expect(findBinary("go1.26.8", { ...env(), CRATON_CLUSTER_BINARY: "/x/cluster" })).toBe("/x/cluster");
});

test("only builds go that nobody links to and nobody asked for in a week", () => {
  const names = ["0000000000000001", "0000000000000002", "0000000000000003", "0000000000000004"];
  const files = names.map((name) => build(name));
  const old = new Date(Date.now() - 8 * 24 * 3600 * 1000);
  for (const file of files.slice(1)) fs.utimesSync(path.join(path.dirname(file), "about.json"), old, old);
  placeBinary(files[1] ?? "", path.join(folder, "state/bin/cluster"));
  removeUnused(cacheFolder(env()), "0000000000000003");
  expect(fs.readdirSync(cacheFolder(env()))).toEqual(names.slice(0, 3));
});

test("a placed binary stays what it was when the build is replaced", () => {
  const source = build("0000000000000001");
  const placed = path.join(folder, "state/bin/cluster");
  placeBinary(source, placed);
  expect(fs.statSync(placed).ino).toBe(fs.statSync(source).ino);
  placeBinary(build("0000000000000002"), placed);
  expect(fs.readFileSync(placed, "utf8")).toBe("0000000000000002");
  expect(fs.readFileSync(source, "utf8")).toBe("0000000000000001");
});

test("the flags carry the release that go.mod names", () => {
  expect(kubernetesVersion()).toMatch(/^v1\.\d+\.\d+$/);
  expect(buildFlags("v1.36.3").at(-1)).toContain("-X k8s.io/component-base/version.gitVersion=v1.36.3 ");
  expect(buildFlags("v1.36.3").at(-1)).toContain("-X k8s.io/client-go/pkg/version.gitMinor=36 ");
});
