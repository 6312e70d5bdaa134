/** The short names of access modes, as kubectl shows them. */
const short: Record<string, string> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

export const accessModes = (modes: readonly string[] = []): string[] => modes.map((mode) => short[mode] ?? mode);
