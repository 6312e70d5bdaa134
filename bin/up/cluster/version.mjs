/** The release of Kubernetes that the embedded cluster is built from: the one place that states it is cluster/go.mod. */
import fs from "node:fs";
import path from "node:path";
import { root } from "../checkout.mjs";

/** Such as `v1.36.3`. */
export function kubernetesVersion() {
  const text = fs.readFileSync(path.join(root, "cluster/go.mod"), "utf8");
  const match = /^\s*k8s\.io\/kubernetes (v\d+\.\d+\.\d+)$/m.exec(text);
  if (match === null) throw new Error("cluster/go.mod names no release of k8s.io/kubernetes");
  return match[1];
}
