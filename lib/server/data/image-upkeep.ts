/** Care for a node's store: images are read again and compared, what nothing needs is removed. */
import type { ImageGc, ImageGcRequest } from "../../contract/image-gc.ts";
import type { VerifyLine } from "../../contract/image-verify.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, type NodeRef } from "./cluster.ts";
import { allow, allowRead, change, type Deed, record, recordFailure } from "./guard.ts";
import type { ImageRef } from "./images.ts";

/** Progress, then what was found, which is written down; giving up the iteration ends the work. */
export async function verifyImage(
  context: ServerContext,
  actor: Actor,
  ref: ImageRef,
): Promise<AsyncIterable<VerifyLine>> {
  const agent = agentOf(context, ref);
  const deed: Deed = { verb: "verify", noun: "image", object: ref.id, node: ref.node };
  await allow(context, actor, deed);
  const begun = await record(context, actor, deed, "allowed", {});
  const lines = agent.images.verify(callerOf(actor), ref.id);
  return (async function* () {
    let finished = false;
    try {
      for await (const line of lines) {
        if (line.type === "verified") {
          const facts = { of: begun.seq, faults: line.faults.length + line.more };
          await record(context, actor, { ...deed, verb: "verify-done" }, "allowed", facts);
          finished = true;
        }
        yield line;
      }
    } catch (error) {
      finished = true;
      await recordFailure(context, actor, deed, begun.seq, error);
      throw error;
    } finally {
      if (!finished) await recordFailure(context, actor, deed, begun.seq, new Error("given up"));
    }
  })();
}

/** What would go is told to whoever may remove it, on a read-only console too. */
export async function collectImages(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  request: ImageGcRequest,
): Promise<ImageGc> {
  const { images } = agentOf(context, ref);
  if (request.dryRun) {
    await allowRead(context, actor, "remove", "image");
    return images.gc(callerOf(actor), request);
  }
  const deed: Deed = {
    verb: "remove",
    word: "gc",
    noun: "image",
    object: "",
    node: ref.node,
    details: { graceSeconds: request.graceSeconds ?? null },
  };
  return change(context, actor, deed, () => images.gc(callerOf(actor, true), request));
}
