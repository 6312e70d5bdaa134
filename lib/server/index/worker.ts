/** An index worker's thread: sources in, windows out. One a cluster, so that its work never stands in a request's way. */
import { parentPort, workerData } from "node:worker_threads";
import { createAgentClient } from "../../api/agent/client.ts";
import type { KubeSource } from "../../api/kube/kube-source.ts";
import { credentialsFor } from "../agents/credentials.ts";
import { Fleet } from "./fleet.ts";
import { runKubeIndex } from "./kube-index.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { serveEngine } from "./serve.ts";

/** STATE/console, where the agents' certificates are; or the one Kubernetes cluster that it reads. */
export type WorkerData = { home: string } | { source: KubeSource };

const data = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error("the index worker runs only as a thread of the console");
const say = (message: FromWorker) => port.postMessage(message);
port.on("message", "home" in data ? runFleet(data.home) : runKubeIndex(data.source, say));

function runFleet(home: string): (message: ToWorker) => void {
  const fleet = new Fleet(
    ({ name, address }) => createAgentClient({ address, node: name, ...credentialsFor(home, name) }),
    (socket, texts) => say({ op: "out", socket, texts }),
    (sources) => say({ op: "sources", sources }),
  );
  // Ages of live sources move on without a change of state: the node list shows them.
  setInterval(() => say({ op: "sources", sources: fleet.sources() }), 2_000).unref();
  return (message) => {
    if (message.op === "agents") fleet.agents(message.agents);
    else if (message.op !== "reach") serveEngine(fleet.engine, message, say);
  };
}
