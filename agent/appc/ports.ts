/** Exposed ports (appc F8): by an image's port name or by `podPort`, ranges spread out to one entry a port. */
import type { ManifestPort } from "../../lib/contract/appc.ts";
import type { Draft } from "./draft.ts";
import type { Findings } from "./findings.ts";
import { at } from "./json.ts";
import type { PodPlanValue, PortPlan } from "./plan-value.ts";

const mostPorts = 1024;

/** `wanted`: by index, the protocol that the request named; it must be the image's. */
export function planPorts(
  draft: Draft,
  net: PodPlanValue["net"],
  wanted: (string | undefined)[],
  findings: Findings,
): PortPlan[] {
  const exposed = draft.ports ?? [];
  const plan: PortPlan[] = [];
  if (exposed.length > 0 && net === "none") {
    findings.faults.push({ path: "$.ports", message: "a pod without a network (net none) cannot expose ports" });
    return plan;
  }
  for (const [i, port] of exposed.entries()) {
    const path = at("$.ports", i);
    const target = port.podPort ?? byName(draft, port.name, path, findings);
    if (!target) continue;
    const { protocol } = target;
    const asked = wanted[i];
    if (protocol !== "tcp" && protocol !== "udp") {
      findings.faults.push({ path, message: `the protocol ${protocol} of port ${port.name} is neither tcp nor udp` });
      continue;
    }
    if (asked !== undefined && asked !== protocol) {
      findings.faults.push({ path: at(path, "protocol"), message: `port ${port.name} is ${protocol}, not ${asked}` });
      continue;
    }
    const count = target.count || 1;
    if (port.hostPort + count > 65536) {
      findings.faults.push({ path: at(path, "hostPort"), message: `the range of ${count} goes beyond port 65535` });
      continue;
    }
    if (plan.length + count > mostPorts) {
      findings.faults.push({ path, message: `more than ${mostPorts} ports would be exposed` });
      continue;
    }
    const clash = plan.find((other) => taken(other, protocol, port.hostIP ?? "0.0.0.0", port.hostPort, count));
    if (clash) {
      const what = `host port ${clash.hostPort}/${protocol}`;
      findings.faults.push({ path: at(path, "hostPort"), message: `${what} is given to port ${clash.name} already` });
      continue;
    }
    for (let n = 0; n < count; n++) {
      const { name, hostPort, hostIP = "0.0.0.0" } = port;
      plan.push({ name, protocol, hostIP, hostPort: hostPort + n, podPort: target.port + n });
    }
  }
  if (net === "host" && plan.length > 0) {
    findings.warnings.push(
      "the pod uses the host's network, so exposed ports are not forwarded: apps bind them themselves",
    );
    return [];
  }
  return plan;
}

function byName(draft: Draft, name: string, path: string, findings: Findings): ManifestPort | null {
  const all = draft.apps.flatMap((app) => (app.app.ports ?? []).map((port) => ({ app: app.name, port })));
  const found = all.filter(({ port }) => port.name === name);
  const [first] = found;
  if (found.length === 1 && first) return first.port;
  const names = [...new Set(all.map(({ port }) => port.name))].slice(0, 20).join(", ") || "none";
  const message = first
    ? `several apps have a port ${name}: ${found.map(({ app }) => app).join(", ")}; give the port's number`
    : `no app has a port ${name} (there are: ${names}); give the port's number`;
  findings.faults.push({ path: at(path, "name"), message });
  return null;
}

function taken(other: PortPlan, protocol: string, ip: string, from: number, count: number): boolean {
  const sameAddress = other.hostIP === ip || other.hostIP === "0.0.0.0" || ip === "0.0.0.0";
  return sameAddress && other.protocol === protocol && other.hostPort >= from && other.hostPort < from + count;
}
