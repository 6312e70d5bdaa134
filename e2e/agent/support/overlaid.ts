/** Trees as a pod sees them: a real overlay, mounted while somebody looks. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `lower`: upper first. */
export function overlaid<T>(lower: string[], look: (root: string) => T): T {
  const at = mkdtempSync(join(tmpdir(), "craton-overlay-"));
  const [root, empty] = [join(at, "root"), join(at, "empty")];
  mkdirSync(root);
  mkdirSync(empty);
  let mounted = false;
  try {
    execFileSync("mount", ["-t", "overlay", "overlay", "-o", `ro,lowerdir=${[...lower, empty].join(":")}`, root]);
    mounted = true;
    return look(root);
  } finally {
    if (mounted) execFileSync("umount", [root]);
    rmSync(at, { recursive: true });
  }
}
