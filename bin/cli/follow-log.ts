/** An app's log from its beginning to the app's end, also over a restart of the agent: no line twice, none missing. */
import { setTimeout as sleep } from "node:timers/promises";
import { CratonError } from "../../lib/contract/errors.ts";
import type { LogLine } from "../../lib/contract/stdio.ts";
import type { Connection } from "./connection.ts";

export type FollowOptions = { tail?: number; since?: string; follow: boolean };
type Source = (options: FollowOptions) => AsyncIterable<LogLine>;

const patience = 120_000;

/** Lines are told apart by time and by their number within that time. */
export async function* resumed(
  source: Source,
  options: FollowOptions,
  wait = 250,
): AsyncGenerator<LogLine, void, undefined> {
  const last = { time: "", count: 0 };
  for (let broken = 0; ; ) {
    try {
      let skip = last.count;
      const again: FollowOptions = last.count > 0 ? { since: last.time, follow: options.follow } : options;
      for await (const line of source(again)) {
        broken = 0;
        if (line.time === last.time && skip > 0) {
          skip -= 1;
          continue;
        }
        last.count = line.time === last.time ? last.count + 1 : 1;
        last.time = line.time;
        yield line;
      }
      return;
    } catch (error) {
      const passes = error instanceof CratonError && ["agent-unreachable", "unavailable"].includes(error.code);
      const now = performance.now();
      broken ||= now;
      if (!passes || !options.follow || now - broken > patience) throw error;
      await sleep(wait);
    }
  }
}

export function followLog(
  { agent, caller }: Connection,
  uuid: string,
  app: string,
  options: FollowOptions,
): AsyncGenerator<LogLine> {
  return resumed((again) => agent.logs(caller, uuid, app, again), options);
}
