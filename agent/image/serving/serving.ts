/** Gives images of the store out. What is being read is pinned, so that a removal waits for the reader. */
import { createReadStream } from "node:fs";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { PeerImage } from "../../../lib/contract/peer.ts";
import { findImage } from "../find.ts";
import { squash } from "../squash/squash.ts";
import { squashInput } from "../squash-input.ts";
import type { ImageRecord, LayerRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import type { ImageServing, Served } from "./service.ts";

const chunk = 256 * 1024;

export class Serving implements ImageServing {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  aci(ref: string): Served {
    const record = findImage(this.#store.records, ref);
    const { id, kind, layers, aciSize, manifest } = record;
    const [only] = layers;
    if (kind === "aci" && only) return { ...this.#blobOf(only), tag: id };
    if (aciSize === null) throw olderId(record);
    const input = squashInput(this.#store.at, layers, manifest);
    const read = (_start: number, signal: AbortSignal) => this.#pinned(layers, squash("tar", input, signal));
    return { tag: id, size: aciSize, seekable: false, read };
  }

  peerImage(id: string): PeerImage {
    const record = this.#store.records.get(id);
    if (!record) throw new CratonError("image-not-found", { image: id });
    const { kind, source, digest, signature, manifest, aciSize } = record;
    if (kind === "oci" && aciSize === null) throw olderId(record);
    const layers = record.layers.map(({ diffId, blob }) => ({ diffId, blob }));
    return { id, kind, source, digest, signature, layers, manifest };
  }

  blob(digest: string): Served {
    for (const { layers } of this.#store.records.values()) {
      const layer = layers.find(({ blob }) => blob.digest === digest);
      if (layer) return this.#blobOf(layer);
    }
    throw new CratonError("not-found", { what: "blob", value: digest });
  }

  #blobOf(layer: LayerRecord): Served {
    const { digest, size } = layer.blob;
    const path = this.#store.at.blob(digest);
    const read = (start: number, signal: AbortSignal) =>
      this.#pinned([layer], createReadStream(path, { start, highWaterMark: chunk, signal }));
    return { tag: digest, size, seekable: true, read };
  }

  async *#pinned(layers: LayerRecord[], body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const pins = layers.map(({ diffId }) => this.#store.pin(diffId));
    try {
      yield* body;
    } finally {
      for (const release of pins) release();
      await this.#store.sweep();
    }
  }
}

function olderId({ id, source }: ImageRecord): CratonError {
  const why = "it was fetched when image IDs of registries were not those of ACIs; fetch it again";
  return new CratonError("unsupported", { what: `giving out ${source || id}`, why });
}
