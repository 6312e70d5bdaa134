/**
 * Names of entries and targets of hard links: cleaned, and refused when they could lead anywhere but down. Bytes, one character
 * a byte. Limits are Linux's own: PATH_MAX with its end, NAME_MAX.
 */
import { ArchiveError, shown } from "./archive-error.ts";

const maxPath = 4095;
const maxComponent = 255;
const maxDepth = 256;

/**
 * Drops `.`, doubled and trailing slashes; answers "" for the root itself. `absolute`: refuse (ACI) or strip (layers) a
 * leading slash.
 */
export function cleanName(name: string, absolute: "refuse" | "strip"): string {
  const fault = (why: string) => new ArchiveError(shown(name), why);
  if (name === "") throw fault("its name is empty");
  if (name.includes("\0")) throw fault("its name holds a zero byte");
  if (name.length > maxPath) throw fault(`its name is longer than ${maxPath} bytes`);
  if (absolute === "refuse" && name.startsWith("/")) throw fault("its name is absolute");
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw fault("its name holds ..");
  if (parts.length > maxDepth) throw fault(`its name has more than ${maxDepth} parts`);
  if (parts.some((part) => part.length > maxComponent))
    throw fault(`a part of its name is longer than ${maxComponent} bytes`);
  return parts.join("/");
}

/** The target of a symbolic link is only stored, so anything that Linux can store is fine. */
export function checkLinkTarget(entry: string, target: string): void {
  const fault = (why: string) => new ArchiveError(shown(entry), why);
  if (target === "") throw fault("its link target is empty");
  if (target.includes("\0")) throw fault("its link target holds a zero byte");
  if (target.length > maxPath) throw fault(`its link target is longer than ${maxPath} bytes`);
}

/** "" for a name in the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
