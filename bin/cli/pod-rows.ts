/** Pods as rows of `craton list`, in rkt's columns. */
import type { Pod } from "../../lib/contract/pod.ts";
import { formatAgo } from "../../lib/format/duration.ts";

export const podColumns = ["UUID", "APP", "IMAGE NAME", "STATE", "CREATED", "STARTED", "NETWORKS"];
export type RowOptions = { full: boolean; now: number };

/** `default:ip4=10.88.0.2, …` */
export function networksOf(pod: Pick<Pod, "networks">): string {
  return pod.networks.map(({ name, ip }) => `${name}:${ip.includes(":") ? "ip6" : "ip4"}=${ip}`).join(", ");
}

/** One row an app; what belongs to the pod stands in the first. */
export function podRows(pod: Pod, { full, now }: RowOptions): string[][] {
  const time = (at: string | null) => (at === null ? "" : full ? at : formatAgo(now - Date.parse(at)));
  const uuid = full ? pod.uuid : pod.uuid.slice(0, 8);
  const facts = [pod.state, time(pod.createdAt), time(pod.startedAt), networksOf(pod)];
  const [first, ...rest] = pod.apps.length > 0 ? pod.apps : [{ name: "", image: { name: "" } }];
  return [
    [uuid, first?.name ?? "", first?.image.name ?? "", ...facts],
    ...rest.map((app) => ["", app.name, app.image.name, "", "", "", ""]),
  ];
}
