/** The pod's own /etc/hosts, /etc/resolv.conf and /etc/hostname. */
import type { AppSpec } from "../../host.ts";

type Who = Pick<AppSpec, "hostname" | "net" | "sandbox">;

/** `hostFile` is the host's own /etc/hosts, which a pod with the host's network shares. */
export function hostsFile(who: Who, hostFile: string): string {
  if (who.net === "host") return `${hostFile.trimEnd()}\n127.0.1.1\t${who.hostname}\n`;
  const address = who.sandbox.networks[0]?.ip ?? "127.0.1.1";
  return `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${address}\t${who.hostname}\n`;
}

/**
 * The host's resolv.conf. A resolver on the host's loopback (as systemd-resolved's) answers nobody in another network
 * namespace, so those are left out there.
 */
export function resolvFile(net: AppSpec["net"], hostFile: string): string {
  if (net === "host") return hostFile;
  if (net === "none") return "";
  return hostFile
    .split("\n")
    .filter((line) => !/^\s*nameserver\s+(127\.|::1\b)/.test(line))
    .join("\n");
}
