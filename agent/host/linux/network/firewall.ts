/**
 * The rules of one bridge, in an nft table of its own: `inet craton-<bridge>`. Pods reach the outside under the host's
 * address, each other under their own. Only where the host's FORWARD policy drops (as under Docker), two iptables rules let
 * the bridge through, since no other table can overrule a drop.
 */

export const tableName = (bridge: string): string => `craton-${bridge}`;

/** One transaction for `nft -f -`: replaces the table, whether it was there or not. */
export function tableScript(bridge: string, subnet: string): string {
  const table = `table inet ${tableName(bridge)}`;
  return `${table} {}
delete ${table}
${table} {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${subnet} ip daddr != ${subnet} ip daddr != 224.0.0.0/4 oifname != "${bridge}" masquerade
  }
  # portmap lets the bridge route loopback addresses (route_localnet); no pod may reach the host's own loopback by that.
  chain prerouting {
    type filter hook prerouting priority raw; policy accept;
    iifname "${bridge}" ip daddr 127.0.0.0/8 drop
  }
}
`;
}

/** Idempotent, by the same trick. */
export function tableRemoval(bridge: string): string {
  const table = `table inet ${tableName(bridge)}`;
  return `${table} {}\ndelete ${table}\n`;
}

/** Arguments behind `iptables -w -I|-C|-D FORWARD`. */
export function forwardRules(bridge: string): string[][] {
  const comment = ["-m", "comment", "--comment", tableName(bridge)];
  return [
    ["-i", bridge, ...comment, "-j", "ACCEPT"],
    ["-o", bridge, ...comment, "-j", "ACCEPT"],
  ];
}

/** Does `iptables -S FORWARD` show a policy that drops? */
export function forwardDrops(listing: string): boolean {
  return /^-P FORWARD DROP$/m.test(listing);
}

/** portmap's shared chains, which it leaves behind empty: is nothing in them that maps a port? */
export function portmapIdle(listing: string): boolean {
  return !/^-A CNI-HOSTPORT-DNAT /m.test(listing);
}
