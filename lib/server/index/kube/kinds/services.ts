import { list, pairs, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Service = KubeObject & {
  spec?: {
    type?: string;
    clusterIP?: string;
    clusterIPs?: string[];
    externalIPs?: string[];
    externalName?: string;
    ports?: { name?: string; port?: number; nodePort?: number; protocol?: string }[];
    selector?: Record<string, string>;
    sessionAffinity?: string;
  };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
};

export const services: TypedKind = {
  name: "services",
  title: "Services",
  section: "network",
  columns: [
    column("type", "Type", "text", 110),
    column("clusterIp", "Cluster IP", "mono", 130),
    column("external", "External", "mono", 150),
    column("ports", "Ports", "mono", 200),
    column("selector", "Selector", "text", 220),
    hiddenColumn("affinity", "Affinity", "text", 100),
  ],
  project(object) {
    const { spec = {}, status: now = {}, metadata } = object as Service;
    const ingress = (now.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
    const external = [...ingress, ...(spec.externalIPs ?? []), spec.type === "ExternalName" ? spec.externalName : null];
    const isWaiting = spec.type === "LoadBalancer" && ingress.length === 0;
    const word = isWaiting ? status("Pending", "busy") : status("Active", "ok");
    return {
      status: metadata?.deletionTimestamp ? status("Terminating", "busy") : word,
      type: text(spec.type),
      clusterIp: text(spec.clusterIP),
      external: list(external),
      ports: list(
        (spec.ports ?? []).map(
          ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ""}/${protocol ?? "TCP"}`,
        ),
      ),
      selector: pairs(spec.selector),
      affinity: text(spec.sessionAffinity),
    };
  },
};
