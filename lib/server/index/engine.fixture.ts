/** An engine with one source for tests of windows: rows are put by hand, what sockets are sent is kept. */
import { vi } from "vitest";
import { kinds } from "../../contract/kinds.ts";
import type { ServerMessage, WindowQuery } from "../../contract/live.ts";
import { Engine } from "./engine.ts";
import type { Scope } from "./scope.ts";

export class EngineWorld {
  readonly sent: { socket: number; message: ServerMessage; bytes: number }[] = [];
  /** Kinds that windows began (`+pods`) and ceased to look at. */
  readonly looks: string[] = [];
  /** What the source says of itself; `tick` grows with each change of it. */
  tick = 0;
  down = false;
  loading: { rows: number; of: number | null } | null = null;
  readonly engine: Engine;

  /** Under fake timers. */
  constructor() {
    const self = this;
    const feed = {
      get tick() {
        return self.tick;
      },
      want: (kind: string) => this.looks.push(`+${kind}`),
      release: (kind: string) => this.looks.push(`-${kind}`),
      kindOf: () => "",
      sources: () => [
        {
          name: "n",
          state: this.down ? ("down" as const) : ("live" as const),
          asOf: 1,
          why: null,
          ...(this.loading && { loading: this.loading }),
        },
      ],
      isStale: () => this.down,
    };
    this.engine = new Engine(feed, (socket, texts) => {
      for (const text of texts) this.sent.push({ socket, message: JSON.parse(text), bytes: text.length });
    });
    for (const kind of Object.values(kinds)) this.engine.addKind(kind);
  }

  put(name: string, cpu: number, status = "running"): void {
    const pods = this.engine.table("pods");
    const cells = pods.kind.columns.map(({ id }) => {
      if (id === "status") return { word: status, tone: "ok" as const };
      return id === "name" ? name : id === "cpu" ? cpu : null;
    });
    pods.put(`n/${name}`, 0, cells);
    this.engine.changed();
  }

  fill(count: number): void {
    for (let at = 0; at < count; at++) this.put(`pod-${String(at).padStart(4, "0")}`, 0);
  }

  open(socket: number, id: number, rev: number, wish: WindowQuery, scope: Scope = { pods: "all" }): void {
    this.engine.open(socket, id, rev, wish, scope);
  }

  flush(): void {
    vi.advanceTimersByTime(100);
  }

  lastOf(socket: number) {
    return this.sent.findLast((one) => one.socket === socket);
  }
}

export const podsQuery = (more: Partial<WindowQuery> = {}): WindowQuery => ({
  kind: "pods",
  cluster: "fleet",
  namespaces: [],
  filter: "",
  status: [],
  sort: [{ column: "name", desc: false }],
  from: 0,
  rows: 60,
  ...more,
});
