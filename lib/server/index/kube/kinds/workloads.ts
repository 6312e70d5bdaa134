/** The mixed list of workloads: what people start, without what these start themselves. */
import type { KubeKind } from "../../../../contract/kube-kind.ts";
import { withCommonColumns } from "../common-columns.ts";
import { column } from "./typed-kind.ts";

const of = ["deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch"];

/** Of the kinds that a cluster has. */
export function workloadsKind(names: readonly string[]): KubeKind {
  const own = [
    column("kind", "Kind", "text", 150),
    column("ready", "Ready", "text", 100),
    column("desired", "Desired", "number", 80),
    column("images", "Images", "mono", 320),
  ];
  return {
    name: "workloads",
    title: "Workloads",
    columns: withCommonColumns(own, { namespaced: true, hasStatus: true }),
    status: "status",
    sort: [{ column: "name", desc: false }],
    group: "",
    version: "",
    resource: "",
    kind: "",
    namespaced: true,
    verbs: ["list", "watch"],
    subresources: [],
    shortNames: [],
    section: "workloads",
    of: of.filter((name) => names.includes(name)),
  };
}
