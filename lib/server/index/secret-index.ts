/**
 * The list of Secrets of one window: metadata alone, read with the user's own right while the window is open, shared with nobody.
 * An index like the others to its window.
 */
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { Engine } from "./engine.ts";
import type { Feed } from "./feed.ts";
import { realClock } from "./kube/clock.ts";
import { commonCells } from "./kube/common-columns.ts";
import { metadataEncoding } from "./kube/encoding.ts";
import type { Item } from "./kube/object.ts";
import { inOrder, Output } from "./kube/output.ts";
import { SourceNumberBook } from "./kube/source-numbers.ts";
import { Turn } from "./kube/turn.ts";
import { Upstream } from "./kube/upstream.ts";
import { WatchedKind } from "./kube/watched-kind.ts";
import type { ToWorker } from "./messages.ts";
import type { Scope } from "./scope.ts";
import { serveEngine } from "./serve.ts";
import type { Sink } from "./service.ts";
import type { Table } from "./table.ts";

/** More than anybody reads through; the rest is told as missing. */
const mostRows = 20_000;

export const isSecrets = ({ group, resource }: Pick<KubeKind, "group" | "resource">): boolean =>
  group === "" && resource === "secrets";

export class SecretIndex {
  private readonly engine: Engine;
  private readonly watched: WatchedKind;
  private readonly upstream: Upstream;
  private sink: Sink | null = null;
  private tick = 0;

  /** `connection` with the user's own right; it is not closed here. */
  constructor(connection: KubeConnection, kind: KubeKind) {
    const self = this;
    const numbers = new SourceNumberBook();
    const feed: Feed = {
      get tick() {
        return self.tick;
      },
      want: () => {},
      release: () => {},
      sources: () => [this.source()],
      isStale: (source) => numbers.isStale(source),
      kindOf: () => kind.name,
    };
    this.engine = new Engine(feed, (_socket, texts) => this.sink?.out(texts));
    const table = this.engine.addKind(kind);
    const output = new BoundedOutput(
      table,
      "",
      inOrder(table, ({ metadata }) => commonCells(metadata)),
    );
    const { server, send, json } = connection;
    this.upstream = new Upstream(() => ({
      server,
      send: (request) => send.call(connection, request),
      json: (request, limit) => json.call(connection, request, limit) as Promise<never>,
      close: () => {},
    }));
    this.watched = new WatchedKind({
      ...{ kind, upstream: this.upstream, clock: realClock, turn: new Turn(), rank: () => 0, numbers },
      encoding: metadataEncoding,
      outputs: [output],
      changed: () => this.engine.changed(),
      stateChanged: () => {
        this.tick++;
        this.engine.changed();
      },
    });
  }

  /** One socket only. */
  add(sink: Sink): number {
    this.sink = sink;
    return 0;
  }

  send(message: Exclude<ToWorker, { op: "agents" | "reach" | "ask" }>): void {
    if (message.op === "open" || message.op === "rescope") this.follow(message.scope);
    serveEngine(this.engine, message, () => {});
    if (message.op === "close") this.watched.stop();
  }

  remove(): void {
    this.sink = null;
    this.watched.stop();
    this.upstream.close();
    this.engine.stop();
  }

  private follow(scope: Scope): void {
    this.watched.follow(scope[this.watched.kind.name] ?? "none");
  }

  private source() {
    const source = this.watched.source();
    const { size } = this.engine.table(this.watched.kind.name);
    return size < mostRows ? source : { ...source, why: `only ${mostRows} of them are shown` };
  }
}

class BoundedOutput extends Output {
  override put(key: string, source: number, item: Item): void {
    const { table }: { table: Table } = this;
    if (table.size < mostRows || table.has(key)) super.put(key, source, item);
  }
}
