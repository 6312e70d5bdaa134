/** What a container's spec says, in short words. Values of its environment that come from Secrets are never in it. Pure. */
import { entries, list, number, text, texts } from "../read.ts";

/** `cpu 100m, memory 64Mi` */
export function resourceWords(container: unknown, which: "requests" | "limits"): string | null {
  const words = entries(container, "resources", which).map(([name, value]) => `${name} ${text(value) ?? ""}`);
  return words.length === 0 ? null : words.join(", ");
}

/** `http 8080/TCP` */
export function portWords(container: unknown): string[] {
  return list(container, "ports").map((port) => {
    const name = text(port, "name");
    const host = number(port, "hostPort");
    const own = `${text(port, "containerPort") ?? "?"}/${text(port, "protocol") ?? "TCP"}`;
    return `${name ? `${name} ` : ""}${own}${host === null ? "" : ` on the node's ${host}`}`;
  });
}

/** `GET :8080/healthz, every 10 s, after 3 failures` */
export function probeWords(probe: unknown): string | null {
  const how = probeAction(probe);
  if (how === null) return null;
  const every = number(probe, "periodSeconds") ?? 10;
  const fails = number(probe, "failureThreshold") ?? 3;
  const delay = number(probe, "initialDelaySeconds") ?? 0;
  return `${how}, every ${every} s${delay > 0 ? ` from ${delay} s on` : ""}, ${fails} failures count`;
}

function probeAction(probe: unknown): string | null {
  const port = text(probe, "httpGet", "port");
  if (port !== null) return `GET :${port}${text(probe, "httpGet", "path") ?? "/"}`;
  const tcp = text(probe, "tcpSocket", "port");
  if (tcp !== null) return `TCP :${tcp}`;
  const grpc = text(probe, "grpc", "port");
  if (grpc !== null) return `gRPC :${grpc}`;
  const command = texts(probe, "exec", "command");
  return command.length > 0 ? `runs ${command.join(" ")}` : null;
}

/** Names of variables with where each value comes from; a value that is written in the spec stands there. */
export function envWords(container: unknown): { name: string; from: string }[] {
  const single = list(container, "env").map((one) => ({ name: text(one, "name") ?? "", from: sourceOf(one) }));
  const whole = list(container, "envFrom").map((one) => {
    const secret = text(one, "secretRef", "name");
    const map = text(one, "configMapRef", "name");
    const from = secret !== null ? `all keys of Secret ${secret}` : `all keys of ConfigMap ${map ?? "?"}`;
    return { name: `${text(one, "prefix") ?? ""}*`, from };
  });
  return [...single, ...whole];
}

function sourceOf(one: unknown): string {
  const secret = text(one, "valueFrom", "secretKeyRef", "name");
  if (secret !== null) return `${text(one, "valueFrom", "secretKeyRef", "key")} of Secret ${secret}`;
  const map = text(one, "valueFrom", "configMapKeyRef", "name");
  if (map !== null) return `${text(one, "valueFrom", "configMapKeyRef", "key")} of ConfigMap ${map}`;
  const field = text(one, "valueFrom", "fieldRef", "fieldPath");
  if (field !== null) return `field ${field}`;
  const resource = text(one, "valueFrom", "resourceFieldRef", "resource");
  if (resource !== null) return `resource ${resource}`;
  return "the spec";
}

/** `/etc/app from config, read only` */
export function mountWords(container: unknown): string[] {
  return list(container, "volumeMounts").map((mount) => {
    const sub = text(mount, "subPath");
    const only = text(mount, "readOnly") === "true" ? ", read only" : "";
    return `${text(mount, "mountPath")} from ${text(mount, "name")}${sub ? `/${sub}` : ""}${only}`;
  });
}
