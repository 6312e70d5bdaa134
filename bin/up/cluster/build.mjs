/**
 * The cluster's binary, built when it is missing or stale. Modules and compiled packages go into caches of the build's own
 * inside the cache folder, some 12 GB for a while, which are removed when it is done, failed or was broken off.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "../checkout.mjs";
import { isAlive } from "../process.mjs";
import { buildFlags, cacheFolder, cacheKey, findBinary, removeUnused, sourcesHash } from "./cache.mjs";
import { compileProgress } from "./compile-progress.mjs";
import { endGroup, goCommand } from "./go-command.mjs";
import { withLock } from "./lock.mjs";
import { findGo } from "./toolchain.mjs";
import { kubernetesVersion } from "./version.mjs";

/** What the build's caches take at most, in bytes. */
const wanted = 12 * 10 ** 9;

/** Why there is no binary; `state` is one of cluster.json's. */
export class BuildProblem extends Error {
  constructor(state, message) {
    super(message);
    this.state = state;
  }
}

/**
 * Answers the binary's path, building it when it must. `progress({done, note})` tells how far it is: `done` from 0 to 1, null
 * while that is not known. Throws BuildProblem, or the signal's reason.
 */
export async function ensureBinary({ signal, progress = () => {}, env = process.env } = {}) {
  const found = findGo(env);
  const ready = findBinary(found.version, env);
  if (ready !== null) return ready;
  if (found.problem !== undefined) throw new BuildProblem("no-go", found.problem);
  const cache = cacheFolder(env);
  fs.mkdirSync(cache, { recursive: true, mode: 0o755 });
  const waiting = ({ pid }) => progress({ done: null, note: `another build is under way (pid ${pid})` });
  const left = async (child) => isAlive(child) && endGroup(child.pid, "SIGKILL");
  return withLock(path.join(cache, "build.lock"), { signal, waiting, left }, async (lock) => {
    const meanwhile = findBinary(found.version, env);
    if (meanwhile !== null) return meanwhile;
    for (const name of fs.readdirSync(cache)) if (name.startsWith("work-")) await remove(path.join(cache, name));
    checkSpace(cache);
    const work = path.join(cache, `work-${process.pid}`);
    try {
      const out = await build(found.go, work, { signal, progress, env, note: lock.child });
      verify(out);
      const file = keep(out, path.join(cache, cacheKey(found.version)), found.version);
      removeUnused(cache, cacheKey(found.version));
      return file;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw new BuildProblem("failed", `the embedded Kubernetes could not be built: ${error.message}`);
    } finally {
      progress({ done: 1, note: "removes the build's caches" });
      // Compilers that were just ended may still be letting go of it.
      await remove(work);
    }
  });
}

/** A hundred thousand files take seconds, in which the starter has others to look after. */
function remove(folder) {
  return fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

function checkSpace(cache) {
  const { bavail, bsize } = fs.statfsSync(cache);
  const free = bavail * bsize;
  if (free >= wanted) return;
  const inGigabytes = (bytes) => (bytes / 10 ** 9).toFixed(1);
  throw new BuildProblem(
    "no-space",
    `building the embedded Kubernetes wants ${inGigabytes(wanted)} GB for a while on the disk of ${cache}, which has ${inGigabytes(free)} GB free`,
  );
}

/** Answers the folder with the binary in it, not yet in its place. */
async function build(go, work, { signal, progress, env, note }) {
  const folder = (name) => {
    fs.mkdirSync(path.join(work, name), { recursive: true });
    return path.join(work, name);
  };
  const cwd = path.join(root, "cluster");
  // Where modules come from is the user's setting; all that Go writes goes below the work folder.
  const settings = ["GOPROXY", "GOSUMDB", "GONOSUMDB", "GONOPROXY", "GOPRIVATE", "GOINSECURE"];
  const values = execFileSync(go, ["env", ...settings], { encoding: "utf8", cwd: "/", env }).split("\n");
  const own = {
    ...env,
    ...Object.fromEntries(settings.map((name, i) => [name, values[i] ?? ""])),
    HOME: folder("home"),
    XDG_CONFIG_HOME: folder("home"),
    GOENV: "off",
    GOWORK: "off",
    GOPATH: folder("go"),
    GOCACHE: folder("cache"),
    GOMODCACHE: folder("modules"),
    GOTMPDIR: folder("tmp"),
    GOTOOLCHAIN: "local",
    // A module cache is read-only by default, and could not be removed without root.
    GOFLAGS: "-modcacherw",
    CGO_ENABLED: "0",
  };
  const run = (args, onLine) => goCommand(go, args, { cwd, env: own, signal, onLine, note });
  progress({ done: null, note: "downloads the modules" });
  await run(["mod", "download"]);
  const packages = (await run(["list", "-deps", "."])).trim().split("\n").length;
  const onLine = compileProgress(packages, progress);
  progress({ done: 0, note: "compiles" });
  const out = folder("out");
  await run(["build", "-v", ...buildFlags(), "-o", path.join(out, "cluster"), "."], onLine);
  return out;
}

/** The binary has to say that it is what it was built as. */
function verify(out) {
  const said = execFileSync(path.join(out, "cluster"), ["kube-apiserver", "--version"], { encoding: "utf8" }).trim();
  if (said !== `Kubernetes ${kubernetesVersion()}`) throw new Error(`the built binary calls itself ${said}`);
}

/** Synced to disk, then in its place by one rename. */
function keep(out, folder, go) {
  fs.writeFileSync(
    path.join(out, "about.json"),
    `${JSON.stringify({ sources: sourcesHash(), go, kubernetes: kubernetesVersion() })}\n`,
  );
  fs.chmodSync(out, 0o755);
  fs.chmodSync(path.join(out, "cluster"), 0o755);
  for (const name of ["cluster", "about.json", "."]) sync(path.join(out, name));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(out, folder);
  sync(path.dirname(folder));
  return path.join(folder, "cluster");
}

function sync(file) {
  const fd = fs.openSync(file, "r");
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
