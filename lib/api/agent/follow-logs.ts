/** An app's log over breaks and restarts of the agent: no line twice, none missing. */
import { setTimeout as sleep } from "node:timers/promises";
import { CratonError } from "../../contract/errors.ts";
import type { LogLine } from "../../contract/stdio.ts";
import type { LogOptions } from "./logs.ts";

/** How long an agent may be away before its followers give up. */
const patience = 120_000;
const wait = 250;

const passes = (error: unknown) =>
  error instanceof CratonError && ["agent-unreachable", "unavailable", "bad-assertion"].includes(error.code);

/**
 * Follows `source` until the app has ended. After a break it asks again from the millisecond of the last line, which is
 * the finest that the agent tells apart, and leaves out as many lines of that millisecond as it had seen.
 */
export async function* resumedLogs(
  source: (options: LogOptions) => AsyncIterable<LogLine>,
  options: LogOptions,
  signal?: AbortSignal,
): AsyncGenerator<LogLine, void, undefined> {
  let last: { time: string; ms: number; count: number } | null = null;
  let brokenAt: number | null = null;
  for (;;) {
    try {
      let skip: number = last?.count ?? 0;
      const again: LogOptions = last === null ? options : { since: last.time, follow: options.follow };
      for await (const line of source(again)) {
        brokenAt = null;
        if (skip > 0) {
          skip -= 1;
          continue;
        }
        const ms = Date.parse(line.time);
        last = { time: line.time, ms, count: last !== null && last.ms === ms ? last.count + 1 : 1 };
        yield line;
      }
      return;
    } catch (error) {
      brokenAt ??= performance.now();
      if (!passes(error) || options.follow !== true || performance.now() - brokenAt > patience) throw error;
      await sleep(wait, undefined, { signal });
    }
  }
}
