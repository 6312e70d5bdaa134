/**
 * Trees of the time before folders that an archive leaves out could be told on the disk (unpack/tree.ts) get the mark from a fresh
 * unpacking of the same archive. Only times of folders change, so pods may run on the tree.
 */
import { lstat, lutimes, readdir } from "node:fs/promises";
import { diskError } from "../disk.ts";
import { impliedNsec } from "./unpack/tree.ts";

export async function remarkFolders(fresh: string, old: string): Promise<void> {
  const folders = [""];
  for (let path = folders.pop(); path !== undefined; path = folders.pop()) {
    const at = (tree: string) => Buffer.from(`${tree}${path}`, "latin1");
    const stat = await lstat(at(fresh), { bigint: true });
    if (stat.mtimeNs === BigInt(impliedNsec))
      await lutimes(at(old), impliedNsec / 1e9, impliedNsec / 1e9).catch((cause) => {
        throw diskError(cause, at(old).toString(), "marked");
      });
    for (const entry of await readdir(at(fresh), { withFileTypes: true, encoding: "latin1" as BufferEncoding }))
      if (entry.isDirectory()) folders.push(`${path}/${entry.name}`);
  }
}
