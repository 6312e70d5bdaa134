/** The index of one Kubernetes cluster: its feed, its engine, and what the main thread is told of them. */
import { connectKube } from "../../api/kube/connect.ts";
import type { KubeSource } from "../../api/kube/kube-source.ts";
import { Engine } from "./engine.ts";
import { KubeFeed } from "./kube/feed.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { serveEngine } from "./serve.ts";

/** Begins to read; the answer takes what the main thread says. */
export function runKubeIndex(source: KubeSource, say: (message: FromWorker) => void): (message: ToWorker) => void {
  const feed: KubeFeed = new KubeFeed(
    {
      addKind: (kind) => engine.addKind(kind),
      removeKind: (name) => engine.removeKind(name),
      table: (name) => engine.table(name),
      changed: () => engine.changed(),
    },
    {
      connect: () => connectKube(source),
      kindsChanged: (kinds, isDiscovered) => say({ op: "kinds", kinds, isDiscovered }),
      rightsChanged: () => say({ op: "rights" }),
      sourcesChanged: () => say({ op: "sources", sources: feed.allSources() }),
    },
  );
  const engine = new Engine(feed, (socket, texts) => say({ op: "out", socket, texts }));
  feed.start();
  return (message) => {
    if (message.op === "reach") feed.setReach(message.reach);
    else if (message.op !== "agents") serveEngine(engine, message, say);
  };
}
