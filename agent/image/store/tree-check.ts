/**
 * The check of a tree: SHA-256 over every entry in the order of a walk, each as a line of JSON that ends with the content's size,
 * then the content. Two trees with one sum are the same to whoever runs in them.
 */
import { createHash } from "node:crypto";
import type { Host, WalkEntry } from "../../host/host.ts";
import type { TreeCheck } from "./record.ts";

/** `seen` is told of bytes as they are read. */
export async function checkTree(
  host: Pick<Host, "walk">,
  tree: string,
  { signal, seen }: { signal?: AbortSignal; seen?: (bytes: number) => void } = {},
): Promise<TreeCheck> {
  const hash = createHash("sha256");
  let files = 0;
  let bytes = 0;
  const content = Number.MAX_SAFE_INTEGER;
  for await (const piece of host.walk({ lower: [tree], path: ".", deep: true, content, ...(signal && { signal }) })) {
    if ("data" in piece) {
      hash.update(piece.data);
      bytes += piece.data.length;
      seen?.(bytes);
    } else {
      hash.update(lineOf(piece.entry));
      files++;
    }
  }
  return { sum: `sha256:${hash.digest("hex")}`, files, bytes };
}

function lineOf({ path, kind, link, format, mode, uid, gid, mtimeSec, mtimeNsec, size, xattrs }: WalkEntry): string {
  const attributes = xattrs.map(({ name, value }) => [name, value.toString("hex")]);
  return `${JSON.stringify([path, kind, link, format, mode, uid, gid, mtimeSec, mtimeNsec, attributes, size])}\n`;
}
