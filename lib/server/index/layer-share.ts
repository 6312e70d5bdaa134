/** What of each image of one agent others have too: layers are stored once. */
import type { Image } from "../../contract/image.ts";

type Layered = Pick<Image, "id" | "layers">;

export class LayerShare {
  private readonly layersOf = new Map<string, Image["layers"]>();
  private readonly imagesOf = new Map<string, Set<string>>();

  clear(): void {
    this.layersOf.clear();
    this.imagesOf.clear();
  }

  /** Bytes that go with the image, and those that stay for others. */
  of(id: string): { own: number; shared: number } {
    let own = 0;
    let shared = 0;
    for (const { diffId, bytes } of this.layersOf.get(id) ?? []) {
      if ((this.imagesOf.get(diffId)?.size ?? 0) > 1) shared += bytes;
      else own += bytes;
    }
    return { own, shared };
  }

  /** Takes what an image is. Answers the others whose share changed. */
  put({ id, layers }: Layered): string[] {
    if (this.layersOf.has(id)) return [];
    this.layersOf.set(id, layers);
    return this.count(id, layers, (images) => images.add(id));
  }

  /** The image was removed. Answers the others whose share changed. */
  gone(id: string): string[] {
    const layers = this.layersOf.get(id) ?? [];
    this.layersOf.delete(id);
    return this.count(id, layers, (images) => images.delete(id));
  }

  private count(id: string, layers: Image["layers"], change: (images: Set<string>) => unknown): string[] {
    const others = new Set<string>();
    for (const { diffId } of layers) {
      const images = this.imagesOf.get(diffId) ?? new Set();
      this.imagesOf.set(diffId, images);
      change(images);
      if (images.size === 0) this.imagesOf.delete(diffId);
      // With two or more besides it, all of them shared it before and after.
      const rest = [...images].filter((one) => one !== id);
      if (rest.length === 1 && rest[0] !== undefined) others.add(rest[0]);
    }
    return [...others];
  }
}
