/** Addresses of the network that Services get their addresses from. */

/** The first address, which Kubernetes gives to the Service `kubernetes`. */
export function firstAddress(cidr) {
  const [address = ""] = cidr.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
