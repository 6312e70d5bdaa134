/** What is in an image: its files, what it depends on, what it takes on the disk. */
import { type ImageDisk, imageDisk } from "../../contract/image-disk.ts";
import { type ImageFiles, imageFiles } from "../../contract/image-files.ts";
import { type ImageGraph, imageGraph } from "../../contract/image-graph.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";
import type { ImageRef } from "./images.ts";

/** What stands at `path`: a folder with its entries, a file with its text, or just the entry. */
export function getImageFiles(ref: ImageRef, path: string, options?: CallOptions): Promise<ImageFiles> {
  return call("GET", api.imageFiles(ref.cluster, ref.node, ref.id, path), imageFiles, undefined, options);
}

export function getImageGraph(ref: ImageRef, options?: CallOptions): Promise<ImageGraph> {
  return call("GET", api.imageGraph(ref.cluster, ref.node, ref.id), imageGraph, undefined, options);
}

export function getImageDisk(ref: ImageRef, options?: CallOptions): Promise<ImageDisk> {
  return call("GET", api.imageDisk(ref.cluster, ref.node, ref.id), imageDisk, undefined, options);
}
