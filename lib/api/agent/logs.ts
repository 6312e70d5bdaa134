/** An app's log, line by line. */
import { CratonError } from "../../contract/errors.ts";
import type { LogLine } from "../../contract/stdio.ts";
import type { Caller } from "./assertion.ts";
import { ndjson } from "./ndjson.ts";
import type { Transport } from "./transport.ts";

export type LogOptions = {
  /** Only this many lines from the end; default all. */
  tail?: number;
  /** Only lines of this time (RFC 3339) and later. */
  since?: string;
  /** Goes on until the app has ended and all is read. */
  follow?: boolean;
};

const silence = 40_000;

function asLine(value: unknown, node: string): LogLine {
  const line = value as LogLine | null;
  if (typeof line?.text !== "string" || typeof line.time !== "string")
    throw new CratonError("bad-answer", { node, why: "a line is no log line" });
  return line;
}

export function logCalls(transport: Transport) {
  /** Throws `agent-unreachable` when the agent breaks off; `followLogs` bridges that. */
  return async function* logs(
    caller: Caller,
    id: string,
    app: string,
    options: LogOptions = {},
  ): AsyncGenerator<LogLine, void, undefined> {
    const path = `/v1/pods/${encodeURIComponent(id)}/apps/${encodeURIComponent(app)}/logs`;
    const follow = options.follow ?? false;
    const query = { tail: options.tail, since: options.since, follow: follow ? 1 : 0 };
    const answer = await transport.open(caller, { path, query });
    for await (const value of ndjson(transport, caller, answer, follow ? silence : 0))
      yield asLine(value, transport.node);
  };
}
