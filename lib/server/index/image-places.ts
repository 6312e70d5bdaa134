/** On how many nodes of the fleet each image is. */

export class ImagePlaces {
  private readonly nodesOf = new Map<string, Set<string>>();

  count(image: string): number {
    return this.nodesOf.get(image)?.size ?? 0;
  }

  /** Answers the nodes that have it now, when that changed. */
  add(image: string, node: string): string[] {
    const nodes = this.nodesOf.get(image) ?? new Set();
    if (nodes.has(node)) return [];
    this.nodesOf.set(image, nodes.add(node));
    return [...nodes];
  }

  /** Answers the nodes that have it now, when that changed. */
  remove(image: string, node: string): string[] {
    const nodes = this.nodesOf.get(image);
    if (nodes?.delete(node) !== true) return [];
    if (nodes.size === 0) this.nodesOf.delete(image);
    return [...nodes];
  }
}
