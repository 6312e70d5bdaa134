/** The worker's side of lib/server/index/messages.ts: what the main thread says, done to an engine. */
import { asCratonError } from "../http/craton-error.ts";
import { candidates } from "./candidates.ts";
import type { Engine } from "./engine.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

type Asked = Extract<ToWorker, { op: "ask" }>;

export function serveEngine(
  engine: Engine,
  message: Exclude<ToWorker, { op: "agents" | "reach" }>,
  say: (message: FromWorker) => void,
): void {
  switch (message.op) {
    case "open":
      engine.open(message.socket, message.id, message.rev, message.query, message.scope);
      return;
    case "rescope":
      engine.rescope(message.socket, message.id, message.scope);
      return;
    case "move":
      engine.move(message.socket, message.id, message.rev, message.from, message.rows);
      return;
    case "close":
      engine.closeWindow(message.socket, message.id);
      return;
    case "ask":
      say(answer(engine, message));
      return;
    case "ready":
      engine.ready(message.socket);
      return;
    case "gone":
      engine.gone(message.socket);
      return;
  }
}

function answer(engine: Engine, asked: Asked): FromWorker {
  const { ask } = asked;
  try {
    return { op: "answer", ask, value: result(engine, asked), fault: null };
  } catch (thrown) {
    const { code, facts } = asCratonError(thrown);
    return { op: "answer", ask, value: null, fault: { code, facts } };
  }
}

function result(engine: Engine, asked: Asked): unknown {
  switch (asked.question) {
    case "peek":
      return engine.peek(asked.wish.query, asked.wish.scope);
    case "search":
      return engine.search(asked.wish);
    case "candidates":
      return candidates(engine, asked.wish.subjects);
  }
}
