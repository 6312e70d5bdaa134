/**
 * Built clusters outside the checkout: CACHE/cluster/<hash>/cluster, where the hash is of the sources, the flags and the Go
 * version, and about.json beside it. CACHE is /var/cache/craton, or the user's cache folder
 * without root, or what CRATON_CACHE names.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../checkout.mjs";
import { kubernetesVersion } from "./version.mjs";

/** A build that no state folder holds and nobody asked for in this time is removed, in ms. */
const unusedAfter = 7 * 24 * 3600 * 1000;

/** Where built clusters live. */
export function cacheFolder(env = process.env) {
  if (env.CRATON_CACHE) return path.join(env.CRATON_CACHE, "cluster");
  const base = process.getuid?.() === 0 ? "/var/cache" : (env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"));
  return path.join(base, "craton/cluster");
}

/** What the components call themselves; without these flags it would be v0.0.0. */
export function buildFlags(version = kubernetesVersion()) {
  const [major, minor] = version.slice(1).split(".");
  const facts = { gitVersion: version, gitMajor: major, gitMinor: minor, gitCommit: "unknown", gitTreeState: "clean" };
  const stamps = Object.entries({ ...facts, buildDate: "1970-01-01T00:00:00Z" }).flatMap(([name, value]) => [
    `-X k8s.io/component-base/version.${name}=${value}`,
    `-X k8s.io/client-go/pkg/version.${name}=${value}`,
  ]);
  return ["-trimpath", "-buildvcs=false", "-mod=readonly", `-ldflags=-s -w ${stamps.join(" ")}`];
}

/** The hash of all that the binary is made from but Go itself. */
export function sourcesHash() {
  const hash = createHash("sha256");
  const folder = path.join(root, "cluster");
  for (const name of fs.readdirSync(folder).sort())
    if (/\.go$|^go\.(mod|sum)$/.test(name))
      hash
        .update(name)
        .update("\0")
        .update(fs.readFileSync(path.join(folder, name)))
        .update("\0");
  return hash.update(JSON.stringify([...buildFlags(), process.arch])).digest("hex");
}

/** The folder's name for these sources under this Go. */
export function cacheKey(goVersion) {
  return createHash("sha256").update(`${sourcesHash()}\0${goVersion}`).digest("hex").slice(0, 16);
}

/**
 * A binary of today's sources, or null: of this Go version, or without Go of any. `CRATON_CLUSTER_BINARY` names one to take
 * instead, for those who work on the module itself.
 */
export function findBinary(goVersion, env = process.env) {
  if (env.CRATON_CLUSTER_BINARY) return env.CRATON_CLUSTER_BINARY;
  const cache = cacheFolder(env);
  const names =
    goVersion !== undefined ? [cacheKey(goVersion)] : builds(cache).filter((name) => isOfToday(path.join(cache, name)));
  for (const name of names) {
    const file = path.join(cache, name, "cluster");
    if (!fs.existsSync(file)) continue;
    fs.utimesSync(path.join(cache, name, "about.json"), new Date(), new Date());
    return file;
  }
  return null;
}

/** Removes builds that no state folder links to and that nobody asked for in a week. */
export function removeUnused(cache, keep) {
  for (const name of builds(cache)) {
    const folder = path.join(cache, name);
    if (name === keep) continue;
    const binary = fs.statSync(path.join(folder, "cluster"), { throwIfNoEntry: false });
    const about = fs.statSync(path.join(folder, "about.json"), { throwIfNoEntry: false });
    if (binary !== undefined && binary.nlink > 1) continue;
    if (about !== undefined && Date.now() - about.mtimeMs < unusedAfter) continue;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function builds(cache) {
  return fs.existsSync(cache) ? fs.readdirSync(cache).filter((name) => /^[0-9a-f]{16}$/.test(name)) : [];
}

function isOfToday(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, "about.json"), "utf8")).sources === sourcesHash();
  } catch {
    return false;
  }
}
