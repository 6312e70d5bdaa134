/** Images of a node's store: reads, fetch, upload, remove. */
import type { Image, ImageFetch, ImageProgress } from "../../contract/image.ts";
import { insecureRights } from "../../contract/insecure-options.ts";
import type { Verb } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, type NodeRef } from "./cluster.ts";
import { allow, allowRead, change, type Deed, record, recordFailure } from "./guard.ts";

export type ImageRef = NodeRef & { id: string };

export async function listImages(context: ServerContext, actor: Actor, ref: NodeRef): Promise<{ images: Image[] }> {
  await allowRead(context, actor, "list", "image");
  const { images } = await agentOf(context, ref).images.list(callerOf(actor));
  return { images };
}

export async function getImage(context: ServerContext, actor: Actor, ref: ImageRef): Promise<Image> {
  await allowRead(context, actor, "get", "image", ref.id);
  return agentOf(context, ref).images.get(callerOf(actor), ref.id);
}

export async function getImageManifest(context: ServerContext, actor: Actor, ref: ImageRef): Promise<unknown> {
  await allowRead(context, actor, "get", "image", ref.id);
  return agentOf(context, ref).images.manifest(callerOf(actor), ref.id);
}

export async function removeImage(context: ServerContext, actor: Actor, ref: ImageRef): Promise<void> {
  const agent = agentOf(context, ref);
  const deed = { verb: "remove", noun: "image", object: ref.id, node: ref.node } as const;
  return change(context, actor, deed, () => agent.images.remove(callerOf(actor, true), ref.id));
}

/** Progress of a fetch; giving up the iteration, or the browser's going away, ends it. */
export async function fetchImage(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  request: ImageFetch,
): Promise<AsyncIterable<ImageProgress>> {
  const agent = agentOf(context, ref);
  const path = request.source.startsWith("/") ? [{ verb: "fetch-path" as Verb, why: "the source is a path" }] : [];
  const options = request.insecureOptions ?? [];
  const deed: Deed = {
    verb: "fetch",
    noun: "image",
    object: withoutPassword(request.source),
    node: ref.node,
    details: { insecureOptions: options },
    also: [...insecureRights(options), ...path],
  };
  return progress(context, actor, deed, agent.images.fetch(callerOf(actor), request));
}

export async function uploadImage(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  upload: { name: string; body: AsyncIterable<Uint8Array>; insecureOptions: string[]; companions: number },
): Promise<AsyncIterable<ImageProgress>> {
  const agent = agentOf(context, ref);
  const { name, body, insecureOptions, companions } = upload;
  const also = insecureRights(insecureOptions);
  const details = { insecureOptions };
  const deed: Deed = { verb: "upload", noun: "image", object: name, node: ref.node, details, also };
  return progress(
    context,
    actor,
    deed,
    agent.images.upload(callerOf(actor), name, body, { insecureOptions, companions }),
  );
}

/** Writes the beginning down, then passes lines on, and writes the end down before the last line leaves. */
async function progress(
  context: ServerContext,
  actor: Actor,
  deed: Deed,
  lines: AsyncGenerator<ImageProgress, void, undefined>,
): Promise<AsyncIterable<ImageProgress>> {
  await allow(context, actor, deed);
  const begun = await record(context, actor, deed, "allowed", deed.details ?? {});
  const end = async (line: Extract<ImageProgress, { type: "done" }>) => {
    const { id, name, version } = line.image;
    await record(context, actor, { ...deed, verb: `${deed.verb}-done` }, "allowed", {
      of: begun.seq,
      id,
      name,
      version,
    });
  };
  // The first line now: a refusal of the agent is then an answer with its own status.
  const first = await lines.next().catch(async (error) => {
    await recordFailure(context, actor, deed, begun.seq, error);
    throw error;
  });
  return (async function* () {
    let finished = false;
    try {
      for (let step = first; !step.done; step = await lines.next()) {
        if (step.value.type === "done") {
          await end(step.value);
          finished = true;
        }
        yield step.value;
      }
    } catch (error) {
      finished = true;
      await recordFailure(context, actor, deed, begun.seq, error);
      throw error;
    } finally {
      await lines.return();
      if (!finished) await recordFailure(context, actor, deed, begun.seq, new Error("given up"));
    }
  })();
}

/** `docker://user:secret@registry/…` is not a form that we take, but somebody may type it; a web address may carry a secret in its query. */
function withoutPassword(source: string): string {
  const bare = /^https?:\/\//i.test(source) ? source.replace(/[?#].*$/s, "") : source;
  return bare.replace(/^([a-z]+:\/\/)[^/@]*@/i, "$1…@").slice(0, 512);
}
