import { list, owner, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type EndpointSlice = KubeObject & {
  addressType?: string;
  endpoints?: { addresses?: string[]; conditions?: { ready?: boolean } }[] | null;
  ports?: { name?: string; port?: number; protocol?: string }[] | null;
};

export const endpointslices: TypedKind = {
  name: "endpointslices.discovery.k8s.io",
  title: "Endpoint slices",
  section: "network",
  columns: [
    column("ready", "Ready", "text", 80),
    column("type", "Address type", "text", 110),
    column("ports", "Ports", "mono", 160),
    column("addresses", "Addresses", "mono", 260),
    column("service", "Service", "text", 180),
    hiddenColumn("owner", "Owner", "text", 200),
  ],
  project(object) {
    const { addressType, metadata = {}, ...rest } = object as EndpointSlice;
    const endpoints = rest.endpoints ?? [];
    const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length;
    const word = ready > 0 ? status("Ready", "ok") : status("NotReady", "warn");
    return {
      status: endpoints.length === 0 ? status("Empty", "idle") : word,
      ready: `${ready}/${endpoints.length}`,
      type: text(addressType),
      ports: list((rest.ports ?? []).map(({ port, protocol }) => `${port ?? "any"}/${protocol ?? "TCP"}`)),
      addresses: list(endpoints.slice(0, 40).flatMap(({ addresses }) => addresses ?? [])),
      service: text(metadata.labels?.["kubernetes.io/service-name"]),
      owner: owner(metadata),
    };
  },
};
