/** A small file that is either the old or the new one after a crash: temp, fsync, rename, fsync of the folder. */
import fs from "node:fs/promises";
import path from "node:path";

export async function writeDurably(file: string, data: string, mode = 0o600): Promise<void> {
  const temp = `${file}.tmp`;
  const handle = await fs.open(temp, "w", mode);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.rename(temp, file);
  const folder = await fs.open(path.dirname(file), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
