/** Which pods use which image of one agent, kept by what is told of pods. */
import type { Pod } from "../../contract/pod.ts";

/** In these a pod holds its images no longer. The agent counts so too. */
const idle: ReadonlySet<Pod["state"]> = new Set(["exited", "aborted", "removing"]);

export class ImageUse {
  private readonly imagesOf = new Map<string, readonly string[]>();
  private readonly podsOf = new Map<string, Set<string>>();

  clear(): void {
    this.imagesOf.clear();
    this.podsOf.clear();
  }

  /** UUIDs of the pods that use the image. */
  of(image: string): string[] {
    return [...(this.podsOf.get(image) ?? [])];
  }

  /** Takes what a pod is now. Answers the images whose use changed. */
  pod({ uuid, state, apps }: Pick<Pod, "uuid" | "state"> & { apps: readonly { image: { id: string } }[] }): string[] {
    const before = this.imagesOf.get(uuid) ?? [];
    const now = idle.has(state) ? [] : [...new Set(apps.map(({ image }) => image.id))];
    if (now.length === 0) this.imagesOf.delete(uuid);
    else this.imagesOf.set(uuid, now);
    for (const id of before) if (!now.includes(id)) this.drop(id, uuid);
    for (const id of now) this.podsOf.set(id, (this.podsOf.get(id) ?? new Set()).add(uuid));
    return [...before.filter((id) => !now.includes(id)), ...now.filter((id) => !before.includes(id))];
  }

  /** The pod was removed. Answers the images that it used. */
  gone(uuid: string): string[] {
    return this.pod({ uuid, state: "removing", apps: [] });
  }

  private drop(image: string, uuid: string): void {
    const pods = this.podsOf.get(image);
    pods?.delete(uuid);
    if (pods?.size === 0) this.podsOf.delete(image);
  }
}
