/** An app's whole log as plain text; the follower has a socket (lib/server/socket/log-socket.ts). */
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf } from "./cluster.ts";
import { allowRead } from "./guard.ts";
import type { PodRef } from "./pods.ts";

/** Lines `TIME STREAM TEXT`; parts of a long line are joined. */
export async function downloadLog(
  context: ServerContext,
  actor: Actor,
  ref: PodRef & { app: string },
): Promise<AsyncIterable<string>> {
  await allowRead(context, actor, "get", "log", `${ref.uuid}/${ref.app}`);
  const lines = agentOf(context, ref).logs(callerOf(actor), ref.uuid, ref.app);
  const first = await lines.next();
  return (async function* () {
    let middle: string | null = null;
    try {
      for (let step = first; !step.done; step = await lines.next()) {
        const { time, stream, text, partial } = step.value;
        const start = middle === stream ? "" : `${middle === null ? "" : "\n"}${time} ${stream} `;
        middle = partial ? stream : null;
        yield `${start}${text}${partial ? "" : "\n"}`;
      }
    } finally {
      await lines.return();
    }
  })();
}
