/**
 * Removes a folder that an app or an archive has filled. Node's own removal goes by paths, and a hostile tree is deeper than a
 * path can be long; rm(1) goes down by descriptors, so it takes over there. It stays on the folder's file system.
 */
import { rm } from "node:fs/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { Keeper } from "../keeper/client.ts";
import { needProgram, programEnv } from "./tools.ts";

/** Absent is success. */
export async function removeFolder(keeper: Pick<Keeper, "run">, path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENAMETOOLONG") throw error;
    const argv = [needProgram("rm"), "-rf", "--one-file-system", "--", path];
    const { code, stderr } = await keeper.run({ argv, env: programEnv });
    if (code === 0) return;
    const why = stderr.toString().trim().split("\n").at(-1)?.slice(0, 300) || `it ended with ${code}`;
    throw new CratonError("host-failed", { command: `rm ${path}`, why }, { cause: error });
  }
}
