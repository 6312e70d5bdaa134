/** What is in an image: its files, what it depends on, what it takes on the disk, and the whole of it. */
import type { ImageDisk } from "../../contract/image-disk.ts";
import type { ImageFiles } from "../../contract/image-files.ts";
import type { ImageGraph } from "../../contract/image-graph.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf } from "./cluster.ts";
import { allowRead } from "./guard.ts";
import type { ImageRef } from "./images.ts";

/** What stands at `path` of the rendered tree. */
export async function getImageFiles(
  context: ServerContext,
  actor: Actor,
  ref: ImageRef,
  path: string,
): Promise<ImageFiles> {
  await allowRead(context, actor, "get", "image", ref.id);
  return agentOf(context, ref).images.files(callerOf(actor), ref.id, path);
}

export async function getImageGraph(context: ServerContext, actor: Actor, ref: ImageRef): Promise<ImageGraph> {
  await allowRead(context, actor, "get", "image", ref.id);
  return agentOf(context, ref).images.graph(callerOf(actor), ref.id);
}

export async function getImageDisk(context: ServerContext, actor: Actor, ref: ImageRef): Promise<ImageDisk> {
  await allowRead(context, actor, "get", "image", ref.id);
  return agentOf(context, ref).images.disk(callerOf(actor), ref.id);
}

/** The image as an .aci: as it was fetched, or as a registry's image was converted. `size` in bytes, null while nobody knows. */
export async function downloadImage(
  context: ServerContext,
  actor: Actor,
  ref: ImageRef,
): Promise<{ name: string; size: number | null; body: AsyncIterable<Uint8Array> }> {
  await allowRead(context, actor, "get", "image", ref.id);
  const { images } = agentOf(context, ref);
  const { name, version } = await images.get(callerOf(actor), ref.id);
  const answer = await images.aci(callerOf(actor), ref.id);
  const length = answer.headers["content-length"];
  return {
    name: `${version === null ? name : `${name}-${version}`}.aci`,
    size: length === undefined ? null : Number(length),
    body: answer,
  };
}
