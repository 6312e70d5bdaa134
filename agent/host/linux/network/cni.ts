/**
 * CNI by hand, for one network of two plugins: `bridge` with `host-local` addresses, then `portmap` when there are host
 * ports (it costs 45 ms). Each plugin gets its configuration on stdin, with the result of the one before as `prevResult`.
 */
import type { Network, SandboxSpec } from "../../host.ts";

export type PortMapping = { hostPort: number; containerPort: number; protocol: "tcp" | "udp"; hostIP: string };
/** Only what is read; the whole is passed on as it came. */
export type CniResult = {
  cniVersion: string;
  ips?: { address: string; gateway?: string; interface?: number }[];
  interfaces?: { name: string; sandbox?: string }[];
};
export type PluginConfig = { cniVersion: string; name: string; type: string; [key: string]: unknown };

export type NetworkConfig = { bridge: string; subnet: string; addresses: string };

const cniVersion = "1.0.0";
/** The interface's name inside the pod. */
export const podInterface = "eth0";

export function bridgeConfig(network: NetworkConfig): PluginConfig {
  return {
    cniVersion,
    name: network.bridge,
    type: "bridge",
    bridge: network.bridge,
    isGateway: true,
    hairpinMode: true,
    // One nft table masquerades for the whole bridge: two rules in all instead of two for each pod.
    ipMasq: false,
    ipam: {
      type: "host-local",
      dataDir: network.addresses,
      ranges: [[{ subnet: network.subnet }]],
      routes: [{ dst: "0.0.0.0/0" }],
    },
  };
}

export function portmapConfig(network: NetworkConfig, mappings: PortMapping[], previous: CniResult): PluginConfig {
  return {
    cniVersion,
    name: network.bridge,
    type: "portmap",
    capabilities: { portMappings: true },
    snat: true,
    runtimeConfig: { portMappings: mappings },
    prevResult: previous,
  };
}

export function portMappings(ports: SandboxSpec["ports"]): PortMapping[] {
  return ports.map(({ protocol, hostIP, hostPort, podPort }) => ({
    hostPort,
    containerPort: podPort,
    protocol,
    hostIP: hostIP === "0.0.0.0" ? "" : hostIP,
  }));
}

export function cniEnv(command: "ADD" | "DEL", uuid: string, netns: string, cniPath: string): Record<string, string> {
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: uuid,
    CNI_NETNS: netns,
    CNI_IFNAME: podInterface,
    CNI_PATH: cniPath,
  };
}

/** The pod's address; null when the result has none. */
export function networkOf(result: CniResult): Network | null {
  const ip = result.ips?.[0];
  if (!ip) return null;
  return {
    name: "default",
    interface: podInterface,
    ip: ip.address.replace(/\/\d+$/, ""),
    gateway: ip.gateway ?? null,
  };
}

/** A plugin's complaint: an error object on stdout, by the CNI specification, else what it wrote. */
export function pluginError(stdout: string, stderr: string): string {
  try {
    const { msg, details } = JSON.parse(stdout) as { msg?: string; details?: string };
    if (msg) return details ? `${msg}: ${details}` : msg;
  } catch {
    // Not JSON: fall through to the plain text.
  }
  return lastLine(stderr) || lastLine(stdout) || "it wrote nothing";
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
