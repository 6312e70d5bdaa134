/** Giving images out again: as one ACI, and piece by piece to other nodes. Implemented by serving.ts. */
import type { PeerImage } from "../../../lib/contract/peer.ts";

/** Bytes to send. `read` may be called again, from another start; `seekable` false: from 0 only. */
export type Served = {
  /** What names the bytes: an image ID or a digest. */
  tag: string;
  /** In all, null when it is not known before the end. */
  size: number | null;
  seekable: boolean;
  read(start: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
};

export interface ImageServing {
  /**
   * An ACI as it was fetched, with its compression, so that its signature fits; an image of a registry as the plain tar that its ID
   * is the SHA-512 of. `unsupported` for one that was fetched before its ID was that.
   */
  aci(ref: string): Served;
  /** `image-not-found` unless the store has just this ID. */
  peerImage(id: string): PeerImage;
  /** A blob of an image in the store; else `not-found`. */
  blob(digest: string): Served;
}
