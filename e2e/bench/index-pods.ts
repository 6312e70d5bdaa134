/** A Kubernetes pod list as big clusters have it, for benches: names, nodes, labels and states. Deterministic. */
import type { Cell } from "../../lib/contract/live.ts";
import { withCommonColumns } from "../../lib/server/index/kube/common-columns.ts";
import { pods } from "../../lib/server/index/kube/kinds/pods.ts";
import { Table, type TableKind } from "../../lib/server/index/table.ts";
import { numbers } from "./index-feed.ts";

const kind: TableKind = {
  name: "pods",
  title: "Pods",
  columns: withCommonColumns(pods.columns, { namespaced: true, hasStatus: true }),
  status: "status",
  sort: [
    { column: "namespace", desc: false },
    { column: "name", desc: false },
  ],
};
const words = ["web", "api", "cache", "queue", "ingest", "worker", "proxy", "auth", "billing", "search"];
const states = ["Running", "Running", "Running", "Running", "Pending", "CrashLoopBackOff", "Completed", "Error"];
const letters = "bcdfghjklmnpqrstvwxz2456789";

/** `rows` pods of `rows / 30` deployments in 400 namespaces on 5,000 nodes. */
export function podTable(rows: number): Table {
  const table = new Table(kind);
  const next = numbers(7);
  const text = (count: number) => Array.from({ length: count }, () => letters[next(letters.length)]).join("");
  for (let at = 0; at < rows; ) {
    const app = `${words[next(words.length)]}-${words[next(words.length)]}`;
    const namespace = `team-${next(400)}`;
    const hash = text(9);
    const created = 1_790_000_000_000 + next(1_000_000) * 1_000;
    for (let of = 0; of < 30 && at < rows; of++, at++) {
      const word = states[next(states.length)] as string;
      const name = `${app}-${hash}-${text(5)}`;
      const cells: Record<string, Cell> = {
        ...{ name, namespace, status: { word, tone: "ok" }, ready: word === "Running" ? "1/1" : "0/1" },
        ...{ restarts: next(9) === 0 ? next(40) : 0, node: `node-${next(5_000)}`, owner: `ReplicaSet/${app}-${hash}` },
        ip: `10.${next(200)}.${next(250)}.${next(250)}`,
        ...{
          cpu: next(40) / 10,
          memory: next(4096) * 1_048_576,
          qos: "Burstable",
          images: `example.com/${app}:1.2.${next(9)}`,
        },
        labels: `app=${app},pod-template-hash=${hash},tier=${next(2) === 0 ? "front" : "back"}`,
        ...{ age: created + next(600) * 1_000, rv: String(50_000_000 + at * 3) },
      };
      // Through JSON, as cells of a cluster come: whole texts, not pieces that were put together.
      const row = JSON.parse(JSON.stringify(table.kind.columns.map(({ id }) => cells[id] ?? null))) as Cell[];
      table.put(`${namespace}/${name}`, 0, row);
    }
  }
  table.settle();
  return table;
}
