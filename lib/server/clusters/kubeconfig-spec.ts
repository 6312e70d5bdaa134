/** A spec made of a kubeconfig's context: its server, and what a reader should know of it. */
import type { KubeSource } from "../../api/kube/kube-source.ts";
import { contextOf, parseKubeconfig } from "../../api/kube/kubeconfig.ts";
import { serverAddress } from "../../api/kube/server-address.ts";
import { refuseUntrusted } from "../../api/kube/untrusted.ts";
import { CratonError } from "../../contract/errors.ts";
import type { ClusterSpec } from "./cluster-spec.ts";

const unchecked =
  "The server's certificate is not checked (insecure-skip-tls-verify): whoever is on the way can read and change everything.";

/** `unsupported` with the field when the file cannot be used. */
export function describeSource(source: KubeSource): Pick<ClusterSpec, "server" | "warnings"> & { context: string } {
  const context = contextOf(parseKubeconfig(source.kubeconfig), source.context);
  if (!source.isTrusted) refuseUntrusted(context, source.closedPorts);
  const { origin } = serverAddress(context.cluster.server);
  const isUnchecked = context.cluster["insecure-skip-tls-verify"] === true;
  return { server: origin, warnings: isUnchecked ? [unchecked] : [], context: context.name };
}

/** The spec; one whose file cannot be used is there all the same, with the reason. */
export function specOf(
  facts: Pick<ClusterSpec, "name" | "type" | "access" | "owner">,
  source: KubeSource,
): ClusterSpec {
  try {
    const { server, warnings } = describeSource(source);
    return { ...facts, server, warnings, sources: { reader: source, acting: source }, embedded: null };
  } catch (error) {
    const why = error instanceof CratonError ? error.message : "its kubeconfig cannot be used";
    return { ...facts, server: null, warnings: [], sources: { why }, embedded: null };
  }
}
