/**
 * What the agent itself may do bounds what it can give: without CAP_SYS_RESOURCE hard limits cannot be raised nor an OOM
 * score lowered, and a capability that the agent's bounding set lacks cannot be handed on. Asked for, all three fail hard in
 * crun and runc; so they are clamped here, and each clamp is told.
 */
import { readFileSync } from "node:fs";

/** By number, as in <linux/capability.h>. */
const names = (
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE " +
  "NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN " +
  "SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE " +
  "MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"
)
  .split(" ")
  .map((name) => `CAP_${name}`);

export type Privileges = { bounding: ReadonlySet<string>; oomScoreAdj: number };

/** Names of the bits set in a mask of /proc/PID/status, as 000001fffeffffff. */
export function capabilityNames(mask: string): string[] {
  const bits = BigInt(`0x${mask}`);
  return names.filter((_, bit) => (bits >> BigInt(bit)) & 1n);
}

/** A mask field of /proc/PID/status, as `CapBnd`. */
export function statusField(status: string, field: string): string {
  return new RegExp(`^${field}:\\s*(\\S+)`, "m").exec(status)?.[1] ?? "0";
}

export function ownPrivileges(): Privileges {
  return {
    bounding: new Set(capabilityNames(statusField(readFileSync("/proc/self/status", "utf8"), "CapBnd"))),
    oomScoreAdj: Number(readFileSync("/proc/self/oom_score_adj", "utf8")),
  };
}

/** `given` in the order asked; `notes` name what this host cannot give. */
export function clampCapabilities(asked: string[], own: Privileges): { given: string[]; notes: string[] } {
  const given = asked.filter((name) => own.bounding.has(name));
  const lost = asked.filter((name) => !own.bounding.has(name));
  return { given, notes: lost.map((name) => `${name} is not given: the agent itself lacks it on this host`) };
}
