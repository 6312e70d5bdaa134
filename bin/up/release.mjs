/**
 * The release: a folder below the state that holds just what runs, owned by root and readable by the console's user, so
 * that the console needs no way into the checkout and cannot write what it runs. Files are hard links where the disk
 * allows it (nothing is copied), else copies.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./checkout.mjs";

/** Makes STATE/release/<hash> if missing and answers its path. Older releases are removed unless `keep` names them. */
export function makeRelease(state, { keep = [] } = {}) {
  const stamp = fs.readFileSync(path.join(root, "dist/stamp.json"));
  const hash = createHash("sha256")
    .update(stamp)
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex")
    .slice(0, 16);
  const releases = path.join(state, "release");
  const release = path.join(releases, hash);
  fs.mkdirSync(releases, { recursive: true, mode: 0o755 });
  if (!fs.existsSync(release)) {
    const temp = `${release}.tmp`;
    fs.rmSync(temp, { recursive: true, force: true });
    for (const name of ["dist", ".next", "public"])
      link(
        path.join(root, name),
        path.join(temp, name),
        (file) => !/^\.next\/(cache|dev|trace)/.test(path.relative(root, file)),
      );
    for (const name of ["package.json", "next.config.mjs", "bin/craton"])
      link(path.join(root, name), path.join(temp, name), () => true);
    for (const folder of productionModules()) link(path.join(root, folder), path.join(temp, folder), notNested);
    fs.renameSync(temp, release);
  }
  for (const name of fs.readdirSync(releases)) {
    if (name !== hash && !keep.includes(name)) fs.rmSync(path.join(releases, name), { recursive: true, force: true });
  }
  return release;
}

/** Folders of the packages that run needs: all in the lock file that are neither for development nor optional and absent. */
function productionModules() {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  // The compiler of `next build` (hundreds of megabytes) is not needed to serve.
  return Object.entries(packages)
    .filter(
      ([folder, entry]) =>
        folder.startsWith("node_modules/") &&
        entry.dev !== true &&
        entry.devOptional !== true &&
        !folder.includes("@next/swc-") &&
        fs.existsSync(path.join(root, folder)),
    )
    .map(([folder]) => folder);
}

const notNested = (file) => path.basename(file) !== "node_modules";

function link(from, to, wanted) {
  const stat = fs.lstatSync(from);
  if (stat.isDirectory()) {
    fs.mkdirSync(to, { recursive: true, mode: 0o755 });
    for (const name of fs.readdirSync(from))
      if (wanted(path.join(from, name))) link(path.join(from, name), path.join(to, name), wanted);
    return;
  }
  fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  if (stat.isSymbolicLink()) {
    fs.symlinkSync(fs.readlinkSync(from), to);
    return;
  }
  if ((stat.mode & 0o044) !== 0o044) {
    // A checkout under a strict umask: the console could not read it. The checkout's own modes stay.
    fs.copyFileSync(from, to);
    fs.chmodSync(to, stat.mode & 0o100 ? 0o755 : 0o644);
    return;
  }
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (!["EXDEV", "EPERM", "EMLINK"].includes(error.code)) throw error;
    fs.copyFileSync(from, to);
  }
}
