/** Lines of an application/x-ndjson answer as parsed values; empty lines are only signs of life. */
import type { IncomingMessage } from "node:http";
import { CratonError } from "../../contract/errors.ts";
import type { Caller } from "./assertion.ts";
import type { Transport } from "./transport.ts";
import { unreachable } from "./unreachable.ts";

const maxLine = 16 * 1024 * 1024;

/**
 * Yields each line's value. `silence` (ms) breaks a stream that not even a beat comes through any more. Ends when the
 * agent ended the answer properly; throws `agent-unreachable` when it broke off, the signal's reason when it was aborted.
 */
export async function* ndjson(
  transport: Transport,
  caller: Caller,
  answer: IncomingMessage,
  silence = 0,
): AsyncGenerator<unknown, void, undefined> {
  const { node, address } = transport;
  // A reader that takes its time is not the agent's silence.
  let reading = true;
  const late = () => {
    if (reading) answer.destroy(Object.assign(new Error("silence"), { code: "ETIMEDOUT" }));
    else timer?.refresh();
  };
  const timer = silence > 0 ? setTimeout(late, silence) : undefined;
  let rest: Buffer[] = [];
  let held = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      timer?.refresh();
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        const line = Buffer.concat([...rest, chunk.subarray(from, at)]).toString("utf8");
        rest = [];
        held = 0;
        from = at + 1;
        if (line === "") continue;
        reading = false;
        yield parseLine(line, node);
        reading = true;
        timer?.refresh();
      }
      rest.push(chunk.subarray(from));
      held += chunk.length - from;
      if (held > maxLine) throw new CratonError("bad-answer", { node, why: `a line is longer than ${maxLine} bytes` });
    }
  } catch (error) {
    throw caller.signal?.aborted ? caller.signal.reason : unreachable(node, address, error);
  } finally {
    clearTimeout(timer);
    answer.destroy();
  }
}

function parseLine(line: string, node: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new CratonError("bad-answer", { node, why: "a line is not JSON" });
  }
}
