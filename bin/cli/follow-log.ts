/** An app's log from its beginning to the app's end, also over a restart of the agent: no line twice, none missing. */
import { resumedLogs } from "../../lib/api/agent/follow-logs.ts";
import type { LogLine } from "../../lib/contract/stdio.ts";
import type { Connection } from "./connection.ts";

export type FollowOptions = { tail?: number; since?: string; follow: boolean };

export function followLog(
  { agent, caller }: Connection,
  uuid: string,
  app: string,
  options: FollowOptions,
): AsyncGenerator<LogLine> {
  return resumedLogs((again) => agent.logs(caller, uuid, app, again), options, caller.signal);
}
