/** What is in an image: its files, what it depends on, what it takes on the disk. */
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
