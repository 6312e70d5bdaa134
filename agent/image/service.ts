/** What edges and pods may ask of images. Implemented by images.ts. */
import type { Image, ImageFetch, ImageProgress } from "../../lib/contract/image.ts";
import type { Actor } from "../pod/service.ts";

/** What a pod needs of an image: its appc manifest (converted for OCI) and the trees to overlay, upper first. */
export type ImageForPod = { id: string; name: string; manifest: unknown; lower: string[] };

/** `signature`: the armored text that came with the archive; `passphrase` opens an encrypted one. */
export type UploadOptions = { insecureOptions: string[]; signature: string | null; passphrase: string | null };

export interface ImageService {
  /** Re-reads the store, drops what was half done. */
  recover(): Promise<void>;
  list(): Image[];
  /** `ref` is an ID, a unique beginning of one (`sha512-…` or bare hex of at least 8), or `name[:version]` (`image-not-found`, `ambiguous-id`). */
  get(ref: string): Image;
  manifest(ref: string): unknown;
  forPod(ref: string): ImageForPod;
  /** Yields progress; the last line is `done`, or it throws. Two fetches of one source share the work. */
  fetch(request: ImageFetch, actor: Actor, signal: AbortSignal): AsyncIterable<ImageProgress>;
  /** Takes an `.aci` from a stream. */
  upload(
    name: string,
    body: AsyncIterable<Uint8Array>,
    options: UploadOptions,
    actor: Actor,
    signal: AbortSignal,
  ): AsyncIterable<ImageProgress>;
  /** `image-in-use` when a pod that is not exited uses it. */
  remove(ref: string, actor: Actor): Promise<void>;
  close(): Promise<void>;
}
