import { list, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Backend = { service?: { name?: string; port?: { number?: number; name?: string } }; resource?: { name?: string } };
type Ingress = KubeObject & {
  spec?: {
    ingressClassName?: string;
    defaultBackend?: Backend;
    rules?: { host?: string; http?: { paths?: { path?: string; backend?: Backend }[] } }[];
    tls?: { hosts?: string[] }[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
};

export const ingresses: TypedKind = {
  name: "ingresses.networking.k8s.io",
  title: "Ingresses",
  section: "network",
  columns: [
    column("class", "Class", "text", 120),
    column("hosts", "Hosts", "text", 260),
    column("address", "Address", "mono", 180),
    column("tls", "TLS", "text", 60),
    column("backends", "Backends", "text", 240),
    hiddenColumn("paths", "Paths", "mono", 240),
  ],
  project(object) {
    const { spec = {}, status: now = {} } = object as Ingress;
    const addresses = (now.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
    const paths = (spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
    const backends = [spec.defaultBackend, ...paths.map(({ backend }) => backend)].map(backendText);
    return {
      status: addresses.length > 0 ? status("Ready", "ok") : status("Pending", "busy"),
      class: text(spec.ingressClassName),
      hosts: list((spec.rules ?? []).map(({ host }) => host ?? "*")),
      address: list(addresses),
      tls: (spec.tls?.length ?? 0) > 0 ? "yes" : "no",
      backends: list([...new Set(backends)]),
      paths: list(paths.map(({ path }) => path ?? "/")),
    };
  },
};

function backendText(backend: Backend | undefined): string | null {
  if (backend?.resource?.name) return backend.resource.name;
  const port = backend?.service?.port;
  const name = backend?.service?.name;
  return name ? `${name}:${port?.number ?? port?.name ?? ""}` : null;
}
