/** The console under test, from clusters and index worker to the socket's windows and the data layer, without HTTP around it. */

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { ServerMessage, WindowQuery } from "../../../lib/contract/live.ts";
import { windowQuery } from "../../../lib/contract/live.ts";
import type { Role } from "../../../lib/contract/roles.ts";
import type { ClusterStore } from "../../../lib/server/clusters/cluster-store.ts";
import { ConnectedCluster } from "../../../lib/server/clusters/connected-cluster.ts";
import { PooledIndex } from "../../../lib/server/clusters/pooled-index.ts";
import type { ServerContext } from "../../../lib/server/context.ts";
import type { Actor } from "../../../lib/server/data/actor.ts";
import { createLog } from "../../../lib/server/log.ts";
import { SocketWindows } from "../../../lib/server/socket/live-windows.ts";
import { placeOf } from "../../../lib/server/socket/place.ts";

export type Page = Extract<ServerMessage, { op: "snapshot" | "delta" | "error" }>;
export const clusterName = "local";

export class OracleConsole {
  readonly context: ServerContext;
  private readonly cluster: ConnectedCluster;

  /** `token`: users come with a bearer token of their own, on the reader's kubeconfig; their context is of this namespace. */
  constructor(
    kubeconfigs: { reader: string; impersonator: string },
    groupsOf: (user: string) => Role[],
    token?: { of(user: string): string; namespace: string },
  ) {
    const source = (file: string) => ({
      ...{ cluster: clusterName, kubeconfig: inNamespace(readFileSync(file, "utf8"), token?.namespace), context: null },
      ...{ isTrusted: true, closedPorts: [], token: null },
    });
    const log = createLog((line) => process.stderr.write(line));
    const worker = new URL("../../../lib/server/index/worker.ts", import.meta.url);
    this.cluster = new ConnectedCluster(
      {
        ...{ name: clusterName, type: token ? "kubeconfig" : "embedded", access: token ? "token" : "impersonate" },
        ...{ owner: null, server: null },
        ...{ warnings: [], embedded: null },
        sources: { reader: source(kubeconfigs.reader), acting: source(kubeconfigs.impersonator) },
      },
      {
        store: { token: (_cluster: string, user: string) => token?.of(user) ?? null } as unknown as ClusterStore,
        groupsOf,
        makeIndex: (of) => new PooledIndex(worker, { source: of }, log),
        changed: () => {},
      },
    );
    const clusters = { get: () => this.cluster };
    const audit = { append: async () => ({ seq: 0 }) };
    this.context = { clusters, audit, index: null, config: { readOnly: false } } as unknown as ServerContext;
  }

  actor(user: string): Actor {
    return { user, role: "viewer", address: "127.0.0.1", requestId: "oracle", session: "" };
  }

  /** Resolves when the kinds are known. */
  async ready(user: string): Promise<void> {
    const index = this.cluster.index(this.actor(user)) as PooledIndex;
    if (index.kinds().length > 0) return;
    await new Promise<void>((resolve) => {
      const cancel = index.onKinds(() => {
        cancel();
        resolve();
      });
    });
  }

  /** A browser tab of this user, that takes all it is sent. */
  tab(user: string): Tab {
    return new Tab(this.context, this.actor(user));
  }

  close(): Promise<void> {
    return this.cluster.close();
  }
}

/** The kubeconfig with another namespace in its first context. */
function inNamespace(text: string, namespace?: string): string {
  if (namespace === undefined) return text;
  const config = parse(text);
  config.contexts[0].context.namespace = namespace;
  return JSON.stringify(config);
}

/** What a query of a window is given; the rest is left at its beginning. */
export type Wish = Partial<WindowQuery> & { kind: string };

export class Tab {
  /** Every message that was sent to the browser. */
  heard: (message: Page) => void = () => {};
  private readonly windows: SocketWindows;
  private readonly waiting = new Map<number, (message: Page) => void>();
  private nextId = 0;
  private rev = 0;

  constructor(context: ServerContext, actor: Actor) {
    this.windows = new SocketWindows({
      subject: () => actor,
      place: (query, held) => placeOf(context, actor, query, held),
      fail: (error, id, rev) => this.take({ op: "error", id, rev, error: error.body("oracle") }),
      write: (texts) => {
        for (const text of texts) this.take(JSON.parse(text));
        queueMicrotask(() => this.windows.taken());
      },
      isVital: () => false,
      ofSession: () => 0,
      lost: () => {},
    });
  }

  /** Opens a window; resolves with its first answer. */
  open(wish: Wish): Promise<{ id: number; first: Page }> {
    const id = this.nextId++;
    const query = windowQuery.parse({ cluster: clusterName, ...wish });
    const answer = this.answer(id);
    this.windows.take({ op: "open", id, rev: ++this.rev, query });
    return answer.then((first) => ({ id, first }));
  }

  /** Another query in the same window. */
  query(id: number, wish: Wish): Promise<Page> {
    const answer = this.answer(id);
    const query = windowQuery.parse({ cluster: clusterName, ...wish });
    this.windows.take({ op: "query", id, rev: ++this.rev, query });
    return answer;
  }

  move(id: number, from: number, rows: number): Promise<Page> {
    const answer = this.answer(id);
    this.windows.take({ op: "move", id, rev: ++this.rev, from, rows });
    return answer;
  }

  closeWindow(id: number): void {
    this.windows.take({ op: "close", id });
  }

  close(): void {
    this.windows.close();
  }

  /** The next message of the window that has seen its newest wish. */
  private answer(id: number): Promise<Page> {
    const wanted = this.rev + 1;
    return new Promise((resolve) => {
      this.waiting.set(id, (message) => {
        if ((message.rev ?? 0) < wanted) return;
        this.waiting.delete(id);
        resolve(message);
      });
    });
  }

  private take(message: ServerMessage): void {
    if (message.op !== "snapshot" && message.op !== "delta" && message.op !== "error") return;
    this.heard(message);
    if (message.id !== null) this.waiting.get(message.id)?.(message);
  }
}
