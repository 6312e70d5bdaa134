/** Looks into the images of a store. */
import type { Host } from "../../host/host.ts";
import { graphOf } from "../dependency/graph.ts";
import { findImage } from "../find.ts";
import type { Store } from "../store/store.ts";
import { diskOf } from "./disk-use.ts";
import { imageFiles } from "./files.ts";
import { renderedTar } from "./rendered-tar.ts";
import type { ImageInspection } from "./service.ts";

export function inspector(store: Store, host: Pick<Host, "walk" | "readInRoot">): ImageInspection {
  const find = (ref: string) => findImage(store.records, ref);
  return {
    files: (ref, path) => imageFiles({ store, host }, find(ref), path),
    graph: (ref) => graphOf(store.records, find(ref)),
    rendered: (ref) => renderedTar(store, host, find(ref)),
    disk: (ref) => diskOf(store.records, find(ref)),
  };
}
