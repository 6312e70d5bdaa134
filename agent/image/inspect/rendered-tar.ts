/** An image as a pod sees it, its dependencies included, as a plain tar in the layout of an ACI. Devices are not in it. */
import type { Host, WalkEntry } from "../../host/host.ts";
import { treeKeysOf, treesOf } from "../render/trees.ts";
import type { Served } from "../serving/service.ts";
import type { ImageRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import { type TarFile, tarEnd, tarHeader, tarPadding } from "../tar-writer.ts";

export function renderedTar(store: Store, host: Pick<Host, "walk">, image: ImageRecord): Served {
  const lower = treesOf(store, image);
  const read = (_start: number, signal: AbortSignal) => tarOf(store, host, image, lower, signal);
  return { tag: image.id, size: null, seekable: false, read };
}

/** What is being read is pinned. */
async function* tarOf(
  store: Store,
  host: Pick<Host, "walk">,
  image: ImageRecord,
  lower: string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const pins = treeKeysOf(store, image).map((key) => store.pinTree(key));
  try {
    const manifest = Buffer.from(`${JSON.stringify(image.manifest)}\n`);
    const about = { mode: 0o644, uid: 0, gid: 0, mtime: 0, size: manifest.length };
    yield Buffer.concat([
      tarHeader({ path: "manifest", type: "file", ...about }),
      manifest,
      tarPadding(manifest.length),
    ]);
    let padding = 0;
    const content = Number.MAX_SAFE_INTEGER;
    for await (const piece of host.walk({ lower, path: ".", deep: true, content, signal })) {
      if ("data" in piece) {
        yield piece.data;
        continue;
      }
      if (piece.entry.kind === "other") continue;
      const size = piece.entry.kind === "file" ? piece.entry.size : 0;
      yield Buffer.concat([tarPadding(padding), tarHeader(fileOf(piece.entry, size), "latin1")]);
      padding = size;
    }
    yield Buffer.concat([tarPadding(padding), tarEnd()]);
  } finally {
    for (const release of pins) release();
    await store.sweep();
  }
}

function fileOf({ kind, path, link, mode, uid, gid, mtimeSec, xattrs }: WalkEntry, size: number): TarFile {
  return {
    path: path === "." ? "rootfs" : `rootfs/${path}`,
    type: kind as TarFile["type"],
    link: kind === "hardlink" ? `rootfs/${link}` : link,
    ...{ mode, uid, gid, mtime: mtimeSec, size, xattrs },
  };
}
