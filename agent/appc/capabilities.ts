/** Linux capabilities by name, in the kernel's order (capability.h), and the default bounding set of appc H9. */
export const allCapabilities: readonly string[] = [
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE",
  "NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN",
  "SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE",
  "MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE",
].flatMap((line) => line.split(" ").map((word) => `CAP_${word}`));

const known = new Set(allCapabilities);
const defaults = new Set(
  [
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FSETID FOWNER KILL MKNOD NET_RAW NET_BIND_SERVICE SETUID SETGID SETPCAP SETFCAP",
    "SYS_CHROOT",
  ].flatMap((line) => line.split(" ").map((word) => `CAP_${word}`)),
);
export const defaultCapabilities: readonly string[] = allCapabilities.filter((name) => defaults.has(name));

/** null, or what is wrong with the name. */
export function capabilityFault(name: string): string | null {
  return known.has(name)
    ? null
    : `${JSON.stringify(name.slice(0, 64))} is no capability of Linux, which are written CAP_CHOWN`;
}

/** `net_admin`, `NET_ADMIN` and `CAP_NET_ADMIN` as people type them. */
export function spelledOut(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

/** In the kernel's order, without repeats. */
export function inOrder(names: Iterable<string>): string[] {
  const wanted = new Set(names);
  return allCapabilities.filter((name) => wanted.has(name));
}
