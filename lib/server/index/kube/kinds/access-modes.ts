/** The short names of access modes, as kubectl shows them: `RWO,ROX`. */
import type { Cell } from "../../../../contract/live.ts";
import { text } from "../cell.ts";

const short: Record<string, string> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

export const accessModes = (modes: readonly string[] = []): Cell =>
  text(modes.map((mode) => short[mode] ?? mode).join(","));
