/** Looking into images, without changing anything. Implemented by inspector.ts. */
import type { ImageDisk } from "../../../lib/contract/image-disk.ts";
import type { ImageFiles } from "../../../lib/contract/image-files.ts";
import type { ImageGraph } from "../../../lib/contract/image-graph.ts";
import type { Served } from "../serving/service.ts";

export interface ImageInspection {
  files(ref: string, path: string): Promise<ImageFiles>;
  graph(ref: string): ImageGraph;
  disk(ref: string): ImageDisk;
  /** What a pod sees, as a plain tar in the layout of an ACI. `image-damaged` when that is not whole. */
  rendered(ref: string): Served;
}
