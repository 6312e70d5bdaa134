/** Keeping the store whole and small. Implemented by upkeep.ts. */
import type { ImageGc, ImageGcRequest } from "../../../lib/contract/image-gc.ts";
import type { VerifyLine } from "../../../lib/contract/image-verify.ts";
import type { Actor } from "../../pod/service.ts";

export interface ImageUpkeep {
  /** Yields progress; the last line is `verified`, or it throws. */
  verify(ref: string, actor: Actor, signal: AbortSignal): AsyncIterable<VerifyLine>;
  gc(request: ImageGcRequest, actor: Actor): Promise<ImageGc>;
}
