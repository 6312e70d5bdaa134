/** Care for a node's store: verification of an image, removal of what nothing needs. */
import { type ImageGc, type ImageGcRequest, imageGc } from "../../contract/image-gc.ts";
import { type VerifyLine, verifyLine } from "../../contract/image-verify.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call, send } from "./http.ts";
import type { ImageRef } from "./images.ts";
import { ndjson } from "./ndjson.ts";

/** Lines of progress, the last is `verified` or `failed`. Aborting or leaving the loop ends the work. */
export async function* verifyImage(ref: ImageRef, options?: CallOptions): AsyncGenerator<VerifyLine> {
  const response = await send("POST", api.imageVerify(ref.cluster, ref.node, ref.id), { json: {} }, options);
  yield* ndjson(response, verifyLine);
}

/** What goes from the node's store; with `dryRun` only what would. */
export function collectImages(
  cluster: string,
  node: string,
  request: ImageGcRequest,
  options?: CallOptions,
): Promise<ImageGc> {
  return call("POST", api.imageGc(cluster, node), imageGc, request, options);
}
