/**
 * A default system call filter from the profile that Debian's containers-common ships (/usr/share/containers/seccomp.json).
 * That file is conditional on architecture and capabilities; this makes it a plain OCI filter. Without the file apps run
 * unfiltered, which facts() tells.
 */
import { readFileSync } from "node:fs";
import type { OciSeccomp, OciSyscall } from "./spec.ts";

type Condition = { caps?: string[]; arches?: string[]; minKernel?: string };
type Rule = {
  names: string[];
  action: string;
  errnoRet?: number;
  args?: OciSyscall["args"] | null;
  includes?: Condition;
  excludes?: Condition;
};
export type SeccompProfile = {
  defaultAction: string;
  defaultErrnoRet?: number;
  archMap: { architecture: string; subArchitectures: string[] }[];
  syscalls: Rule[];
};
export type Machine = { arch: "amd64" | "arm64"; kernel: string };

const architectures = { amd64: "SCMP_ARCH_X86_64", arm64: "SCMP_ARCH_AARCH64" };

/** null when the file is absent or not of the known form. */
export function readProfile(path: string): SeccompProfile | null {
  try {
    const profile: SeccompProfile = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(profile.syscalls) && Array.isArray(profile.archMap) ? profile : null;
  } catch {
    return null;
  }
}

/** The filter for an app with these capabilities in its bounding set. */
export function seccompFor(profile: SeccompProfile, capabilities: string[], machine: Machine): OciSeccomp {
  const main = architectures[machine.arch];
  const found = profile.archMap.find(({ architecture }) => architecture === main);
  const matches = (condition: Condition, any: boolean) => {
    const caps = condition.caps ?? [];
    const arches = condition.arches ?? [];
    const tests = [
      ...(caps.length
        ? [any ? caps.some((c) => capabilities.includes(c)) : caps.every((c) => capabilities.includes(c))]
        : []),
      ...(arches.length ? [arches.includes(machine.arch)] : []),
      ...(condition.minKernel ? [atLeast(machine.kernel, condition.minKernel)] : []),
    ];
    return any ? tests.some(Boolean) : tests.every(Boolean);
  };
  return {
    defaultAction: profile.defaultAction,
    defaultErrnoRet: profile.defaultErrnoRet,
    architectures: [main, ...(found?.subArchitectures ?? [])],
    syscalls: profile.syscalls
      .filter((rule) => matches(rule.includes ?? {}, false) && !matches(rule.excludes ?? {}, true))
      .map(({ names, action, errnoRet, args }) => ({
        names,
        action,
        ...(errnoRet === undefined ? {} : { errnoRet }),
        ...(args?.length ? { args } : {}),
      })),
  };
}

/** Compares the first two numbers of versions as `6.18.44`. */
export function atLeast(kernel: string, wanted: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 2).map(Number);
  const [a = 0, b = 0] = numbers(kernel);
  const [c = 0, d = 0] = numbers(wanted);
  return a > c || (a === c && b >= d);
}
