/** The index worker's thread: agents in, windows out. One a cluster, so that its work never stands in a request's way. */
import { parentPort, workerData } from "node:worker_threads";
import { createAgentClient } from "../../api/agent/client.ts";
import { credentialsFor } from "../agents/credentials.ts";
import { Fleet } from "./fleet.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** STATE/console: where the certificates are. */
export type WorkerData = { home: string };

const { home } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error("the index worker runs only as a thread of the console");
const say = (message: FromWorker) => port.postMessage(message);

const fleet = new Fleet(
  ({ name, address }) => createAgentClient({ address, node: name, ...credentialsFor(home, name) }),
  (socket, texts) => say({ op: "out", socket, texts }),
  (sources) => say({ op: "sources", sources }),
);

port.on("message", (message: ToWorker) => {
  const { engine } = fleet;
  switch (message.op) {
    case "agents":
      fleet.agents(message.agents);
      return;
    case "open":
      engine.open(message.socket, message.id, message.rev, message.query);
      return;
    case "move":
      engine.move(message.socket, message.id, message.rev, message.from, message.rows);
      return;
    case "close":
      engine.closeWindow(message.socket, message.id);
      return;
    case "peek":
      say({ op: "peeked", ask: message.ask, page: engine.peek(message.query) });
      return;
    case "ready":
      engine.ready(message.socket);
      return;
    case "gone":
      engine.gone(message.socket);
      return;
  }
});
// Ages of live sources move on without a change of state: the node list shows them.
setInterval(() => say({ op: "sources", sources: fleet.list() }), 2_000).unref();
