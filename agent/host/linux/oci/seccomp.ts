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
    syscalls: tighten(
      profile.syscalls
        .filter((rule) => matches(rule.includes ?? {}, false) && !matches(rule.excludes ?? {}, true))
        .map(({ names, action, errnoRet, args }) => ({
          names,
          action,
          ...(errnoRet === undefined ? {} : { errnoRet }),
          ...(args?.length ? { args } : {}),
        })),
      capabilities,
    ),
  };
}

/** All CLONE_NEW… flags: what makes a namespace. */
const namespaceFlags = 0x7e020000;
const namespaceCalls =
  "unshare setns mount umount umount2 pivot_root fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr".split(
    " ",
  );

/**
 * The profile lets everybody make user namespaces, for containers in containers; in one, an app holds every capability and
 * meets kernel code that it has no business with. Only CAP_SYS_ADMIN keeps that. clone3's flags are in memory, out of a
 * filter's sight: ENOSYS sends C libraries back to clone.
 */
function tighten(rules: OciSyscall[], capabilities: string[]): OciSyscall[] {
  if (capabilities.includes("CAP_SYS_ADMIN")) return rules;
  const taken = new Set([...namespaceCalls, "clone", "clone3"]);
  const rest = rules
    .map((rule) => ({ ...rule, names: rule.names.filter((name) => !taken.has(name)) }))
    .filter(({ names }) => names.length > 0);
  const noFlags = { index: 0, value: namespaceFlags, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" };
  return [
    ...rest,
    { names: ["clone"], action: "SCMP_ACT_ALLOW", args: [noFlags] },
    { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
    { names: namespaceCalls, action: "SCMP_ACT_ERRNO", errnoRet: 1 },
  ];
}

/** Compares the first two numbers of versions as `6.18.44`. */
export function atLeast(kernel: string, wanted: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 2).map(Number);
  const [a = 0, b = 0] = numbers(kernel);
  const [c = 0, d = 0] = numbers(wanted);
  return a > c || (a === c && b >= d);
}
