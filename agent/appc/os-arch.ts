/** Operating systems and CPUs (appc A11) and Node's and Go's names of them (A12). */
const table: Record<string, readonly string[]> = {
  linux: ["amd64", "i386", "aarch64", "aarch64_be", "armv6l", "armv7l", "armv7b", "ppc64", "ppc64le", "s390x"],
  freebsd: ["amd64", "i386", "arm"],
  darwin: ["x86_64", "i386"],
};

/** null when the pair is in the table; otherwise which label is wrong and why. `arch` counts only beside `os`. */
export function osArchFault(os: string, arch: unknown): { label: "os" | "arch"; message: string } | null {
  const archs = Object.hasOwn(table, os) ? table[os] : undefined;
  const quoted = (value: string) => JSON.stringify(value.slice(0, 64));
  if (!archs) return { label: "os", message: `${quoted(os)} is none of ${Object.keys(table).join(", ")}` };
  if (typeof arch !== "string" || archs.includes(arch)) return null;
  return { label: "arch", message: `${quoted(arch)} is none of ${archs.join(", ")} for ${os}` };
}

/** The appc name of a Linux CPU that Go, OCI images or Node name; `variant` is OCI's (`v6`, `v7`). null when there is none. */
export function appcArch(arch: string, variant = ""): string | null {
  switch (arch) {
    case "386":
    case "ia32":
      return "i386";
    case "x64":
      return "amd64";
    case "arm64":
      return "aarch64";
    case "arm":
      return variant.replace(/^v/, "") === "7" ? "armv7l" : "armv6l";
    case "amd64":
    case "ppc64":
    case "ppc64le":
    case "s390x":
      return arch;
    default:
      return null;
  }
}
