/** Waiting for a pod's end by the agent's events, never by asking again and again. */
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import type { Connection } from "./connection.ts";
import { patiently } from "./patient.ts";

/** States that nothing follows by itself. */
const settled = (pod: Pod) => pod.state === "exited" || pod.state === "aborted" || pod.state === "removing";

/** Resolves with the pod when it has ended; `pod-not-found` when it was removed meanwhile. `signal` gives up with its reason. */
export async function podEnd({ agent, caller }: Connection, uuid: string, signal?: AbortSignal): Promise<Pod> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const asking = { ...caller, signal: either };
  try {
    for (;;) {
      // The list says which event it already shows, so that nothing can happen between the two.
      const { seq, pods } = await patiently(() => agent.pods.list(asking));
      const now = pods.find((pod) => pod.uuid === uuid);
      if (!now) throw new CratonError("pod-not-found", { uuid });
      if (settled(now)) return now;
      try {
        for await (const line of agent.events(asking, { since: seq, follow: true })) {
          if (line.type !== "event" || line.event.noun !== "pod" || line.event.id !== uuid) continue;
          if (!line.pod) throw new CratonError("pod-not-found", { uuid });
          if (settled(line.pod)) return line.pod;
        }
      } catch (error) {
        if (!(error instanceof CratonError) || error.code !== "events-gone") throw error;
      }
    }
  } finally {
    stop.abort();
  }
}
