/** Images of a node's store: read, fetch, upload, remove. */
import { z } from "zod";
import {
  type Image,
  type ImageFetch,
  type ImageProgress,
  image,
  imageProgress,
  type UploadCompanions,
} from "../../contract/image.ts";
import { api } from "../../paths.ts";
import { companionBytes } from "../companions.ts";
import { type CallOptions, call, nothing, send } from "./http.ts";
import { ndjson } from "./ndjson.ts";

export type ImageRef = { cluster: string; node: string; id: string };

const imageList = z.object({ images: z.array(image) });

export async function listImages(cluster: string, node: string, options?: CallOptions): Promise<Image[]> {
  return (await call("GET", api.images(cluster, node), imageList, undefined, options)).images;
}

export function getImage(ref: ImageRef, options?: CallOptions): Promise<Image> {
  return call("GET", api.image(ref.cluster, ref.node, ref.id), image, undefined, options);
}

/** The appc image manifest (of an OCI image: as converted). */
export function getImageManifest(ref: ImageRef, options?: CallOptions): Promise<unknown> {
  return call("GET", api.imageManifest(ref.cluster, ref.node, ref.id), z.unknown(), undefined, options);
}

/** Lines of progress, the last is `done` or `failed`. Aborting or leaving the loop ends the fetch. */
export async function* fetchImage(
  cluster: string,
  node: string,
  request: ImageFetch,
  options?: CallOptions,
): AsyncGenerator<ImageProgress> {
  const response = await send("POST", api.imageFetch(cluster, node), { json: request }, options);
  yield* ndjson(response, imageProgress);
}

/** Sends an `.aci` as it is read from disk, with the signature beside it and the passphrase that opens it. */
export async function* uploadImage(
  cluster: string,
  node: string,
  file: { name: string; data: Blob; companions?: UploadCompanions },
  insecureOptions: string[],
  options?: CallOptions,
): AsyncGenerator<ImageProgress> {
  const head = companionBytes(file.companions ?? {});
  const params = new URLSearchParams({ name: file.name, companions: String(head.length) });
  for (const option of insecureOptions) params.append("insecure", option);
  const url = `${api.imageUpload(cluster, node)}?${params}`;
  const response = await send(
    "POST",
    url,
    { raw: new Blob([head, file.data]), type: "application/octet-stream" },
    options,
  );
  yield* ndjson(response, imageProgress);
}

export async function removeImage(ref: ImageRef, options?: CallOptions): Promise<void> {
  await call("DELETE", api.image(ref.cluster, ref.node, ref.id), nothing, undefined, options);
}
