/** Host ports of this agent's own pods, so that the error names the pod. Ports of other programs are the host's to find. */
import { CratonError } from "../../lib/contract/errors.ts";
import type { Core } from "./core.ts";
import type { LivePod } from "./live-pod.ts";

const any = (ip: string) => ip === "" || ip === "0.0.0.0";

/** Throws `port-taken`. A pod holds its ports until it has ended; of two that start at once the first to begin has them. */
export function checkPorts(core: Core, pod: LivePod): void {
  const { plan } = pod.file;
  if (plan.net === "host" || plan.ports.length === 0) return;
  for (const other of core.pods.values()) {
    const before = other.turn > 0 && (pod.turn === 0 || other.turn < pod.turn);
    const holds = other.state === "running" || other.state === "stopping" || (other.state === "starting" && before);
    if (other === pod || !holds || other.file.plan.net === "host") continue;
    for (const theirs of other.file.plan.ports) {
      const ours = plan.ports.find(
        ({ hostPort, protocol, hostIP }) =>
          hostPort === theirs.hostPort &&
          protocol === theirs.protocol &&
          (hostIP === theirs.hostIP || any(hostIP) || any(theirs.hostIP)),
      );
      if (!ours) continue;
      const why = `pod ${other.uuid} (${other.file.plan.name}) uses it`;
      throw new CratonError("port-taken", { port: ours.hostPort, protocol: ours.protocol, why });
    }
  }
}
