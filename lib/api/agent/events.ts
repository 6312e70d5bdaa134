/** An agent's event stream, followed over breaks and restarts with no gap and no repeat. */
import { setTimeout as sleep } from "node:timers/promises";
import { CratonError } from "../../contract/errors.ts";
import type { EventLine } from "../../contract/event.ts";
import type { Caller } from "./assertion.ts";
import { ndjson } from "./ndjson.ts";
import type { Transport } from "./transport.ts";

/** `connected` false comes with the reason; told once per change. */
export type Connection = { connected: boolean; why: string | null };
export type EventOptions = {
  /** The last number that was seen; 0 is the beginning. */
  since: number;
  /** Go on with new events until the signal aborts. */
  follow?: boolean;
  /** Also `stats` lines, every 3 s. */
  stats?: boolean;
  onConnection?: (state: Connection) => void;
};

/** The agent beats every 15 s at the latest. */
const silence = 40_000;
const firstWait = 250;
const longestWait = 10_000;

/** Trouble that passes with time; anything else (forbidden, events-gone, …) is the caller's to handle. */
const passes = (error: unknown): error is CratonError =>
  error instanceof CratonError && ["agent-unreachable", "unavailable", "rate-limited"].includes(error.code);

function seqOf(value: EventLine): number | null {
  if (value.type === "event") return value.event.seq;
  return value.type === "beat" ? value.seq : null;
}

function asLine(value: unknown, node: string): EventLine {
  const line = value as EventLine | null;
  const good =
    (line?.type === "event" && Number.isInteger(line.event?.seq)) ||
    (line?.type === "beat" && Number.isInteger(line.seq)) ||
    (line?.type === "stats" && Array.isArray(line.pods));
  if (!good) throw new CratonError("bad-answer", { node, why: "a line is no event" });
  return line as EventLine;
}

export function eventCalls(transport: Transport) {
  /**
   * Yields lines in order. With `follow`, a break is bridged: it connects again (waiting 0.25 s to 10 s) from the last
   * number seen. Throws `events-gone` when the agent no longer has what follows `since`, also when its numbers began
   * anew: list again, and follow from the list's `seq`.
   */
  async function* events(caller: Caller, options: EventOptions): AsyncGenerator<EventLine, void, undefined> {
    const { follow = false, stats = false, onConnection } = options;
    let last = options.since;
    let wait = firstWait;
    let told: boolean | null = null;
    const tell = (connected: boolean, why: string | null) => {
      if (told !== connected) onConnection?.({ connected, why });
      told = connected;
    };
    for (;;) {
      try {
        const query = { since: last, follow: follow ? 1 : 0, stats: stats ? 1 : 0 };
        const answer = await transport.open(caller, { path: "/v1/events", query });
        tell(true, null);
        for await (const value of ndjson(transport, caller, answer, follow ? silence : 0)) {
          const line = asLine(value, transport.node);
          wait = firstWait;
          const seq = seqOf(line);
          if (seq !== null && seq < last) throw new CratonError("events-gone", { since: last, oldest: seq });
          if (line.type === "event") {
            if (line.event.seq === last) continue;
            last = line.event.seq;
          }
          yield line;
        }
        if (!follow) return;
        tell(false, "the agent ended the stream");
      } catch (error) {
        if (!follow || !passes(error)) throw error;
        tell(false, String(error.facts.why ?? error.message));
      }
      // Half of the wait is chance, so that many followers do not come back as one.
      await sleep(wait / 2 + (Math.random() * wait) / 2, undefined, { signal: caller.signal });
      wait = Math.min(wait * 2, longestWait);
    }
  }
  return events;
}
