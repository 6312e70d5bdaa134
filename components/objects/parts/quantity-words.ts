/** Quantities of Kubernetes by what they count for people. Pure. */
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { quantity } from "@/lib/format/quantity.ts";

/** By its name: cores for cpu, sizes for memory and storage, else as it is written. */
export function quantityWords(name: string, text: string | null): string {
  const value = quantity(text);
  if (value === null) return text ?? "";
  if (/(^|\.)cpu$/.test(name)) return formatCores(value);
  if (/(memory|storage)$|hugepages-/.test(name)) return formatBytes(value);
  return text ?? "";
}
