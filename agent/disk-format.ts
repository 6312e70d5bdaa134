/**
 * The number of the on-disk format of STATE/agent, in the file `version`, and the steps that raise it. A number that this
 * program does not know is refused (`state-newer`): a downgrade never touches the state. docs/on-disk-format.md.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../lib/contract/errors.ts";
import { type Disk, diskError } from "./disk.ts";

/**
 * Step `i` turns format `i + 1` into `i + 2`. A step must be safe to repeat, since a kill may fall between it and the
 * writing of the new number.
 */
export type FormatStep = (folder: string, disk: Disk) => Promise<void>;
const steps: FormatStep[] = [];

/** Makes the folder when it is absent, runs what steps are missing, and answers the format. */
export async function openFormat(folder: string, disk: Disk, known: FormatStep[] = steps): Promise<number> {
  await disk.mkdirDurable(folder);
  const path = join(folder, "version");
  const newest = known.length + 1;
  const write = (format: number) => disk.writeDurable(path, `${format}\n`);
  const got = await readFormat(path);
  if (got === null) {
    await write(newest);
    return newest;
  }
  if (got > newest) throw new CratonError("state-newer", { path, got, known: newest });
  for (let format = got; format < newest; format++) {
    await known[format - 1]?.(folder, disk);
    await write(format + 1);
  }
  return newest;
}

/** null when there is no file yet. */
async function readFormat(path: string): Promise<number | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw diskError(cause, path, "read");
  }
  if (!/^[1-9]\d{0,8}\n?$/.test(text))
    throw new CratonError("disk-failed", { path, verb: "read", why: "it holds no format number" });
  return Number(text);
}
