/**
 * Reads one streamed answer line by line until its end. Never waits for whoever takes the lines. A frame that was cut off
 * is discarded. Silence for longer than `silentMs` ends it.
 */
import type { KubeRequest } from "../../../api/kube/connection.ts";
import type { Clock } from "./clock.ts";
import { answerFault, UpstreamFault } from "./fault.ts";
import { LineSplitter } from "./lines.ts";
import { withoutManagedFields } from "./managed-fields.ts";
import type { Upstream } from "./upstream.ts";

export type WatchEvent = { type: string; object: unknown };

export type StreamHandlers = {
  /** The server has taken the request. */
  opened(): void;
  /** Bytes came. */
  heard(): void;
  event(event: WatchEvent): void;
};

/** Longest silence; may change while the stream runs. */
export type Patience = { silentMs: number };

/**
 * Resolves when the server ends the stream between two frames. Throws an UpstreamFault for anything else, and what `event`
 * throws.
 */
export async function readStream(
  upstream: Upstream,
  clock: Clock,
  request: KubeRequest,
  patience: Patience,
  handlers: StreamHandlers,
): Promise<void> {
  const stopper = new AbortController();
  const outer = request.signal;
  const stop = () => stopper.abort();
  if (outer?.aborted) stop();
  outer?.addEventListener("abort", stop);
  let isSilent = false;
  let cancel = () => {};
  const wait = () => {
    cancel();
    cancel = clock.after(patience.silentMs, () => {
      isSilent = true;
      stopper.abort();
    });
  };
  try {
    wait();
    const answer = await upstream.send({ ...request, signal: stopper.signal });
    if (answer.status !== 200) throw await answerFault(answer);
    upstream.reached();
    handlers.opened();
    wait();
    const lines = new LineSplitter();
    for await (const piece of answer.body) {
      if (stopper.signal.aborted) break;
      wait();
      handlers.heard();
      lines.push(piece, (text) => handlers.event(parseEvent(text)));
    }
    if (isSilent) throw silence(patience);
    if (lines.unfinished > 0) throw new UpstreamFault("broken", "the stream was cut off within an event");
  } catch (thrown) {
    if (isSilent) throw silence(patience);
    throw thrown;
  } finally {
    cancel();
    outer?.removeEventListener("abort", stop);
    stopper.abort();
  }
}

const silence = ({ silentMs }: Patience) =>
  new UpstreamFault("silent", `nothing was heard for ${Math.round(silentMs / 1000)} s`);

function parseEvent(text: string): WatchEvent {
  let value: unknown;
  try {
    value = JSON.parse(withoutManagedFields(text));
  } catch {
    throw new UpstreamFault("broken", "the stream holds a line that is no JSON");
  }
  if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string")
    throw new UpstreamFault("broken", "the stream holds a line that is no event");
  return { type: value.type, object: "object" in value ? value.object : null };
}
