/** The agent's event log: numbered, durable, followed. Implemented by events.ts; pods and images emit into it. */
import type { EventLine, EventRecord } from "../../lib/contract/event.ts";
import type { Image } from "../../lib/contract/image.ts";
import type { NodeFacts } from "../../lib/contract/node.ts";
import type { Pod } from "../../lib/contract/pod.ts";

export type NewEvent = Omit<EventRecord, "seq" | "time">;
/** The object after the change; null when it is gone. */
export type EventObject = { pod?: Pod | null; image?: Image | null; node?: NodeFacts };

export interface EventService {
  /** Durable before it returns. */
  emit(event: NewEvent, object: EventObject): EventRecord;
  readonly last: number;
  /**
   * Events after `since` (`events-gone` when they are no longer kept, or were never given); 0 begins at the oldest that is
   * kept. With `follow` goes on with new ones until `signal` aborts.
   */
  read(
    since: number,
    options: { follow: boolean; signal: AbortSignal },
  ): AsyncIterable<Extract<EventLine, { type: "event" }>>;
  /** For each object of the kept events, the `version` that its newest event shows; null when that event says it is gone. */
  latest(noun: EventRecord["noun"]): Map<string, number | null>;
  /** True when the newest kept event of the object says that it is gone. */
  wasRemoved(noun: EventRecord["noun"], id: string): boolean;
  close(): void;
}
