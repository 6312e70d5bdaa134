/** The binary that a state folder runs: a hard link into the cache where the disk allows it, so that a new build never changes it. */
import fs from "node:fs";
import path from "node:path";

/** Puts `source` in place of `file` by rename; what runs from the old one runs on. */
export function placeBinary(source, file) {
  const wanted = fs.statSync(source);
  const have = fs.statSync(file, { throwIfNoEntry: false });
  if (have !== undefined && have.ino === wanted.ino && have.dev === wanted.dev) return;
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
  const temp = `${file}.tmp`;
  fs.rmSync(temp, { force: true });
  try {
    fs.linkSync(source, temp);
  } catch (error) {
    if (!["EXDEV", "EPERM", "EMLINK"].includes(error.code)) throw error;
    fs.copyFileSync(source, temp);
    fs.chmodSync(temp, 0o755);
  }
  fs.renameSync(temp, file);
}
