/** What this host is, has and lacks, and what follows. */
import { existsSync, readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import type { HostFacts } from "../host.ts";
import { keeperAge, keeperRemedy } from "../keeper/errors.ts";
import type { Kit } from "./kit.ts";
import { readBootId } from "./proc.ts";
import { findProgram } from "./tools.ts";

type Note = HostFacts["notes"][number];

export async function hostFacts(kit: Kit): Promise<HostFacts> {
  const [version, pong] = await Promise.all([kit.runtime.version(), kit.keeper.ping()]);
  const hybrid = pong.cgroups === "v1-view" || kit.cgroups.kind === "hybrid";
  return {
    bootId: readBootId(),
    os: osName(readText("/etc/os-release")),
    kernel: release(),
    arch: process.arch,
    cgroups: hybrid ? "hybrid" : kit.cgroups.kind,
    runtime: { name: kit.runtime.name, version },
    cpus: cpus().length,
    memory: totalmem(),
    notes: [...keeperNotes(pong.protocol), ...notes(kit, pong.cgroups === "v1-view")],
  };
}

function keeperNotes(protocol: number): Note[] {
  const what = keeperAge(protocol);
  return what === null ? [] : [{ level: "warning", what, follows: `what it does not know fails; ${keeperRemedy}` }];
}

function notes(kit: Kit, view: boolean): Note[] {
  const all: Note[] = [];
  const say = (level: Note["level"], when: boolean, what: string, follows: string) => {
    if (when) all.push({ level, what, follows });
  };
  say(
    "info",
    !kit.own.bounding.has("CAP_SYS_RESOURCE"),
    "root lacks CAP_SYS_RESOURCE",
    "apps cannot raise hard limits, lower their OOM score or be given that capability; such wishes are clamped",
  );
  say(
    "info",
    view,
    "cgroups are hybrid",
    "pods are made in a private view that shows the v1 hierarchies only; inside it /sys/fs/cgroup differs from the host's",
  );
  say("info", kit.cgroups.kind === "v1", "cgroups are v1", "pressure figures and memory.high are not available");
  say(
    "warning",
    !kit.cgroups.swapLimit,
    "the kernel does not count swap for cgroups",
    "an app at its memory limit may go on in swap where the host has any",
  );
  say(
    "info",
    kit.config.runtime !== "runc" && kit.runtime.name === "runc",
    "crun is not installed",
    "runc creates the containers; a start takes about 20 ms longer",
  );
  say(
    "warning",
    !kit.filters.active,
    "there is no default system call filter",
    "apps run without seccomp; the package golang-github-containers-common brings a profile",
  );
  say(
    "info",
    !hasSecurityModule(),
    "neither AppArmor nor SELinux is active",
    "isolators that ask for them are refused; capabilities, seccomp and namespaces alone confine apps",
  );
  say("warning", findProgram("iptables") === null, "iptables is not installed", "pods cannot publish host ports");
  return all;
}

function hasSecurityModule(): boolean {
  return existsSync("/sys/kernel/security/apparmor/profiles") || existsSync("/sys/fs/selinux/enforce");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** PRETTY_NAME of os-release(5). */
export function osName(text: string): string {
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? "Linux";
}
