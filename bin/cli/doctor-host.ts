/** What this machine has and lacks, seen without any agent. */
import fs from "node:fs";
import path from "node:path";
import { formatBytes } from "../../lib/format/bytes.ts";
import { missing, runPackages } from "../up/packages.mjs";

/** `lacks`: pods cannot run, or not fully, until it is mended. `note`: works, with a consequence. */
export type Finding = { level: "ok" | "lacks" | "note"; what: string; finding: string };

const ok = (what: string, finding: string): Finding => ({ level: "ok", what, finding });
const lacks = (what: string, finding: string): Finding => ({ level: "lacks", what, finding });
const note = (what: string, finding: string): Finding => ({ level: "note", what, finding });

export function hostFindings(state: string): Finding[] {
  if (process.platform !== "linux")
    return [nodeVersion(), lacks("system", `${process.platform} is not Linux: only the console runs here`)];
  return [nodeVersion(), user(), ...packages(), cgroups(), overlay(), stateFinding(state)];
}

/** The version that package.json states, beside the bundle or above the sources. */
function nodeVersion(): Finding {
  const { node } = process.versions;
  const file = ["../package.json", "../../package.json"]
    .map((p) => path.join(import.meta.dirname, p))
    .find((p) => fs.existsSync(p));
  const wanted = file ? String(JSON.parse(fs.readFileSync(file, "utf8")).engines?.node) : node;
  return node === wanted
    ? ok("node", node)
    : note("node", `${node}, made and tested for ${wanted}: npm start fetches that one`);
}

function user(): Finding {
  return process.geteuid?.() === 0
    ? ok("user", "root")
    : lacks("user", "not root: the agent needs root, without it the console runs alone");
}

/** crun is wanted, runc does as well. */
function packages(): Finding[] {
  const absent: { name: string; why: string }[] = missing(runPackages);
  const other = missing([{ name: "runc", probe: "runc", why: "" }]).length === 0;
  const found = runPackages.length - absent.length;
  const list = absent.map(({ name, why }) =>
    name === "crun" && other
      ? note("crun", "not installed, runc is used in its place")
      : lacks(name, `it ${why}: apt-get install ${name}`),
  );
  return [ok("packages", `${found} of ${runPackages.length} are installed`), ...list];
}

function cgroups(): Finding {
  const mounts = read("/proc/self/mountinfo").split("\n");
  const types = mounts
    .flatMap((line) => line.split(" - ")[1]?.split(" ")[0] ?? [])
    .filter((type) => /^cgroup2?$/.test(type));
  const [v1, v2] = [types.includes("cgroup"), types.includes("cgroup2")];
  if (v1 && v2)
    return note("cgroups", "hybrid (v1 and v2 mounted): limits use v1, the keeper gives crun a view of it alone");
  if (v2) return ok("cgroups", "v2");
  return v1 ? ok("cgroups", "v1") : lacks("cgroups", "none are mounted: limits and usage of pods need them");
}

function overlay(): Finding {
  const known = read("/proc/filesystems")
    .split("\n")
    .some((line) => line.trim().endsWith("\toverlay") || line.trim() === "overlay");
  return known
    ? ok("overlayfs", "known to the kernel")
    : note("overlayfs", "not loaded yet: the kernel module overlay is needed for the roots of apps");
}

function stateFinding(state: string): Finding {
  if (!fs.existsSync(state)) return note("state folder", `${state} does not exist yet: npm start makes it`);
  const { bavail, bsize } = fs.statfsSync(state);
  const free = bavail * bsize;
  const text = `${state}, ${formatBytes(free)} free`;
  return free < 1 << 30 ? note("state folder", `${text}: images and logs need room`) : ok("state folder", text);
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
