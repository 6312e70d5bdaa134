/** A tar with Debian's static busybox at /bin/busybox and some text files, for images made at test time. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** `files`: path → text. */
export function busyboxLayer(files: Record<string, string> = {}): Buffer {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-layer-"));
  try {
    fs.mkdirSync(path.join(folder, "bin"));
    fs.copyFileSync("/bin/busybox", path.join(folder, "bin/busybox"));
    fs.chmodSync(path.join(folder, "bin/busybox"), 0o755);
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    return execFileSync("tar", ["-C", folder, "--owner=0", "--group=0", "--sort=name", "-cf", "-", "."], {
      maxBuffer: 64 << 20,
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
