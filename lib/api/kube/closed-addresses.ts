/**
 * Addresses that a kubeconfig from a browser must never make the console reach: link-local ones and the metadata services of
 * clouds, addresses that are no single host's, and on this machine the ports that are Craton's own. Checked on the address
 * that is connected to, after the name was looked up, so that a name that changes its address does not help.
 */
import dns from "node:dns";
import net from "node:net";
import os from "node:os";

const closed = new net.BlockList();
closed.addSubnet("0.0.0.0", 8, "ipv4");
closed.addSubnet("169.254.0.0", 16, "ipv4");
closed.addSubnet("224.0.0.0", 3, "ipv4");
// Metadata services that are not link-local: Alibaba, Azure's wire server, Oracle.
for (const address of ["100.100.100.200", "168.63.129.16", "192.0.0.192"]) closed.addAddress(address, "ipv4");
closed.addAddress("::", "ipv6");
closed.addSubnet("fe80::", 10, "ipv6");
closed.addSubnet("fec0::", 10, "ipv6");
closed.addSubnet("ff00::", 8, "ipv6");
// Amazon's and Google's metadata services.
closed.addAddress("fd00:ec2::254", "ipv6");
closed.addAddress("fd20:ce::254", "ipv6");

/** An IPv6 address as its eight groups. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, head = "", ...bytes] = dotted ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  const plain = dotted ? `${head}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : address;
  const [left = "", right] = plain.split("::");
  const parts = (text: string) => (text === "" ? [] : text.split(":").map((part) => Number.parseInt(part, 16)));
  const before = parts(left);
  const after = right === undefined ? [] : parts(right);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** The IPv4 address inside of a mapped, compatible, translated (NAT64) or 6to4 IPv6 address; else null. */
function innerAddress(address: string): string | null {
  const groups = groupsOf(address);
  const dotted = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const starts = (...wanted: number[]) => wanted.every((group, at) => groups[at] === group);
  if (starts(0x2002)) return dotted(groups[1], groups[2]);
  const isTail = starts(0, 0, 0, 0, 0, 0xffff) || starts(0, 0, 0, 0, 0, 0) || starts(0, 0, 0, 0, 0xffff, 0);
  if (isTail || starts(0x64, 0xff9b)) return dotted(groups[6], groups[7]);
  return null;
}

/** True for an address of this machine itself. */
function isOwn(address: string): boolean {
  if (address === "::1" || address.startsWith("127.")) return true;
  return Object.values(os.networkInterfaces()).some((all) => all?.some((one) => one.address === address));
}

/** Why the address (an IP in any spelling that a socket takes) and port may not be reached; null when they may. */
export function whyClosed(given: string, port: number, closedPorts: readonly number[]): string | null {
  const address = given.split("%")[0] ?? "";
  const version = net.isIP(address);
  if (version === 0) return "it is no address";
  const inner = version === 6 && address !== "::1" ? innerAddress(address) : null;
  if (inner !== null && !closed.check(address, "ipv6")) return whyClosed(inner, port, closedPorts);
  if (closed.check(address, version === 6 ? "ipv6" : "ipv4")) {
    return "its address is link-local, a metadata service or no single host, which a kubeconfig from a browser may not name";
  }
  if (closedPorts.includes(port) && isOwn(address)) return "that port is Craton's own";
  return null;
}

/** A `lookup` for sockets that answers only open addresses. A name with one closed address among others is refused whole. */
export function guardedLookup(port: number, closedPorts: readonly number[], resolve = dns.lookup): net.LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "", 4);
      const addresses = found as dns.LookupAddress[];
      for (const { address } of addresses) {
        const why = whyClosed(address, port, closedPorts);
        if (why !== null) return callback(Object.assign(new Error(why), { code: "ECLOSED" }), "", 4);
      }
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}
